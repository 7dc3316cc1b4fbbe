import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, loadScripts } from "./fakes.mjs";

let view; // what the browser calls with what came into view and left it
let now;
let scrolled;
let told;

class Observer {
  constructor(callback, options) {
    if (options) view = callback;
  }
  observe() {}
  unobserve() {}
  disconnect() {}
}

installChrome();
await loadScripts("content/hook.js", "content/bridge.js", "content/pictures.js", "content/discovery.js");

beforeEach((t) => {
  [now, told] = [10_000, []];
  t.mock.method(performance, "now", () => now);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.MutationObserver = globalThis.IntersectionObserver = Observer;
  globalThis.addEventListener = (_type, listener) => (scrolled = listener);
  globalThis.document = { addEventListener() {} };
  globalThis.requestIdleCallback = () => {};
  new Colophon.Discovery({ found: (one) => told.push(`found ${one}`), left: (one) => told.push(`left ${one}`) }).start();
});

const see = (target, intersectionRatio = 1, height = 300) =>
  view([{ target, intersectionRatio, boundingClientRect: { width: 300, height }, time: now }]);
const scroll = (t, ms) => {
  for (let passed = 0; passed < ms; passed += 10) {
    scrolled();
    now += 10;
    t.mock.timers.tick(10);
  }
};

test("on a page at rest a picture is looked at as soon as it is near", (t) => {
  see("a");
  t.mock.timers.tick(1);
  assert.deepEqual(told, ["found a"]);
});

test("what flies past is not looked at", (t) => {
  scroll(t, 10);
  see("a");
  scroll(t, 190);
  see("a", 0);
  scroll(t, 500);
  assert.deepEqual(told, ["left a"]);
});

test("what stays near while the page scrolls is looked at, once", (t) => {
  scroll(t, 10);
  see("a");
  see("a", 0.5);
  scroll(t, 190);
  assert.deepEqual(told, []);
  scroll(t, 60);
  assert.deepEqual(told, ["found a"]);
  scroll(t, 500);
  assert.deepEqual(told, ["found a"]);
});

test("when the page comes to rest, what is near is looked at", (t) => {
  scroll(t, 10);
  see("a");
  see("icon", 1, 40);
  now += 100;
  t.mock.timers.tick(50);
  assert.deepEqual(told, ["found a"]);
});

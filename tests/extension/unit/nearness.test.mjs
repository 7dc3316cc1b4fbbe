import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, loadScripts } from "./fakes.mjs";

let view; // what the browser calls with what came into view and left it
let now;
let scrolled;
let told;
let watched; // by observers
let nearness;

class Observer {
  constructor(callback, options) {
    if (options) view = callback;
  }
  observe(one) {
    watched.add(one);
  }
  unobserve(one) {
    watched.delete(one);
  }
  disconnect() {}
}

installChrome();
await loadScripts("content/hook.js", "content/nearness.js");

beforeEach((t) => {
  [now, told, watched] = [10_000, [], new Set()];
  t.mock.method(performance, "now", () => now);
  t.mock.timers.enable({ apis: ["setTimeout"] });
  globalThis.IntersectionObserver = globalThis.ResizeObserver = Observer;
  globalThis.innerHeight = 800;
  globalThis.addEventListener = () => {};
  globalThis.document = { addEventListener: (_type, listener) => (scrolled = listener) };
  nearness = new Colophon.Nearness({ found: (one) => told.push(`found ${one.name}`), left: (one) => told.push(`left ${one.name}`) });
  nearness.start();
  nearness.heed(document);
});

/** A picture on the page, whose upper edge is so far below that of what is in view. */
function put(name, top = 0, height = 300) {
  const target = { name, isConnected: true, getBoundingClientRect: () => ({ top: target.top, bottom: target.top + height, width: 300, height }), top, height };
  nearness.add(target);
  return target;
}
const see = (target, intersectionRatio = 1) =>
  view([{ target, intersectionRatio, boundingClientRect: { width: 300, height: target.height }, time: now }]);
const names = () => [...watched].map((one) => one?.name).filter(Boolean);
const scroll = (t, ms) => {
  for (let passed = 0; passed < ms; passed += 10) {
    scrolled({ timeStamp: now });
    now += 10;
    t.mock.timers.tick(10);
  }
};

const rest = (t) => {
  now += 150;
  t.mock.timers.tick(150);
};

test("on a page at rest a picture is looked at as soon as it is near", (t) => {
  see(put("a"));
  t.mock.timers.tick(1);
  assert.deepEqual(told, ["found a"]);
});

test("what flies past is not looked at", (t) => {
  const a = put("a");
  scroll(t, 10);
  see(a);
  scroll(t, 190);
  see(a, 0);
  scroll(t, 500);
  assert.deepEqual(told, ["left a"]);
});

test("what stays near while the page scrolls is looked at, once", (t) => {
  const a = put("a");
  scroll(t, 10);
  see(a);
  see(a, 0.5);
  scroll(t, 190);
  assert.deepEqual(told, []);
  scroll(t, 150);
  assert.deepEqual(told, ["found a"]);
  scroll(t, 500);
  assert.deepEqual(told, ["found a"]);
});

test("when the page comes to rest, what is near is looked at", (t) => {
  const [a, icon] = [put("a"), put("icon", 0, 40)];
  scroll(t, 10);
  see(a);
  see(icon);
  rest(t);
  assert.deepEqual(told, ["found a"]);
});

test("the browser is asked about what is within a screen, not about the rest of a long page", (t) => {
  const [a, b, c] = [put("a"), put("b", 1500), put("c", 5000)];
  t.mock.timers.tick(1);
  assert.deepEqual(names(), ["a", "b"]);
  for (const one of [a, b, c]) one.top -= 4500;
  scroll(t, 10);
  rest(t);
  assert.deepEqual(names(), ["c"]);
  c.isConnected = false;
  scroll(t, 10);
  rest(t);
  assert.deepEqual(names(), []);
});

test("what was answered is not asked about again, until it shows something else", (t) => {
  const a = put("a");
  t.mock.timers.tick(1);
  nearness.done(a);
  scroll(t, 10);
  rest(t);
  assert.deepEqual(names(), []);
  nearness.add(a);
  t.mock.timers.tick(1);
  assert.deepEqual(names(), ["a"]);
});

test("what is moved by its style alone is noticed at the pictures near it", (t) => {
  const [a, b] = [put("a"), put("b", 2300)];
  t.mock.timers.tick(1);
  assert.deepEqual(names(), ["a"]);
  for (const one of [a, b]) one.top -= 800;
  see(a, 0);
  t.mock.timers.tick(1);
  assert.deepEqual(names(), ["a", "b"]);
});

test("while the page scrolls, what is far away or small is looked for now and then", (t) => {
  const far = put("far", 9000);
  const looks = t.mock.method(far, "getBoundingClientRect");
  t.mock.timers.tick(1);
  scroll(t, 160);
  const once = looks.mock.callCount();
  scroll(t, 400);
  assert.equal(looks.mock.callCount(), once);
  far.top = 100;
  scroll(t, 600);
  assert.deepEqual(names(), ["far"]);
});

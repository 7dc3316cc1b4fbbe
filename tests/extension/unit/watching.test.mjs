import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, loadScripts } from "./fakes.mjs";

let asked;
let answers;
let shown;
let told;

installChrome();
await loadScripts("content/hook.js", "content/bridge.js", "content/changes.js");

beforeEach(() => {
  asked = [];
  told = [];
  answers = [];
  shown = new EventTarget();
  shown.hidden = false;
  globalThis.document = shown;
  chrome.runtime.sendMessage = (message) => {
    asked.push(message.since);
    return answers.length ? Promise.resolve(answers.shift()) : new Promise(() => {});
  };
});

const settle = async () => {
  for (let n = 0; n < 20; n++) await new Promise(setImmediate);
};
const news = (generation, ...sha256) => ({ generation, sha256, all: false });
const watch = () => {
  const changes = new Colophon.Changes((one) => told.push(one.generation));
  changes.start();
  return changes;
};

test("one question after the other, each from the generation of the last answer", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  answers = [news(4), news(5, "aa")];
  watch();
  await settle();
  assert.deepEqual(asked, [null]);
  t.mock.timers.tick(500);
  await settle();
  t.mock.timers.tick(500);
  await settle();
  assert.deepEqual(asked, [null, 4, 5]);
  assert.deepEqual(told, [4, 5]);
});

test("without an answer the pauses grow, up to a minute", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  answers = Array(8).fill(null);
  watch();
  for (const pause of [2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000]) {
    await settle();
    const before = asked.length;
    t.mock.timers.tick(pause - 1);
    await settle();
    assert.equal(asked.length, before);
    t.mock.timers.tick(1);
    await settle();
    assert.equal(asked.length, before + 1);
  }
});

test("a page out of sight asks nothing until it is seen again", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  shown.hidden = true;
  watch();
  await settle();
  assert.deepEqual(asked, []);
  shown.hidden = false;
  shown.dispatchEvent(new Event("visibilitychange"));
  shown.dispatchEvent(new Event("visibilitychange"));
  await settle();
  assert.deepEqual(asked, [null]);
});

test("a browser that is not paired stops asking", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  answers = [{ unpaired: true }];
  watch();
  await settle();
  t.mock.timers.tick(100_000);
  await settle();
  assert.deepEqual(asked, [null]);
});

test("once stopped nothing is told any more", async () => {
  let reply;
  chrome.runtime.sendMessage = () => new Promise((resolve) => (reply = resolve));
  const changes = watch();
  changes.stop();
  reply(news(4));
  await settle();
  assert.deepEqual(told, []);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, loadScripts } from "./fakes.mjs";

const RULE = { ratio: 0.5, milliseconds: 1000, focused: true };
let views; // the last observer
let page; // what the document is
let clock;
let told;
let sent;
let answers;

installChrome();
globalThis.document = new EventTarget();
globalThis.addEventListener = () => {};
globalThis.IntersectionObserver = class {
  constructor(tell, options) {
    Object.assign(this, { tell, options, watched: new Set() });
    views = this;
  }
  observe = (element) => this.watched.add(element);
  unobserve = (element) => this.watched.delete(element);
};
await loadScripts("content/hook.js", "content/bridge.js", "content/study_notes.js", "content/study_meter.js");

beforeEach((t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  clock = 0;
  t.mock.method(performance, "now", () => clock);
  page = { visibilityState: "visible", focused: true };
  globalThis.document = Object.assign(new EventTarget(), { hasFocus: () => page.focused });
  Object.defineProperty(document, "visibilityState", { get: () => page.visibilityState });
  const heard = new EventTarget();
  globalThis.addEventListener = heard.addEventListener.bind(heard);
  globalThis.dispatchEvent = heard.dispatchEvent.bind(heard);
  globalThis.Colophon.sourceOf = ({ src }) => src;
  told = [];
  sent = [];
  answers = [];
  chrome.runtime.sendMessage = async (message) => {
    sent.push(structuredClone(message));
    const answer = answers.length ? answers.shift() : { kept: message.notes.at(-1).n };
    if (answer instanceof Error) throw answer;
    return answer;
  };
});

const picture = (src = "a") => ({ src, isConnected: true });
const meterOf = (rule = RULE) =>
  new Colophon.StudyMeter(rule, {
    exposed: (_element, place, { total, longest }) => told.push(["exposed", place, total, longest]),
    left: (place, { total, longest }) => told.push(["left", place, total, longest]),
  });
/** Time goes by. */
const pass = (t, ms) => {
  clock += ms;
  t.mock.timers.tick(ms);
};
const show = (target, intersectionRatio) => views.tell([{ target, intersectionRatio, time: clock }]);
const settle = async () => {
  for (let n = 0; n < 20; n++) await new Promise(setImmediate);
};

test("an image counts as seen after a second at a stretch, and not by two halves", (t) => {
  const [meter, one] = [meterOf(), picture()];
  meter.watch(one);
  meter.name(one, 7);
  show(one, 0.5);
  pass(t, 600);
  show(one, 0.2);
  pass(t, 100);
  show(one, 0.9);
  pass(t, 999);
  assert.deepEqual(told, [["left", 7, 600, 600]]);
  pass(t, 2);
  assert.deepEqual(told[1], ["exposed", 7, 1601, 1001]);
  pass(t, 500);
  show(one, 0);
  assert.deepEqual(told.slice(2), [["left", 7, 2101, 1501]]); // once
});

test("a clock that is rounded down when it is looked at loses nothing", (t) => {
  const [meter, one] = [meterOf(), picture()];
  meter.watch(one);
  meter.name(one, 7);
  show(one, 1);
  clock -= 2; // as Firefox rounds, and adds noise
  pass(t, 1001);
  assert.deepEqual(told, []);
  pass(t, 10);
  assert.deepEqual(told, [["exposed", 7, 1009, 1009]]);
});

test("less than the ratio is not in view", (t) => {
  const [meter, one] = [meterOf(), picture()];
  meter.watch(one);
  meter.name(one, 1);
  show(one, 0.49);
  pass(t, 5000);
  show(one, 0);
  assert.deepEqual([told, meter.firstOf(one)], [[], null]);
});

test("a page without the focus, or out of sight, stops the clock", (t) => {
  const [meter, one] = [meterOf(), picture()];
  meter.watch(one);
  meter.name(one, 1);
  show(one, 1);
  pass(t, 400);
  page.focused = false;
  dispatchEvent(new Event("blur"));
  pass(t, 5000);
  page.focused = true;
  dispatchEvent(new Event("focus"));
  pass(t, 300);
  page.visibilityState = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));
  pass(t, 5000);
  show(one, 0);
  assert.deepEqual(told, [["left", 1, 400, 400], ["left", 1, 700, 400]]);
});

test("a study may leave the focus aside", (t) => {
  page.focused = false;
  const [meter, one] = [meterOf({ ...RULE, focused: false }), picture()];
  meter.watch(one);
  meter.name(one, 1);
  show(one, 1);
  pass(t, 1001);
  assert.deepEqual(told.map(([kind]) => kind), ["exposed"]);
});

test("time before the answer counts", (t) => {
  const [meter, one] = [meterOf(), picture()];
  meter.watch(one);
  show(one, 1);
  pass(t, 1500);
  assert.deepEqual(told, []);
  meter.name(one, 4);
  assert.deepEqual(told, [["exposed", 4, 1500, 1500]]);
});

test("an image that left before its answer is told with it", (t) => {
  const [meter, one] = [meterOf(), picture()];
  meter.watch(one);
  show(one, 1);
  pass(t, 300);
  show(one, 0);
  meter.name(one, 4);
  assert.deepEqual(told, [["left", 4, 300, 300]]);
});

test("a node that shows another image is another appearance; the first one goes on in the next node", (t) => {
  const [meter, one, other] = [meterOf(), picture("a"), picture("a")];
  meter.watch(one);
  meter.name(one, 1);
  show(one, 1);
  pass(t, 600);
  one.src = "b";
  meter.drop(one);
  assert.deepEqual([told, meter.placeOf(one)], [[["left", 1, 600, 600]], null]);
  pass(t, 100);
  meter.watch(other);
  meter.name(other, 1);
  show(other, 1);
  pass(t, 200);
  show(other, 0);
  assert.deepEqual(told[1], ["left", 1, 800, 600]);
});

test("when the page goes all that counts is told", (t) => {
  const [meter, one] = [meterOf(), picture()];
  meter.watch(one);
  meter.name(one, 1);
  show(one, 1);
  pass(t, 250);
  meter.flush();
  assert.deepEqual(told, [["left", 1, 250, 250]]);
});

test("a label that waits for its image is told when it comes into view, or never will", async () => {
  const [meter, one, other] = [meterOf(), picture(), picture("b")];
  for (const element of [one, other]) meter.watch(element);
  let arrived = 0;
  void meter.arrival(one).then(() => arrived++);
  void meter.arrival(other).then(() => arrived++);
  await settle();
  assert.equal(arrived, 0);
  show(one, 1);
  other.src = "c";
  meter.drop(other);
  await settle();
  assert.equal(arrived, 2);
});

test("notes are told together, numbered, and gone when they are kept", async (t) => {
  const notes = new Colophon.StudyNotes();
  notes.add("noted", 1, () => ({ after_labelled: true }));
  notes.add("painted", 1, { applied: true });
  t.mock.timers.tick(1000);
  await settle();
  assert.deepEqual(sent[0].notes.map(({ n, kind, data }) => [n, kind, data]), [[1, "noted", { after_labelled: true }], [2, "painted", { applied: true }]]);
  t.mock.timers.tick(60_000);
  await settle();
  assert.equal(sent.length, 1);
});

test("what the background did not keep is told again, as it was", async (t) => {
  answers = [new Error("ended"), undefined, { kept: 1 }];
  const notes = new Colophon.StudyNotes();
  notes.add("exposed", 1, { visible_ms: 5 });
  notes.add("hide", 2);
  for (const pause of [1000, 1000, 2000, 1000]) {
    t.mock.timers.tick(pause);
    await settle();
  }
  assert.deepEqual(sent.map((one) => one.notes.map(({ n }) => n)), [[1, 2], [1, 2], [1, 2], [2]]);
  assert.deepEqual(sent[0], sent[1]);
});

test("of an appearance's times only the last is told, while none was", async (t) => {
  const notes = new Colophon.StudyNotes();
  for (const ms of [1, 2, 3]) notes.add("dwell", 1, { visible_ms: ms });
  notes.add("dwell", 2, { visible_ms: 9 });
  t.mock.timers.tick(1000);
  await settle();
  assert.deepEqual(sent[0].notes.map(({ data }) => data.visible_ms), [3, 9]);
});

test("a page that goes tells at once, also what is being told", async () => {
  let answer;
  const notes = new Colophon.StudyNotes();
  const before = chrome.runtime.sendMessage;
  chrome.runtime.sendMessage = (message) => {
    sent.push(structuredClone(message));
    return new Promise((resolve) => (answer = resolve));
  };
  notes.add("exposed", 1);
  notes.flush();
  await settle();
  notes.add("dwell", 1);
  notes.flush();
  await settle();
  assert.deepEqual(sent.map((one) => [one.soon, one.notes.map(({ n }) => n)]), [[true, [1]], [true, [1, 2]]]);
  answer({ kept: 2 });
  chrome.runtime.sendMessage = before;
});

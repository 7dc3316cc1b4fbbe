import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";

import { installChrome, loadScripts } from "./fakes.mjs";

let entries;
let notes;
let meter;
let clicked;

class FakeElement {
  constructor(order) {
    Object.assign(this, { order, isConnected: true, style: styleOf(), offsetWidth: 100 });
  }
  checkVisibility = () => true;
  compareDocumentPosition = (other) => (other.order > this.order ? 4 : 2);
}

/** What was set on it, by name. */
function styleOf() {
  const set = {};
  return { set, maxWidth: "", setProperty: (name, value) => (set[name] = value), removeProperty: (name) => delete set[name] };
}

/** In view since a time, and which appearance it is. */
class Meter {
  constructor(_rule, tell) {
    Object.assign(this, { tell, places: new Map(), first: new Map(), waiting: new Map() });
    meter = this;
  }
  watch() {}
  drop() {}
  flush() {}
  name = (element, place) => this.places.set(element, place);
  placeOf = (element) => this.places.get(element) ?? null;
  firstOf = (element) => this.first.get(element) ?? null;
  arrival = (element) => (this.first.has(element) ? Promise.resolve() : new Promise((resolve) => this.waiting.set(element, resolve)));
}

before(async () => {
  installChrome();
  globalThis.Node = { DOCUMENT_POSITION_FOLLOWING: 4 };
  globalThis.Element = FakeElement;
  globalThis.addEventListener = () => {};
  globalThis.document = { addEventListener: (type, act) => type === "click" && (clicked = act) };
  globalThis.requestIdleCallback = (act) => act();
  await loadScripts("content/hook.js", "content/bridge.js");
  Object.assign(Colophon, {
    StudyMeter: Meter,
    StudyNotes: class {
      add = (kind, place, data) => notes.push([kind, place, data]);
      flush() {}
    },
    ask: async ({ type }) => (type === "study-rules" ? { exposure: {}, title: "A study" } : null),
    tracked: () => entries,
    site: { id: "x", post: ["article"] },
    closest: (element, [selector]) => element.closest(selector),
  });
  entries = [];
  await loadScripts("content/study_acts.js", "content/study.js");
  for (let n = 0; n < 5; n++) await new Promise(setImmediate);
});

beforeEach(() => {
  entries = [];
  notes = [];
});

const LOOKS = { detail: "short", placement: "corner", colour: "neutral", delay: 0 };
function entryOf(order, place, { label = { id: "x" }, looks = LOOKS, round = 1 } = {}) {
  const entry = { element: new FakeElement(order), answered: true, mark: null, assessment: { label, study: { place, round, looks, probe: false } } };
  entries.push(entry);
  return entry;
}
const told = () => notes.map(([kind, place, data]) => [kind, place, typeof data === "function" ? data() : data]);
const settle = async () => {
  for (let n = 0; n < 10; n++) await new Promise(setImmediate);
};

test("an image is noted once for what is known of it, with what came before it in the page", async () => {
  const [first, second, third] = [entryOf(1, 1), entryOf(2, 2, { label: null }), entryOf(3, 3)];
  for (const entry of [third, first, second, second]) await Colophon.study.answered(entry);
  assert.deepEqual(told(), [["noted", 3, { after_labelled: false }], ["noted", 1, { after_labelled: null }], ["noted", 2, { after_labelled: true }]]);
  second.assessment = { ...second.assessment, study: { ...second.assessment.study, round: 2 } };
  await Colophon.study.answered(second);
  assert.equal(notes.length, 4);
});

test("what came before is not known while it has no answer", async () => {
  const [first, second] = [entryOf(1, 11), entryOf(2, 12)];
  first.answered = false;
  await Colophon.study.answered(second);
  assert.deepEqual(told(), [["noted", 12, { after_labelled: null }]]);
});

test("an image that is no part of a study leaves no trace", async () => {
  const entry = entryOf(1, 20);
  delete entry.assessment.study;
  await Colophon.study.answered(entry);
  Colophon.study.dressed(entry, new FakeElement(1));
  Colophon.study.did("hide", entry.element);
  assert.deepEqual(notes, []);
});

test("a label waits until its image was in view for as long as the arm says", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  t.mock.method(performance, "now", () => 1000);
  const entry = entryOf(1, 30, { looks: { ...LOOKS, delay: 400 } });
  let painted = false;
  void Colophon.study.answered(entry).then(() => (painted = true));
  await settle();
  assert.equal(painted, false);
  meter.first.set(entry.element, 900);
  meter.waiting.get(entry.element)();
  await settle();
  t.mock.timers.tick(299);
  await settle();
  assert.equal(painted, false);
  t.mock.timers.tick(1);
  await settle();
  assert.equal(painted, true);
});

test("an answer that took longer than that is not held", async (t) => {
  t.mock.method(performance, "now", () => 2000);
  const entry = entryOf(1, 31, { looks: { ...LOOKS, delay: 400 } });
  meter.first.set(entry.element, 900);
  await Colophon.study.answered(entry);
});

test("a chip is told once, with the time from view to paint", (t) => {
  t.mock.method(performance, "now", () => 1500);
  const [seen, early] = [entryOf(1, 40), entryOf(2, 41)];
  for (const entry of [seen, early]) Colophon.study.answered(entry);
  notes = [];
  meter.first.set(seen.element, 1200);
  for (const entry of [seen, seen, early]) Colophon.study.dressed(entry, new FakeElement(9));
  assert.deepEqual(told(), [["painted", 40, { applied: true, latency_ms: 300 }], ["painted", 41, { applied: true, latency_ms: 0 }]]);
});

test("a chip without room, and one whose image is gone, are told as that", () => {
  const [small, gone] = [entryOf(1, 50), entryOf(2, 51)];
  gone.element.isConnected = false;
  Colophon.study.dressed(small, Object.assign(new FakeElement(8), { offsetWidth: 0 }));
  Colophon.study.dressed(gone, new FakeElement(9));
  assert.deepEqual(told(), [["painted", 50, { applied: false, why: "too_small" }], ["painted", 51, { applied: false, why: "gone" }]]);
});

test("an arm's looks are on the chip, and go with it", () => {
  const [entry, button] = [entryOf(1, 60, { looks: { ...LOOKS, detail: "icon", colour: "warn" } }), new FakeElement(9)];
  Colophon.study.dressed(entry, button);
  assert.deepEqual([button.style.maxWidth, button.style.set], ["26px", { "--paper": "#fef3c7", "--ink": "#78350f", "--line": "#b45309" }]);
  entry.assessment.study.looks = null; // a reviewer decided: it looks as always
  Colophon.study.dressed(entry, button);
  assert.deepEqual([button.style.maxWidth, button.style.set], ["", {}]);
});

test("a like is told for the image of its post; other clicks and scripts' own are not", () => {
  const entry = entryOf(1, 70);
  void Colophon.study.answered(entry);
  notes = [];
  const post = { contains: (element) => element === entry.element };
  const control = (selector) => Object.assign(new FakeElement(5), { closest: (one) => (one === selector ? control : one === "article" ? post : null) });
  const click = (target, isTrusted = true) => clicked({ composedPath: () => [target], isTrusted });
  click(control('[data-testid="like"]'));
  click(control('[data-study-act="reply"]'));
  click(control("nothing"));
  click(control('[data-testid="like"]'), false);
  assert.deepEqual(told().map(([kind, place]) => [kind, place]), [["like", 70], ["reply", 70]]);
});

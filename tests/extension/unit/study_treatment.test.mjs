import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";
import { CODE, KEY, plan, setting, taking } from "./studies.mjs";
import { covered } from "../../../extension/background/assignment.js";
import { decide } from "../../../extension/background/study/deciding.js";
import { keyed, randomName } from "../../../extension/background/study/items.js";
import { levelsOf, phaseOf, treatmentOf } from "../../../extension/background/study/treatment.js";
import { loadStrings } from "../../../extension/background/strings.js";

const IDS = { item: "0123456789abcdef", session: "s1", day: "2026-11-28" };
const LABEL = { id: "ai_generated.creator", process: "ai_generated", source: "creator", confidence: "stated", short: "Creator says: AI-generated", explanation: "E", limits: "L", locale: "en" };
const EVIDENCE = [{ source: "creator" }];
const labelled = (other = {}) => ({ status: "labelled", sha256: "a".repeat(64), label: LABEL, evidence: EVIDENCE, checks: {}, versions: {}, conflict: false, ...other });
const nothing = () => labelled({ status: "none", label: null, evidence: [] });
let strings;

beforeEach(async () => {
  installChrome();
  strings = { ...(await loadStrings("en")), study_placebo: "Image details", study_placebo_about: "About", study_with_source: "{label} ({source})" };
});

/** What somebody in the one arm of a study gets. */
function given(treatment, assessment = labelled(), other = {}) {
  const study = plan({ factors: setting(treatment), ...other.plan });
  const made = treatmentOf(study, { shown: "labels" }, other.holdout ?? false);
  const about = { covers: false, phase: "treatment", holdout: false, item: IDS.item, strings, locale: "en" };
  return decide({ ...about, assessment, wanted: assessment, plan: study, treatment: made, ...other });
}
const what = (decision) => decision && [decision.answer.label?.short ?? decision.answer.asked?.short ?? null, decision.shown, decision.reason];

test("an item is named as the server names it", async () => {
  const sha256 = "0f".repeat(32);
  assert.equal(await keyed(KEY, sha256), createHmac("sha256", KEY).update(sha256).digest("hex").slice(0, 16));
});

test("codes have no letters that are taken for others, and are never the same", () => {
  const made = new Set(Array.from({ length: 50 }, () => randomName(20)));
  assert.equal(made.size, 50);
  for (const one of made) assert.match(one, /^[a-z2-7]{20}$/);
});

test("the levels of participants are the server's; the others follow from names alone", () => {
  const levels = (unit, name) => ({ name, unit, levels: ["a", "b", "c"].map((level) => ({ name: level, weight: 1, treatment: {} })) });
  const study = plan({ factors: [levels("participant", "p"), levels("item", "i"), levels("session", "s"), levels("day", "d")] });
  const one = taking({ levels: { p: "c" } });
  const first = levelsOf(study, one, IDS);
  assert.deepEqual(levelsOf(study, one, IDS), first);
  assert.deepEqual(Object.keys(first).sort(), ["d", "i", "p", "s"]);
  assert.equal(first.p, "c");
  const items = Array.from({ length: 60 }, (_one, n) => levelsOf(study, one, { ...IDS, item: `${n}`.padStart(16, "0") }));
  assert.deepEqual(new Set(items.map(({ i }) => i)), new Set(["a", "b", "c"]));
  assert.deepEqual(new Set(items.map(({ s }) => s)), new Set([first.s]));
  const another = taking({ levels: { p: "a" }, code: CODE.replace("a", "b") });
  const others = items.map((_one, n) => levelsOf(study, another, { ...IDS, item: `${n}`.padStart(16, "0") }).i);
  assert.notDeepEqual(others, items.map(({ i }) => i)); // drawn anew for everybody
  assert.deepEqual(levelsOf(study, taking({ holdout: true, levels: {} }), IDS), {});
});

test("what a level does not set is what holds for everybody, and else the shipped", () => {
  const study = plan({ treatment: { detail: "icon", show: null }, factors: setting({ show: "placebo", coverage: null }), holdout: { share: 0.1, treatment: { show: "nothing" } } });
  assert.deepEqual(treatmentOf(study, { shown: "labels" }, false), {
    ...{ show: "placebo", coverage: 1, unlabelled: "nothing", label_set: "shipped", detail: "icon" },
    ...{ placement: "corner", colour: "neutral", delay_ms: 0 },
  });
  assert.equal(treatmentOf(study, {}, true).show, "nothing");
});

test("a phase ends when the server says", () => {
  const one = taking({ baselineEnds: 1000 });
  assert.deepEqual([999, 1000].map((t) => phaseOf(one, t)), ["baseline", "treatment"]);
});

test("labels: the shipped one", () => {
  const made = given({});
  assert.deepEqual(made.answer.label, LABEL);
  assert.deepEqual(what(made), [LABEL.short, LABEL.id, null]);
  assert.deepEqual(what(given({}, nothing())), [null, null, "no_label"]);
});

for (const [name, treatment, other, reason] of [
  ["control", { show: "nothing" }, {}, "control"],
  ["the baseline", {}, { phase: "baseline" }, "baseline"],
  ["the holdout", {}, { holdout: true }, "holdout"],
])
  test(`${name}: nothing is shown, and the page learns nothing of what was found`, () => {
    const made = given(treatment, labelled(), other);
    assert.deepEqual(what(made), [null, null, reason]);
    const { evidence, status, asked } = made.answer;
    assert.deepEqual([evidence, status, asked], [[], "none", undefined]);
    assert.deepEqual(what(given(treatment, nothing(), other)), [null, null, reason]);
  });

test("coverage is drawn by item: the others get nothing, not even that there is none", () => {
  const items = Array.from({ length: 40 }, (_one, n) => `${n}`.padStart(16, "0"));
  for (const item of items) {
    const made = given({ coverage: 0.5, unlabelled: "no_origin_information" }, labelled(), { item });
    assert.deepEqual(what(made), covered("small-study", item, 0.5) ? [LABEL.short, LABEL.id, null] : [null, null, "coverage"]);
  }
});

test("no origin information stands on all that were checked and have no label", () => {
  assert.deepEqual(what(given({ unlabelled: "no_origin_information" }, nothing())), ["No origin information", "none", null]);
  assert.deepEqual(what(given({ unlabelled: "no_origin_information" })), [LABEL.short, LABEL.id, null]);
});

test("the placebo states nothing and leads to nothing", () => {
  const made = given({ show: "placebo" });
  assert.deepEqual(what(made), ["Image details", "placebo", null]);
  assert.deepEqual([made.answer.label, made.answer.evidence], [null, []]);
});

test("other words, by label and language; what a set does not say stays", () => {
  const label_sets = { blunt: { labels: { [LABEL.id]: { en: { short: "Made by a machine", explanation: null, limits: "Own limits" } } } } };
  const { label } = given({ label_set: "blunt" }, labelled(), { plan: { label_sets } }).answer;
  assert.deepEqual([label.short, label.explanation, label.limits, label.id], ["Made by a machine", "E", "Own limits", LABEL.id]);
  const spanish = labelled({ label: { ...LABEL, locale: "es" } });
  assert.equal(given({ label_set: "blunt" }, spanish, { plan: { label_sets } }).answer.label.short, LABEL.short);
  const other = labelled({ label: { ...LABEL, id: "ai_generated.signed" } });
  assert.equal(given({ label_set: "blunt" }, other, { plan: { label_sets } }).answer.label.short, LABEL.short);
});

test("with its source named", () => {
  const { label } = given({ detail: "short_source" }).answer;
  assert.equal(label.short, `${LABEL.short} (${strings.source_creator})`);
});

test("what reviewers decided is shown in every arm, in its own words", () => {
  const decided = labelled({ label: { ...LABEL, id: "ai_generated.moderator", source: "moderator" } });
  for (const treatment of [{ show: "nothing" }, { show: "placebo" }, { coverage: 0 }, { detail: "short_source" }, { delay_ms: 500 }])
    assert.deepEqual(given(treatment, decided), { answer: decided, shown: "ai_generated.moderator", reason: "safety", dressed: false });
});

test("protected images and those that were not checked are no part of a study", () => {
  for (const status of ["protected", "not_checked", "error"]) assert.equal(given({ show: "nothing" }, labelled({ status, label: null })), null);
});

test("a reader's own choice comes before the arm", () => {
  const off = labelled({ label: null });
  assert.deepEqual(given({}, labelled(), { wanted: off }), { answer: off, shown: null, reason: "reader_choice", dressed: false });
  const covering = given({ show: "nothing" }, labelled(), { covers: true });
  assert.deepEqual(what(covering), [LABEL.short, LABEL.id, "reader_choice"]);
  assert.deepEqual(what(given({ show: "nothing" }, nothing(), { covers: true })), [null, null, "control"]);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { installDatabase } from "./fake_database.mjs";
import { CODE, KEY, plan, setting, survey, taking } from "./studies.mjs";
import { answerAll } from "../../../extension/background/answering.js";
import { close, within, done } from "../../../extension/background/study/database.js";
import { withdraw } from "../../../extension/background/study/enrolment.js";
import { keyed } from "../../../extension/background/study/items.js";
import { keepNotes } from "../../../extension/background/study/notes.js";
import { takeProbe } from "../../../extension/background/study/places.js";
import { everything } from "../../../extension/background/study/queue.js";
import { forgetPart, keepPart, readPart } from "../../../extension/background/study/state.js";
import { drawFor } from "../../../extension/background/study/treating.js";

const SHA = "9f64a747e1b97f131fabb6b447296c9b6f0201e79fb3c5356e6c77e89b6a806a"; // of the bytes 1 to 4
const LABEL = { id: "ai_generated.creator", process: "ai_generated", source: "creator", confidence: "stated", short: "Creator says: AI-generated", explanation: "E", limits: "L", locale: "en" };
const ANSWER = { sha256: SHA, status: "labelled", label: LABEL, evidence: [], checks: {}, versions: {}, reason: null };
const question = (id, other = {}) => ({ id, key: `x:${id}`, url: `https://pbs.twimg.com/media/${id}`, statements: [], platform: null, post: "own", private: false, ...other });
let answer;
let database;

beforeEach(async () => {
  const chrome = installChrome();
  close();
  database = installDatabase();
  forgetPart();
  await chrome.storage.local.set({ token: "t", language: "en" });
  answer = ANSWER;
  installNetwork((url, { body }) => {
    if (url.includes("/media/")) return new Response(new Uint8Array([1, 2, 3, 4]));
    return json({ results: JSON.parse(body).items.map(() => ({ sha256: SHA, known: true, assessment: answer })) });
  });
});

const begin = (treatment = {}, other = {}, also = {}) => keepPart({ study: taking(also), plan: plan({ factors: setting(treatment), ...other }), token: "secret" });

/** What a page gets for its questions. */
async function asked(questions, context = {}) {
  const told = [];
  await answerAll(questions, { locale: "en", page: "x.com", document: "d1", onReturn: () => {}, ...context }, async (answers) => void told.push(...answers));
  return told.map(({ assessment }) => assessment);
}
let number = 0;
const note = (kind, place, data) => ({ n: ++number, kind, t: Date.now(), place, data });
const tell = (...notes) => keepNotes({ page: "page", notes });
const events = async () => (await everything()).map(({ event: { kind, item, place, data } }) => ({ kind, item, place, data }));

test("without a study nothing is drawn, counted or kept", async () => {
  const [one] = await asked([question("a")]);
  assert.equal(one.study, undefined);
  await tell(note("noted", 1));
  assert.deepEqual(await everything(), []);
});

test("a page gets what to show and a number, and never the name of an arm", async () => {
  await begin({ detail: "icon", colour: "warn", delay_ms: 40 });
  const [one] = await asked([question("a")]);
  assert.deepEqual(one.study, { place: 1, round: 1, looks: { detail: "icon", placement: "corner", colour: "warn", delay: 40 }, probe: false });
  assert.equal(one.label.short, LABEL.short);
  assert.doesNotMatch(JSON.stringify(one), new RegExp(`shown|control|${KEY}|${CODE}`));
});

test("in control the same is worked out and recorded; only nothing is shown", async () => {
  await begin({ show: "nothing" });
  const [one] = await asked([question("a")]);
  assert.deepEqual([one.label, one.study.looks], [null, null]);
  await tell(note("noted", 1, { after_labelled: true }), note("exposed", 1, { visible_ms: 1001.4, longest_ms: 1000.2 }));
  const item = await keyed(KEY, SHA);
  const would = { would_label: LABEL.id, would_process: "ai_generated", would_source: "creator" };
  assert.deepEqual(await events(), [
    { kind: "eligible", item, place: 1, data: { platform: "x", phase: "treatment", levels: { shown: "labels" }, ...would, after_labelled: true } },
    { kind: "painted", item, place: 1, data: { applied: false, shown_label: null, not_applied_reason: "control", latency_ms: null } },
    { kind: "exposed", item, place: 1, data: { visible_ms: 1001, longest_ms: 1000 } },
  ]);
});

test("what was drawn is told by the page, with how long it took", async () => {
  await begin();
  await asked([question("a")]);
  await tell(note("noted", 1), note("painted", 1, { applied: true, latency_ms: 12.6 }), note("opened", 1, { level: 2 }), note("contest", 1));
  const found = await events();
  assert.deepEqual(found.map(({ kind }) => kind), ["eligible", "painted", "opened", "contest"]);
  assert.deepEqual(found[1].data, { applied: true, shown_label: LABEL.id, not_applied_reason: null, latency_ms: 13 });
});

test("a label that had no room is told as that", async () => {
  await begin();
  await asked([question("a")]);
  await tell(note("painted", 1, { applied: false, why: "too_small" }));
  assert.deepEqual((await events())[0].data, { applied: false, shown_label: null, not_applied_reason: "too_small", latency_ms: null });
});

test("the same image on the same page is one appearance; on another it is the next", async () => {
  await begin();
  const places = async (...of) => (await asked(...of)).map(({ study }) => study.place);
  assert.deepEqual(await places([question("a")]), [1]);
  assert.deepEqual(await places([question("b")]), [2]);
  assert.deepEqual(await places([question("a")]), [1]);
  assert.deepEqual(await places([question("a")], { document: "d2" }), [3]);
});

test("when more is known of it, it is told again under its number", async () => {
  await begin();
  answer = { ...ANSWER, status: "none", label: null };
  const [before] = await asked([question("a")]);
  await chrome.storage.session.remove(Object.keys(chrome.storage.session.items).filter((key) => key.startsWith("picture:")));
  answer = ANSWER;
  const [after] = await asked([question("a")]);
  assert.deepEqual([before.study, after.study].map(({ place, round }) => [place, round]), [[1, 1], [1, 2]]);
});

test("private places, and images that the reader asks about, are no part of it", async () => {
  await begin({ show: "nothing" });
  const found = [
    ...(await asked([question("a", { private: true }), question("b", { asked: true })])),
    ...(await asked([question("c")], { privatePage: true })),
  ];
  assert.deepEqual(found.map(({ study, label }) => [study, label?.id]), Array(3).fill([undefined, LABEL.id]));
  const counted = await within(["places"], "readonly", ({ places }) => done(places.count()));
  assert.equal(counted, 0);
});

test("a study of its own feed leaves others alone", async () => {
  await begin({ show: "nothing" }, { feed: "hosted" });
  const [other] = await asked([question("a")]);
  const [own] = await asked([question("a")], { page: "study.example" });
  assert.deepEqual([other.label?.id, own.label], [LABEL.id, null]);
});

test("when the study is over labels are shown as always and nothing is recorded", async () => {
  await begin({ show: "nothing" }, {}, { treatmentEnds: Date.now() - 1 });
  const [one] = await asked([question("a")]);
  assert.deepEqual([one.label.id, one.study], [LABEL.id, undefined]);
  assert.deepEqual(await tell(note("noted", 1)), { kept: number });
  assert.deepEqual(await everything(), []);
});

test("the levels of a session and a day are told once", async () => {
  const levels = [{ name: "a", weight: 1, treatment: {} }];
  await begin({}, { factors: [{ name: "s", unit: "session", levels }, { name: "d", unit: "day", levels }] }, { levels: {} });
  await asked([question("a")]);
  await asked([question("b")]);
  const found = await events();
  assert.deepEqual(found.map(({ kind, data }) => [kind, data.unit, data.levels]), [["assigned", "session", { s: "a" }], ["assigned", "day", { d: "a" }]]);
});

test("who leaves while a check runs leaves nothing behind", async () => {
  await begin({ show: "nothing" });
  const treat = await drawFor(question("a"), { locale: "en", page: "x.com" });
  await withdraw();
  assert.deepEqual(await treat(ANSWER, ANSWER), ANSWER);
  const kept = await within(["sessions", "places"], "readonly", (store) => Promise.all(Object.values(store).map((one) => done(one.count()))));
  assert.deepEqual(kept, [0, 0]);
});

test("a browser that keeps nothing still shows labels", async () => {
  await begin({ show: "nothing" });
  database.crashes = true;
  const [one] = await asked([question("a")]);
  assert.deepEqual([one.label.id, one.study], [LABEL.id, undefined]);
});

test("no address, no word and no hash of an image is kept", async () => {
  await begin({ show: "nothing" });
  await asked([question("a", { url: "https://pbs.twimg.com/media/secret" })], { document: "https://x.com/secret" });
  await tell(note("noted", 1));
  const kept = await within(["events", "places", "sessions", "pages", "shown"], "readonly", (store) => Promise.all(Object.values(store).map((one) => done(one.getAll()))));
  assert.doesNotMatch(JSON.stringify(kept), new RegExp(`secret|https|${SHA}`));
});

test("a survey about an image is put so many times a session, and once about it", async () => {
  await begin({}, { surveys: [survey({ per_session: 2 })] });
  const found = await asked([question("a"), question("b"), question("c")]);
  assert.deepEqual(found.map(({ study }) => study.probe), [true, true, true]);
  const part = await readPart();
  const session = (await chrome.storage.session.get("studySession")).studySession;
  const taken = [];
  for (const place of [1, 1, 2, 3]) taken.push((await takeProbe(part, session, place))?.name ?? null);
  assert.deepEqual(taken, ["probe", null, "probe", null]);
});

test("a survey about labelled images asks by what the label would be, in control too", async () => {
  await begin({ show: "nothing" }, { surveys: [survey({ only: "labelled" })] });
  const [one] = await asked([question("a")]);
  assert.equal(one.study.probe, true);
  await begin({ show: "nothing" }, { surveys: [survey({ only: "unlabelled" })] });
  const [other] = await asked([question("b")]);
  assert.equal(other.study.probe, false);
});

test("an answer keeps to what a page may say", async () => {
  await begin();
  await asked([question("a")]);
  await tell(note("survey_answered", 1, { survey: "probe", question: "belief", answer: 4, rt_ms: 812.3 }), note("consent", 1, {}), note("hide", 7));
  assert.deepEqual((await events()).map(({ kind, data }) => [kind, data]), [["survey_answered", { survey: "probe", question: "belief", answer: 4, rt_ms: 812 }]]);
});

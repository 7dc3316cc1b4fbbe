import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { installDatabase } from "./fake_database.mjs";
import { CODE, NGO, drawn, plan, survey } from "./studies.mjs";
import { mayReach, noteJoining, serverPatterns } from "../../../extension/background/access.js";
import { askToSend } from "../../../extension/background/study/data_kinds.js";
import { close } from "../../../extension/background/study/database.js";
import { decline, look, resume, takePart, withdraw } from "../../../extension/background/study/enrolment.js";
import { readParticipantCode, readStudyLink } from "../../../extension/background/study/link.js";
import { everything } from "../../../extension/background/study/queue.js";
import { activePart, forgetPart, readPart } from "../../../extension/background/study/state.js";

const LINK = `${NGO}/study/small-study#ABCD-EFGH-JKMN`;
const INVITATION = { server: NGO, host: "study.example", id: "small-study", code: "ABCD-EFGH-JKMN" };
const ASKED = { invitation: INVITATION, locale: "en", sha256: "c".repeat(64), adult: true, participant: null };
const PATTERN = "https://study.example/*";
let server;
let requests;

beforeEach(async () => {
  const chrome = installChrome();
  chrome.runtime.getManifest = () => ({ version: "1.2.3" });
  close();
  installDatabase();
  forgetPart();
  server = { down: false, status: 200, debrief: null };
  requests = installNetwork((url, { method }) => {
    if (server.down) throw new TypeError("Failed to fetch");
    if (server.status !== 200) return json({ detail: "no" }, server.status);
    if (url.endsWith("/withdrawal")) return json({ debrief: server.debrief });
    if (url.endsWith("/events")) return json({ accepted: 1, duplicates: 0, refused: [] });
    return method === "POST" ? json(drawn(), 201) : json(plan());
  });
  await agree();
});

/** The reader looks at the link, and the browser allows it. */
async function agree() {
  await noteJoining(NGO);
  chrome.permissions.granted.add(PATTERN);
}

const what = () => requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
const settle = async () => {
  for (let n = 0; n < 30; n++) await new Promise(setImmediate);
};

test("a link names the server, the study and the code", () => {
  for (const text of [LINK, ` <${LINK}>\n`]) assert.deepEqual(readStudyLink(text), INVITATION);
  assert.equal(readStudyLink("http://127.0.0.1:8765/study/small-study#ABCD").server, "http://127.0.0.1:8765");
});

for (const [text, fault] of [
  ["", "study_bad_link"],
  ["https://study.example/join#ABCD", "study_bad_link"],
  ["https://study.example/study/Small#ABCD", "study_bad_link"],
  ["https://u:p@study.example/study/small-study#ABCD", "study_bad_link"],
  ["https://study.example/study/small-study#<b>", "study_bad_link"],
  ["https://study.example/study/small-study", "study_no_code"],
  ["http://study.example/study/small-study#ABCD", "study_not_secure"],
])
  test(`what is wrong with ${JSON.stringify(text)}`, () => assert.deepEqual(readStudyLink(text), { fault }));

test("a participant code is read as somebody may write it down", () => {
  assert.equal(readParticipantCode("ABCD efgh-ijkl MNOP qrst"), CODE);
  for (const text of ["", "abc", `${CODE}a`, `${CODE.slice(1)}1`]) assert.equal(readParticipantCode(text), null);
});

test("looking sends the code of the invitation and nothing about the reader", async () => {
  assert.deepEqual(await look(INVITATION), { plan: plan() });
  assert.deepEqual(what(), ["GET /v1/studies/small-study"]);
  assert.deepEqual([requests[0].headers, requests[0].body], [{}, undefined]);
});

test("who declines leaves nothing, not even the permission", async () => {
  await look(INVITATION);
  await decline(INVITATION);
  assert.equal(await mayReach(NGO), false);
  assert.deepEqual(chrome.storage.local.items, {});
  assert.deepEqual(await everything(), []);
});

test("taking part: the text that was agreed to, a code drawn here, and the first events", async () => {
  assert.deepEqual(await takePart(ASKED), { outcome: "study_joined" });
  const sent = JSON.parse(requests.find(({ url }) => url.endsWith("/participants")).body);
  assert.match(sent.participant, /^[a-z2-7]{20}$/);
  const about = { locale: "en", platform: "other", extension: "1.2.3" };
  assert.deepEqual(sent, { code: INVITATION.code, participant: sent.participant, consent: { sha256: "c".repeat(64), locale: "en", adult: true }, ...about });
  const part = await activePart();
  assert.deepEqual([part.study.code, part.token, part.plan.id], [sent.participant, "secret", "small-study"]);
  assert.deepEqual(new Set(await serverPatterns()), new Set([PATTERN])); // no site to work on
  await settle();
  const events = JSON.parse(requests.find(({ url }) => url.endsWith("/events")).body);
  assert.deepEqual(events.events.map(({ seq, kind }) => [seq, kind]), [[1, "consent"], [2, "assigned"]]);
  assert.deepEqual(events.events[0].data, { sha256: "c".repeat(64), locale: "en" });
  assert.deepEqual(await everything(), []);
});

test("every participant code is another, unless the participant names theirs", async () => {
  const codes = new Set();
  for (let n = 0; n < 3; n++) {
    await takePart(ASKED);
    codes.add((await readPart()).study.code);
    await withdraw();
    await agree();
  }
  assert.equal(codes.size, 3);
  await takePart({ ...ASKED, participant: CODE });
  assert.equal((await readPart()).study.code, CODE);
});

test("one study at a time", async () => {
  await takePart(ASKED);
  assert.deepEqual(await takePart(ASKED), { outcome: "study_one_only" });
});

for (const [status, outcome] of [
  [403, "study_refused"],
  [404, "study_unknown"],
  [409, "study_takes_nobody"],
  [503, "study_no_answer"],
])
  test(`an answer of ${status} begins nothing, and the permission goes back`, async () => {
    server.status = status;
    assert.deepEqual(await takePart(ASKED), { outcome });
    assert.equal(await readPart(), null);
    assert.equal(await mayReach(NGO), false);
  });

test("without the browser's permission nothing is sent", async () => {
  chrome.permissions.granted.clear();
  assert.deepEqual(await takePart(ASKED), { outcome: "study_no_permission" });
  assert.deepEqual(requests, []);
});

test("leaving deletes what is kept here and tells the server", async () => {
  await takePart(ASKED);
  await settle();
  assert.deepEqual(await withdraw(), { outcome: "study_left", debrief: null });
  assert.equal(what().at(-1), "POST /v1/studies/small-study/withdrawal");
  assert.equal(requests.at(-1).headers.Authorization, "Bearer secret");
  assert.deepEqual(chrome.storage.local.items, {});
  assert.deepEqual(await everything(), []);
  assert.equal(await mayReach(NGO), false);
});

test("a server that is away is told later; meanwhile nothing is recorded", async () => {
  server.down = true;
  server.down = false;
  await takePart(ASKED);
  server.down = true;
  assert.deepEqual(await withdraw(), { outcome: "study_leaving" });
  assert.equal(await activePart(), null);
  assert.deepEqual(await everything(), []);
  forgetPart(); // another background
  server.down = false;
  await resume();
  assert.equal(what().at(-1), "POST /v1/studies/small-study/withdrawal");
  assert.deepEqual(chrome.storage.local.items, {});
});

test("who saw other words is still told what the study was about", async () => {
  await takePart(ASKED);
  server.debrief = { altered: true, text: "Some labels had other words." };
  assert.deepEqual((await withdraw()).debrief, server.debrief);
  assert.deepEqual(chrome.storage.local.items, { studyTold: { title: { en: "A small study" }, debrief: server.debrief } });
});

test("Firefox is asked for the kinds of data that are sent, and told when nothing is any more", async () => {
  const asked = [];
  for (const act of ["request", "remove"]) {
    const before = chrome.permissions[act].bind(chrome.permissions);
    chrome.permissions[act] = async (wish) => (wish.data_collection ? asked.push([act, ...wish.data_collection]) > 0 : before(wish));
  }
  await askToSend(plan());
  assert.deepEqual(asked, []); // others do not know such a question
  chrome.runtime.getURL = () => "moz-extension://id/";
  await askToSend(plan());
  await askToSend(plan({ surveys: [survey()] }));
  await takePart(ASKED);
  await withdraw();
  const [seen, said] = ["technicalAndInteraction", "personallyIdentifyingInfo"];
  assert.deepEqual(asked, [["request", seen], ["request", seen, said], ["remove", seen, said]]);
});

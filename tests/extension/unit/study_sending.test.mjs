import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { installDatabase } from "./fake_database.mjs";
import { NGO, plan, taking } from "./studies.mjs";
import { close } from "../../../extension/background/study/database.js";
import { everything, record } from "../../../extension/background/study/queue.js";
import { sendEvents } from "../../../extension/background/study/sending.js";
import { forgetPart, keepPart, readPart } from "../../../extension/background/study/state.js";

const HOUR = 3_600_000;
const event = (t) => ({ kind: "hide", t, item: "0".repeat(16), place: 1, data: {} });
let server;
let requests;
let now;

beforeEach(async () => {
  const chrome = installChrome();
  chrome.runtime.getManifest = () => ({ version: "1.2.3" });
  chrome.permissions.granted.add("https://study.example/*");
  close();
  installDatabase();
  forgetPart();
  now = 1_800_000_000_000;
  server = { answer: () => json({ accepted: 1, duplicates: 0, refused: [] }) };
  requests = installNetwork((url, init) => server.answer(url, init));
  await keepPart({ study: taking(), plan: plan(), token: "secret" });
});

const sent = () => requests.map(({ body }) => JSON.parse(body).events.map(({ t }) => t));
const left = async () => (await everything()).length;
const away = () => {
  throw new TypeError("Failed to fetch");
};

test("a batch says who, which session, and by which versions it was made", async () => {
  await record("s1", [event(1)]);
  await sendEvents({ soon: true, now });
  const [{ url, method, headers, body }] = requests;
  assert.deepEqual([url, method, headers.Authorization], [`${NGO}/v1/studies/small-study/events`, "POST", "Bearer secret"]);
  const { events, labels, ...about } = JSON.parse(body);
  assert.deepEqual(about, { session: "s1", extension: "1.2.3", resolver: "1", preview: false });
  assert.match(labels, /^[0-9a-f]+$/);
  assert.deepEqual(events, [{ seq: 1, ...event(1) }]);
  assert.equal(await left(), 0);
});

test("what the server did not acknowledge stays, and is sent again as it was", async () => {
  await record("s1", [event(1), event(2)]);
  server.answer = away;
  await sendEvents({ soon: true, now });
  assert.equal(await left(), 2);
  server.answer = () => json({ accepted: 0, duplicates: 2, refused: [] });
  await sendEvents({ soon: true, now: now + HOUR });
  assert.equal(requests[0].body, requests[1].body);
  assert.equal(await left(), 0);
});

test("a background that ends between the answer and its note sends the batch once more", async () => {
  await record("s1", [event(1)]);
  let end;
  server.answer = () => new Promise((_resolve, reject) => (end = reject));
  const first = sendEvents({ soon: true, now });
  for (let n = 0; n < 30; n++) await new Promise(setImmediate);
  assert.equal(requests.length, 1);
  assert.equal(await left(), 1);
  end(new TypeError("ended"));
  await first;
});

test("days without the server lose nothing: pauses grow to ten minutes, and then all goes out in order", async () => {
  server.answer = away;
  for (let hour = 0; hour < 72; hour++) {
    await record(`s${hour}`, Array.from({ length: 10 }, (_one, n) => event(hour * 10 + n)));
    await sendEvents({ soon: true, now: (now += HOUR) });
  }
  assert.equal(requests.length, 72);
  await sendEvents({ soon: true, now: now + 599_000 });
  assert.equal(requests.length, 72);
  requests.length = 0;
  server.answer = () => json({ accepted: 1, duplicates: 0, refused: [] });
  await sendEvents({ soon: true, now: now + 601_000 });
  assert.deepEqual(sent().flat().sort((a, b) => a - b), Array.from({ length: 720 }, (_one, n) => n));
  assert.equal(await left(), 0);
});

test("a busy server's word is kept", async () => {
  await record("s1", [event(1)]);
  server.answer = () => json({}, 503, { "Retry-After": "120" });
  await sendEvents({ soon: true, now });
  await sendEvents({ soon: true, now: now + 119_000 });
  assert.equal(requests.length, 1);
  await sendEvents({ soon: true, now: now + 121_000 });
  assert.equal(requests.length, 2);
});

test("few events wait for others, many do not", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  await record("s1", [event(1)]);
  await sendEvents({ now });
  await record("s1", [event(2)]);
  await sendEvents({ now: now + 1000 });
  assert.deepEqual(sent(), [[1]]);
  await record("s1", Array.from({ length: 40 }, (_one, n) => event(3 + n)));
  await sendEvents({ now: now + 2000 });
  assert.equal(sent()[1].length, 41);
  await record("s1", [event(99)]);
  await sendEvents({ now: now + 3000 });
  t.mock.timers.tick(5000);
  for (let n = 0; n < 60; n++) await new Promise(setImmediate);
  assert.deepEqual(sent()[2], [99]); // without another to come
});

test("what comes while a sending ends is not left until the next word of a page", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { session } = globalThis.chrome.storage;
  const { set } = session;
  session.set = async (values) => {
    session.set = set;
    await record("s1", [event(2)]); // after the last look at what waits
    return set.call(session, values);
  };
  await record("s1", [event(1)]);
  await sendEvents({ soon: true, now });
  assert.deepEqual(sent(), [[1]]);
  t.mock.timers.tick(5000);
  for (let n = 0; n < 60; n++) await new Promise(setImmediate);
  assert.deepEqual(sent(), [[1], [2]]);
});

test("a batch that the server can never take is dropped, and that is recorded", async () => {
  await record("s1", [event(1)]);
  let asked = 0;
  server.answer = () => (asked++ ? json({ accepted: 1, duplicates: 0, refused: [] }) : json({ detail: "events.0" }, 400));
  await sendEvents({ soon: true, now });
  const second = JSON.parse(requests[1].body).events;
  assert.deepEqual(second.map(({ seq, kind, data }) => [seq, kind, data]), [[2, "error", { fault: "server" }]]);
  assert.equal(await left(), 0);
});

for (const status of [401, 404, 409])
  test(`an answer of ${status} ends it: nothing is asked again, what waits stays`, async () => {
    await record("s1", [event(1)]);
    server.answer = () => json({ detail: "closed" }, status);
    await sendEvents({ soon: true, now });
    await sendEvents({ soon: true, now: now + HOUR });
    assert.equal(requests.length, 1);
    assert.equal((await readPart()).study.ended, true);
    assert.equal(await left(), 1);
  });

test("without a study nothing is asked", async () => {
  await chrome.storage.local.remove("study");
  forgetPart();
  await sendEvents({ soon: true, now });
  assert.deepEqual(requests, []);
});

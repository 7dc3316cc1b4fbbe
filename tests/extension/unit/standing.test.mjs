import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { assess } from "../../../extension/background/assess.js";
import { nextChanges } from "../../../extension/background/changes.js";
import { standing } from "../../../extension/background/standing.js";

const OWN = "http://127.0.0.1:8765";
const NGO = "https://colophon.example";
const PICTURE = "https://pbs.twimg.com/media/a?name=small";
const ANSWER = { status: "none", label: null, checks: {} };
const item = (key) => ({ key, url: `${PICTURE}&${key}`, statements: [], platform: null, post: "own" });

let answers;
let requests;
let returned;
const onReturn = () => returned++;
const context = { locale: "en", page: "x.com", onReturn };
const state = async (now = true) => (await standing(now, onReturn)).state;

beforeEach(async () => {
  const chrome = installChrome();
  chrome.permissions.granted.add(`${NGO}/*`);
  await chrome.storage.local.set({ server: NGO, token: "t" });
  returned = 0;
  answers = {
    changes: () => json({ generation: 1, sha256: [], all: false }),
    lookup: () => json({ results: [{ known: false }] }),
    images: () => json(ANSWER),
  };
  requests = installNetwork((url) => {
    if (url.startsWith(PICTURE)) return new Response(new TextEncoder().encode(url));
    return answers[new URL(url).pathname.split("/")[2]]();
  });
});

const asked = () => requests.filter(({ url }) => !url.startsWith(PICTURE)).map(({ url }) => new URL(url).pathname.split("/")[2]);
const down = () => {
  throw new TypeError("Failed to fetch");
};

test("whose server it is, and that it answers", async () => {
  assert.deepEqual(await standing(true, onReturn), { state: "joined", server: NGO, host: "colophon.example", until: 0 });
  await chrome.storage.local.set({ server: OWN });
  assert.deepEqual(await standing(true, onReturn), { state: "connected", server: OWN, host: null, until: 0 });
  await chrome.storage.local.set({ token: null });
  assert.equal(await state(), "unpaired");
});

test("access that was taken away is seen when the popup asks, and in the reasons of a card", async () => {
  answers.changes = answers.lookup = answers.images = () => json({}, 401);
  assert.equal(await state(), "ended");
  assert.equal((await assess(item("a"), context)).checks.c2pa, "skipped: access to the server has ended");
  await chrome.storage.local.set({ server: OWN });
  assert.equal(await state(), "unpaired");
});

test("access that was taken away is seen by a page that waits for changes", async () => {
  answers.changes = () => json({}, 401);
  await nextChanges(1);
  assert.equal(await state(false), "ended");
});

test("a permission that was taken away: nothing is sent, and the reason says so", async () => {
  chrome.permissions.granted.clear();
  assert.equal(await state(), "no_permission");
  assert.equal((await assess(item("a"), context)).checks.c2pa, "skipped: the browser does not let the extension reach the server");
  assert.deepEqual(asked(), []);
});

test("a quota stops what is sent, not what is asked, until it is over", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  answers.images = () => json({}, 429, { "Retry-After": "3600" });
  assert.equal((await assess(item("a"), context)).checks.c2pa, "skipped: the server takes no more images from you for now");
  assert.deepEqual(await standing(true, onReturn), { state: "quota", server: NGO, host: "colophon.example", until: 4_600_000 });
  await assess(item("b"), context);
  assert.deepEqual(asked(), ["lookup", "images", "changes", "lookup"]);
  answers.lookup = () => json({ results: [{ known: true, assessment: ANSWER }] });
  assert.deepEqual(await assess(item("c"), context), ANSWER);
  assert.equal(returned, 0);
  t.mock.timers.tick(3_600_001);
  assert.equal(await state(false), "joined");
  assert.equal(returned, 1);
  assert.equal(await state(false), "joined");
  assert.equal(returned, 1);
});

test("a page that waits leaves somebody else's server in peace until the pause is over", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  await state(false);
  assert.deepEqual(asked(), []);
  answers.lookup = answers.changes = down;
  await assess(item("a"), context);
  await state(false);
  assert.deepEqual(asked(), ["lookup"]);
  t.mock.timers.tick(1001);
  answers.changes = () => json({ generation: 1, sha256: [], all: false });
  assert.equal(await state(false), "joined");
  assert.equal(returned, 1);
});

test("a page that waits asks the reader's own server at once", async () => {
  await chrome.storage.local.set({ server: OWN });
  answers.lookup = answers.changes = down;
  await assess(item("a"), context);
  assert.equal(await state(false), "unreachable");
  answers.changes = () => json({ generation: 1, sha256: [], all: false });
  assert.equal(await state(false), "connected");
  assert.equal(returned, 1);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { assess } from "../../../extension/background/assess.js";
import { NEEDED_API } from "../../../extension/background/health.js";
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
    health: () => json({ status: "ok", api: NEEDED_API }),
  };
  requests = installNetwork((url) => {
    if (url.startsWith(PICTURE)) return new Response(new TextEncoder().encode(url));
    return url.endsWith("/healthz") ? answers.health() : answers[new URL(url).pathname.split("/")[2]]();
  });
});

const asked = () => requests.filter(({ url }) => url.includes("/v1/")).map(({ url }) => new URL(url).pathname.split("/")[2]);
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

test("a busy server is not asked before the time that it named: not by pages, not by a popup, not for changes", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  await chrome.storage.local.set({ server: OWN });
  answers.changes = () => json({}, 503, { "Retry-After": "60" });
  await nextChanges(1);
  t.mock.timers.tick(59_000);
  for (const now of [true, false]) assert.equal(await state(now), "overloaded");
  assert.equal(await nextChanges(1), null);
  assert.equal((await assess(item("a"), context)).checks.c2pa, "skipped: the server was busy");
  assert.deepEqual(asked(), ["changes"]);
  answers.changes = () => json({ generation: 1, sha256: [], all: false });
  t.mock.timers.tick(1001);
  assert.equal(await state(false), "connected");
  assert.equal(returned, 1);
});

test("a server that is too old is known by what it says of itself, and not taken for one that refuses a picture", async () => {
  answers.health = () => json({ status: "ok" });
  answers.lookup = () => json({ title: "Bad request", detail: "items.0.new: Extra inputs are not permitted" }, 400);
  assert.equal((await assess(item("a"), context)).checks.c2pa, "skipped: the server is too old for this extension");
  assert.equal(await state(), "outdated");
  answers.health = () => json({ status: "ok", api: NEEDED_API });
  assert.equal(await state(), "joined");
  assert.equal(returned, 1);
  assert.equal((await assess(item("a"), context)).reason, "the server does not take this file");
});

test("what does not speak of itself as a Colophon server is not called too old", async () => {
  for (const health of [() => new Response("<html>"), () => json({ status: "ready" }), down]) {
    answers.health = health;
    assert.equal(await state(), "joined");
  }
});

test("no answer in time is slow; where the computer is offline it says that, but not of the server on it", async () => {
  answers.changes = () => {
    throw new DOMException("", "TimeoutError");
  };
  assert.equal(await state(), "slow");
  const { navigator } = globalThis;
  Object.defineProperty(globalThis, "navigator", { value: { onLine: false }, configurable: true });
  try {
    assert.equal(await state(), "slow");
    answers.changes = down;
    assert.equal(await state(), "offline");
    await chrome.storage.local.set({ server: OWN });
    assert.equal(await state(), "unreachable");
  } finally {
    Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
  }
});

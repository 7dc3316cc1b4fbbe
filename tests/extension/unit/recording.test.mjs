import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { installDatabase } from "./fake_database.mjs";
import { answerAll } from "../../../extension/background/answering.js";
import { sha256Of } from "../../../extension/background/bytes.js";
import { askAfterRestart, discard, end, goOn, pause, start, tabClosed } from "../../../extension/background/recording/acts.js";
import { MOST_BYTES, MOST_IMAGES } from "../../../extension/background/recording/bounds.js";
import { close, done, within } from "../../../extension/background/recording/database.js";
import { allItems, countsOf, fileOf, nameOf } from "../../../extension/background/recording/file.js";
import { forOwnPages, forPages, keeperFor } from "../../../extension/background/recording/messages.js";
import { forget } from "../../../extension/background/recording/recent.js";
import { changeRecording, readRecording } from "../../../extension/background/recording/state.js";
import { changeSettings } from "../../../extension/background/settings.js";
import { keepPart, forgetPart } from "../../../extension/background/study/state.js";

const BYTES = Uint8Array.from([0xff, 0xd8, 0xff, 1, 2, 3]);
const SHA = await sha256Of(BYTES);
const TAB = { id: 7, url: "https://x.com/home", incognito: false };
const SENDER = { tab: TAB, frameId: 0, url: TAB.url };
const ASSESSMENT = { sha256: SHA, pdq: null, pdq_quality: null, status: "labelled", label: { id: "ai_generated.creator", short: "S" }, conflict: false, evidence: [{ source: "creator" }], checks: {}, versions: {}, reason: null, study: { place: 1 } };
let badges;
let database;
let requests;
let told;

beforeEach(async () => {
  const chrome = installChrome();
  close();
  forget();
  forgetPart();
  database = installDatabase();
  badges = [];
  told = [];
  chrome.action = { setBadgeBackgroundColor: async () => {}, setBadgeText: async ({ text }) => void badges.push(text), setTitle: async () => {} };
  chrome.tabs = { get: async () => TAB, create: async ({ url }) => (told.push({ opened: url.split("/").pop() }), { id: 9 }), sendMessage: async (_tab, message) => void told.push(message) };
  chrome.scripting = { executeScript: async () => [] };
  chrome.runtime.getManifest = () => ({ version: "0.1.0" });
  requests = installNetwork((url) => (url.includes("/media/") ? new Response(BYTES) : json({}, 404)));
  await changeSettings({ moderators: true, language: "en" });
});

let number = 0;
const seen = (post, more = {}) => ({
  seen: `2026-11-29T10:00:${String(++number % 60).padStart(2, "0")}.000Z`, key: "x:m1", url: "https://pbs.twimg.com/media/m1?name=small", site: "x",
  permalink: `https://x.com/a/status/${post}`, author: "@a", posted_at: "2026-11-28", caption: "Words", alt: null, platform_label: null, reshare: false, assessment: ASSESSMENT, ...more,
});
const tell = (items, left = {}, page = "p1", at = ++number) => forPages["record-items"]({ page, number: at, items, left }, SENDER);
const rows = (name) => within([name], "readonly", (store) => done(store[name].getAll()));
const begin = () => start(7);

test("nothing begins without the option, in a private place, while there is a study or another recording", async () => {
  await changeSettings({ moderators: false });
  assert.deepEqual(await begin(), { refused: "off" });
  await changeSettings({ moderators: true });
  for (const other of [{ incognito: true }, { url: "https://x.com/messages/1" }, { url: "about:blank" }]) {
    chrome.tabs.get = async () => ({ ...TAB, ...other });
    assert.deepEqual(await begin(), { refused: "place" });
  }
  chrome.tabs.get = async () => TAB;
  await keepPart({ study: { treatmentEnds: Infinity }, plan: {}, token: "t" });
  assert.deepEqual(await begin(), { refused: "study" });
  forgetPart();
  chrome.storage.local.items = { moderators: true };
  assert.deepEqual(await begin(), { begun: true });
  assert.deepEqual(await begin(), { refused: "another" });
});

test("an appearance is kept once, with its words, its assessment and its bytes", async () => {
  await begin();
  await tell([seen(1), seen(2)]);
  const standing = await tell([seen(1, { seen: "2026-11-29T11:00:00.000Z" })]);
  assert.deepEqual([standing.images, standing.bytes, standing.state], [2, BYTES.length, "recording"]);
  assert.equal(badges.at(-1), "●2");
  const items = await allItems();
  assert.deepEqual(items.map(({ n, permalink }) => [n, permalink.at(-1)]), [[1, "1"], [2, "2"]]);
  assert.notEqual(items[0].id, items[1].id);
  const { id: _id, seen: _seen, ...first } = items[0];
  const words = { site: "x", permalink: "https://x.com/a/status/1", author: "@a", posted_at: "2026-11-28", caption: "Words", alt: null, platform_label: null, reshare: false };
  const { study: _study, sha256: _sha, label, ...assessment } = ASSESSMENT;
  assert.deepEqual(first, { n: 1, ...words, address: "https://pbs.twimg.com/media/m1?name=small", sha256: SHA, media_type: "image/jpeg", assessment: { ...assessment, label: label.id, local: false } });
  const [media] = await rows("media");
  assert.deepEqual(new Uint8Array(await media.blob.arrayBuffer()), BYTES);
});

test("what was fetched for the page is not fetched again; what was not, is", async () => {
  await begin();
  const keep = await keeperFor(SENDER);
  keep(SHA, BYTES);
  await tell([seen(1)]);
  assert.deepEqual(requests, []);
  const other = Uint8Array.from([9]);
  installNetwork(() => new Response(other));
  await tell([seen(2, { assessment: { ...ASSESSMENT, sha256: await sha256Of(other) } })]);
  assert.equal((await rows("media")).length, 2);
});

test("another file at the address by now is not taken for the one that was looked at", async () => {
  await begin();
  await tell([seen(1, { assessment: { ...ASSESSMENT, sha256: "0".repeat(64) } })]);
  assert.deepEqual([await allItems(), (await readRecording()).left], [[], { no_bytes: 1 }]);
});

test("only the recorded tab, on its site and in no frame, is heard; and gets no bytes kept for it otherwise", async () => {
  await begin();
  for (const other of [{ tab: { ...TAB, id: 8 } }, { frameId: 3 }, { url: "https://bsky.app/" }]) {
    assert.deepEqual(await forPages["record-items"]({ page: "p", number: 1, items: [seen(1)], left: {} }, { ...SENDER, ...other }), { gone: true });
    assert.equal(await keeperFor({ ...SENDER, ...other }), undefined);
  }
  assert.equal(await keeperFor({ ...SENDER, url: "https://x.com/messages", tab: { ...TAB, url: "https://x.com/messages" } }), undefined);
  assert.deepEqual(await allItems(), []);
});

test("bytes of private images, and of protected ones, are not kept", async () => {
  const kept = [];
  const told = [];
  installNetwork((url, { body }) => {
    if (url.includes("/media/")) return new Response(Uint8Array.from([url.length, 1, 2, url.charCodeAt(url.length - 1)]));
    return json({ results: JSON.parse(body).items.map(({ sha256 }) => ({ sha256, known: true, assessment: { ...ASSESSMENT, sha256, label: null, status: kept.protect ? "protected" : "none" } })) });
  });
  await changeSettings({ token: "t" });
  const ask = (id, more = {}, context = {}) => {
    const item = { id, key: `x:${id}`, url: `https://pbs.twimg.com/media/${id}`, statements: [], platform: null, post: "own", private: false, ...more };
    return answerAll([item], { locale: "en", page: "x.com", document: "d", onReturn() {}, keep: (sha256) => kept.push(sha256), ...context }, async (answers) => void told.push(...answers));
  };
  await ask("open");
  assert.equal(kept.length, 1);
  await ask("private", { private: true });
  await ask("page", {}, { privatePage: true });
  kept.protect = true;
  await ask("protected");
  assert.equal(kept.length, 1);
  assert.equal(told.length, 4);
});

test("a protected image is a count only, also where it was kept before that was known", async () => {
  await begin();
  const none = { ...ASSESSMENT, status: "none" };
  await tell([seen(1, { assessment: none }), seen(2, { assessment: none })]);
  const later = { ...ASSESSMENT, status: "protected", label: null, sha256: SHA };
  const standing = await tell([seen(1, { assessment: later })]);
  assert.deepEqual([standing.images, standing.bytes], [0, 0]);
  assert.deepEqual([await rows("items"), await rows("media")], [[], []]);
  assert.deepEqual((await readRecording()).left, { protected: 2 });
  await tell([seen(3, { assessment: later })]);
  assert.deepEqual((await readRecording()).left, { protected: 3 });
});

test("what was kept in the place of a protected image goes, too, whatever its bytes were", async () => {
  await begin();
  const small = { ...ASSESSMENT, status: "none" };
  await tell([seen(1, { assessment: small }), seen(2, { assessment: small, key: "x:m2" })]);
  const large = { ...ASSESSMENT, status: "protected", label: null, sha256: "f".repeat(64) };
  const standing = await tell([seen(1, { assessment: large })]);
  assert.deepEqual([standing.images, standing.bytes], [0, 0]);
  assert.deepEqual([await rows("items"), await rows("media")], [[], []]);
});

test("a later answer takes the place of the first", async () => {
  await begin();
  await tell([seen(1, { assessment: { ...ASSESSMENT, status: "none", label: null } })]);
  await tell([seen(1)]);
  assert.deepEqual((await allItems()).map(({ assessment }) => assessment.label), ["ai_generated.creator"]);
});

test("a batch that is told twice, because the background was ended, is counted once", async () => {
  await begin();
  for (let times = 0; times < 2; times++) await tell([seen(1)], { private: 2 }, "p1", 500);
  await tell([], { private: 1 }, "p2", 1);
  const { images, left } = await readRecording();
  assert.deepEqual([images, left], [1, { private: 3 }]);
});

test("near its bounds it says so, at them it ends by itself", async () => {
  await begin();
  await changeRecording({ images: 0.9 * MOST_IMAGES - 1 });
  assert.match((await tell([seen(1)])).words.note, /^Nearly full.*5,000 images and 1.5 GB/);
  await changeRecording({ images: MOST_IMAGES - 1 });
  const { state, why, words } = await tell([seen(2)]);
  assert.deepEqual([state, why], ["ended", "full"]);
  assert.match(words.note, /ended by itself/);
  assert.equal(badges.at(-1), "");
  assert.deepEqual(await tell([seen(3)]), { gone: true });
  assert.equal((await allItems()).length, 2);
});

test("what would go beyond the bytes is not kept", async () => {
  await begin();
  await changeRecording({ bytes: MOST_BYTES - BYTES.length + 1 });
  assert.equal((await tell([seen(1)])).why, "full");
  assert.deepEqual(await rows("media"), []);
});

test("where the computer has no room it ends, and says so", async () => {
  await begin();
  database.stores.media.rows.set = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const { state, why, images } = await tell([seen(1)]);
  assert.deepEqual([state, why, images], ["ended", "no_room", 0]);
  assert.deepEqual([await rows("items"), await rows("media")], [[], []]);
});

test("paused nothing is kept; it goes on where it was", async () => {
  await begin();
  await tell([seen(1)]);
  await pause();
  assert.equal(badges.at(-1), "");
  assert.equal((await tell([seen(2)])).state, "paused");
  await goOn();
  await tell([seen(3)]);
  assert.deepEqual((await allItems()).map(({ permalink }) => permalink.at(-1)), ["1", "3"]);
});

test("when its tab is closed it is paused, and goes on in another tab of the same site only", async () => {
  await begin();
  await tabClosed(8);
  assert.equal((await readRecording()).state, "recording");
  await tabClosed(7);
  assert.equal((await readRecording()).state, "paused");
  chrome.tabs.get = async (id) => ({ ...TAB, id, url: "https://bsky.app/" });
  await goOn(9);
  assert.equal((await readRecording()).state, "paused");
  chrome.tabs.get = async (id) => ({ ...TAB, id });
  await goOn(9);
  assert.equal((await readRecording()).state, "recording");
});

test("after the browser was started anew it is paused, and its moderator is asked once", async () => {
  await begin();
  await tell([seen(1)]);
  chrome.storage.session.items = {};
  assert.equal((await readRecording()).state, "paused");
  await askAfterRestart();
  await askAfterRestart();
  assert.deepEqual(told.filter(({ opened }) => opened), [{ opened: "recording.html" }]);
  assert.equal((await allItems()).length, 1);
});

test("the file says what is in it, in the order seen", async () => {
  await begin();
  await forPages["record-hello"]({ site: "x" }, SENDER);
  await tell([seen(2, { seen: "2026-11-29T10:00:02.000Z", author: "@b" }), seen(1, { seen: "2026-11-29T10:00:01.000Z" })]);
  await end();
  const about = await readRecording();
  assert.equal(nameOf(about), `colophon-recording-x-${about.started.slice(0, 10)}.zip`);
  const items = await allItems();
  assert.deepEqual(items.map(({ n, author }) => [n, author]), [[1, "@a"], [2, "@b"]]);
  assert.deepEqual(countsOf(items), { images: 2, posts: 2, accounts: 2, media: 1 });
  const text = await (await fileOf(about)).text();
  const summary = JSON.parse(text.slice(text.indexOf("{\n"), text.indexOf("\n}\n") + 2));
  const lines = items.map((item) => `${JSON.stringify(item)}\n`).join("");
  assert.equal(summary.items_sha256, await sha256Of(new TextEncoder().encode(lines)));
  assert.deepEqual([summary.format, summary.site, summary.counts.bytes, summary.ended], [1, "x", BYTES.length, about.ended]);
  assert.ok(text.includes(lines));
});

test("discarded, nothing of it is there", async () => {
  await begin();
  await tell([seen(1)]);
  await forOwnPages["recording-discard"]();
  assert.deepEqual([await rows("about"), await rows("items"), await rows("media")], [[], [], []]);
  assert.deepEqual(Object.keys(chrome.storage.session.items).filter((key) => key === "recording"), []);
  assert.deepEqual(await discard(), { discarded: true });
});

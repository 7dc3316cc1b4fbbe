import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

import { EXTENSION, installChrome, installNetwork, json } from "./fakes.mjs";
import { allCases, caseOf, contest, contestable } from "../../../extension/background/contests.js";

const REPORT = { sha256: "a".repeat(64), label: "ai_generated.detector", reason: "Something else: I took it" };
const OPEN = { tab: { id: 1, url: "https://x.com/home", incognito: false }, url: "https://x.com/home" };
const MESSAGES = { tab: { id: 1, url: "https://x.com/messages/1", incognito: false } };
const THEIRS = "https://labels.example";

let chrome;
beforeEach(async () => {
  chrome = installChrome();
  await chrome.storage.local.set({ token: "t" });
});

/** What is told of a case at one's own server, whose ids are short here. */
const told = (id, state) => ({ case: id, number: `${id} `, own: true, state, answer: null });

const kept = async () => (await chrome.storage.local.get({ contests: [] })).contests;

test("a report is sent as it was shown, and only its number and the hash are kept", async () => {
  const requests = installNetwork(() => json({ case: "c1", state: "open", answer: null }, 201));
  assert.equal((await contest({ report: REPORT }, OPEN)).case, "c1");
  assert.deepEqual(requests.map(({ method, url }) => [method, new URL(url).pathname]), [["POST", "/v1/contests"]]);
  assert.deepEqual(JSON.parse(requests[0].body), REPORT);
  assert.deepEqual(await kept(), [{ case: "c1", sha256: REPORT.sha256 }]);
});

const BYTES = new Uint8Array([1, 2, 3, 4]);
const SHOWN = "https://pbs.twimg.com/media/a";
const ABOUT = { ...REPORT, sha256: createHash("sha256").update(BYTES).digest("hex") };

/** The picture's host shows `bytes`; the server takes the report, and `reply()` is what it says to the picture. */
const withPicture = (reply, bytes = BYTES) =>
  installNetwork((url) => {
    if (url === SHOWN) return bytes ? new Response(bytes) : new Response("", { status: 404 });
    return url.endsWith("/picture") ? reply() : json({ case: "c1", state: "open", answer: null }, 201);
  });

test("the image goes with a report only where the reader ticked that, and only the very one", async () => {
  chrome.permissions.granted.add("https://pbs.twimg.com/*");
  const kept = () => json({ case: "c1", kept_until: "2027-02-27" }, 201);
  let requests = withPicture(kept);
  assert.equal("until" in (await contest({ report: ABOUT, url: null }, OPEN, "x.com")), false);
  assert.equal(requests.length, 1);

  requests = withPicture(kept);
  assert.equal((await contest({ report: ABOUT, url: SHOWN }, OPEN, "x.com")).until, "2027-02-27");
  const [report, , sent] = requests;
  assert.deepEqual(JSON.parse(report.body), ABOUT);
  assert.deepEqual([sent.method, new URL(sent.url).pathname], ["PUT", "/v1/contests/c1/picture"]);
  assert.deepEqual([...sent.body], [...BYTES]);

  requests = withPicture(kept, new Uint8Array([9]));
  assert.equal((await contest({ report: ABOUT, url: SHOWN }, OPEN, "x.com")).until, null);
  assert.equal(requests.length, 2, "another picture is shown there now, and it stays here");
});

for (const [name, reply, bytes] of [
  ["is full", () => json({ title: "No" }, 409), BYTES],
  ["takes no more images today", () => json({}, 429), BYTES],
  ["knows no images of reports yet", () => json({}, 404), BYTES],
  ["is away meanwhile", () => Promise.reject(new TypeError("Failed to fetch")), BYTES],
  ["would take it, but the image is gone", () => json({}, 201), null],
]) {
  test(`a report stands when the server ${name}`, async () => {
    chrome.permissions.granted.add("https://pbs.twimg.com/*");
    withPicture(reply, bytes);
    const { case: id, until } = await contest({ report: ABOUT, url: SHOWN }, OPEN, "x.com");
    assert.deepEqual([id, until], ["c1", null]);
    assert.equal((await kept()).length, 1);
  });
}

test("an image from a private place goes to nobody else, whatever was ticked", async () => {
  await chrome.storage.local.set({ server: THEIRS, privateByHash: true });
  chrome.permissions.granted.add(`${THEIRS}/*`);
  const requests = withPicture(() => json({ kept_until: "2027-02-27" }, 201));
  const answer = await contest({ report: ABOUT, url: SHOWN, private: true }, OPEN, "x.com");
  assert.equal("until" in answer, false);
  assert.equal(requests.length, 1);
});

test("how it ended is asked for by its number; the latest report about an image counts", async () => {
  await chrome.storage.local.set({ contests: [{ case: "c1", sha256: "a" }, { case: "c2", sha256: "b" }, { case: "c3", sha256: "a" }] });
  const requests = installNetwork((url) => json({ case: url.split("/").pop(), state: "kept", answer: "patterns remain" }));
  assert.deepEqual(await caseOf({ sha256: "a" }, OPEN), { ...told("c3", "kept"), answer: "patterns remain" });
  assert.deepEqual(requests.map(({ url }) => new URL(url).pathname), ["/v1/contests/c3"]);
  assert.deepEqual((await allCases()).map(({ case: id }) => id), ["c3", "c2", "c1"]);
});

test("an image that was never reported is not asked about", async () => {
  const requests = installNetwork(() => json({}));
  assert.equal(await caseOf({ sha256: "a" }, OPEN), null);
  assert.deepEqual(requests, []);
});

for (const [name, reply, state] of [
  ["has no such case any more", () => json({ title: "Not found" }, 404), "unknown"],
  ["is away", () => Promise.reject(new TypeError("Failed to fetch")), "absent"],
  ["is busy", () => json({}, 503), "absent"],
]) {
  test(`of a server that ${name} the reader hears so, and the number stays`, async () => {
    await chrome.storage.local.set({ contests: [{ case: "c1", sha256: "a" }] });
    installNetwork(reply);
    assert.deepEqual(await caseOf({ sha256: "a" }, OPEN), told("c1", state));
    assert.equal((await kept()).length, 1);
  });
}

for (const [name, reply, outcome] of [
  ["refuses", () => json({ title: "No" }, 400), "refused"],
  ["takes no more today", () => json({ title: "Too many" }, 429), "busy"],
  ["is away", () => Promise.reject(new TypeError("Failed to fetch")), "absent"],
]) {
  test(`when the server ${name}, nothing is kept`, async () => {
    installNetwork(reply);
    assert.deepEqual(await contest({ report: REPORT }, OPEN), { outcome });
    assert.deepEqual(await kept(), []);
  });
}

test("without a server there is nobody to tell", async () => {
  await chrome.storage.local.set({ token: null });
  const requests = installNetwork(() => json({}));
  assert.deepEqual(await contest({ report: REPORT }, OPEN), { outcome: "unpaired" });
  assert.deepEqual(requests, []);
});

test("somebody else's server hears nothing about an image in a private place; one's own does", async () => {
  await chrome.storage.local.set({ server: THEIRS });
  const requests = installNetwork(() => json({ case: "c1" }, 201));
  for (const [place, sender] of [[{ private: true }, OPEN], [{}, MESSAGES], [{}, { tab: { ...OPEN.tab, incognito: true } }]]) {
    assert.deepEqual(await contest({ report: REPORT, ...place }, sender), { outcome: "private" });
  }
  assert.deepEqual(requests, []);
  assert.deepEqual(await contestable({}, OPEN), { host: "labels.example", picture: true });
  await chrome.storage.local.set({ privateByHash: true });
  assert.deepEqual(await contestable({ private: true }, OPEN), { host: "labels.example", picture: false }, "by its hash only");
  await chrome.storage.local.set({ server: "http://127.0.0.1:8765", privateByHash: false });
  assert.deepEqual(await contestable({ private: true }, MESSAGES), { host: null, picture: true });
});

test("nor does it hear that this reader met an image there that was reported before", async () => {
  await chrome.storage.local.set({ server: THEIRS, contests: [{ case: "c1", sha256: "a" }] });
  const requests = installNetwork(() => json({ case: "c1", state: "open", answer: null }));
  assert.equal(await caseOf({ sha256: "a", private: true }, OPEN), null);
  assert.equal(await caseOf({ sha256: "a" }, MESSAGES), null);
  assert.deepEqual(requests, []);
});

test("people read out eight characters in two groups, and at one's own server the reader decides", async () => {
  const id = "0123456789abcdef".repeat(2);
  installNetwork(() => json({ case: id, state: "open", answer: null }, 201));
  const { case: whole, number, own } = await contest({ report: REPORT }, OPEN);
  assert.deepEqual([whole, number, own], [id, "0123 4567", true]);
  await chrome.storage.local.set({ server: THEIRS });
  chrome.permissions.granted.add(`${THEIRS}/*`);
  assert.equal((await contest({ report: REPORT }, OPEN)).own, false);
  assert.deepEqual((await allCases()).map((one) => [one.number, one.own]), [["0123 4567", false], ["0123 4567", false]]);
});

test("the popup and the card have the same words for how a case stands", () => {
  const standing = (file) => /STANDING = (\{[^}]+\});/.exec(readFileSync(new URL(file, EXTENSION), "utf-8"))[1].replace(/\s+/g, " ");
  assert.equal(standing("pages/reports.js"), standing("content/contest.js"));
});

test("the oldest cases go first", async () => {
  await chrome.storage.local.set({ contests: Array.from({ length: 200 }, (_, i) => ({ case: `c${i}`, sha256: "b" })) });
  installNetwork(() => json({ case: "new" }, 201));
  await contest({ report: REPORT }, OPEN);
  const cases = await kept();
  assert.deepEqual([cases.length, cases[0].case, cases.at(-1).case], [200, "c1", "new"]);
});

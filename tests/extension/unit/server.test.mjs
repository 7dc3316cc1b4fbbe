import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import {
  Refusal, changesSince, deleteDisclosure, exchangeCode, getLists, headerValue, lookup, postDisclosure, upload,
} from "../../../extension/background/server.js";

const SHA = "ab".repeat(32);
const STATEMENT = { source: "creator", process: "ai_generated", pattern: "nb-x", language: "nb", reshare: false };
const items = [{ sha256: SHA, statements: [STATEMENT], post: "own" }];

beforeEach(() => installChrome().storage.local.set({ token: "secret" }));

test("a lookup carries the token, the language and the statements, and keeps the order of the answers", async () => {
  const results = [{ sha256: SHA, known: true, assessment: { status: "none" } }, { sha256: SHA, known: false }];
  const requests = installNetwork(() => json({ results }));
  assert.deepEqual(await lookup([...items, ...items], "es"), [{ status: "none" }, null]);
  assert.equal(requests[0].url, "http://127.0.0.1:8765/v1/lookup");
  assert.equal(requests[0].headers.Authorization, "Bearer secret");
  assert.deepEqual(JSON.parse(requests[0].body), { locale: "es", items: [...items, ...items] });
});

test("what the reader switched off is told to nobody", async () => {
  await chrome.storage.local.set({ sourcesOff: [{ source: "registry", name: "A newsroom" }], labelsOff: ["estimate"] });
  const requests = installNetwork(() => json({ results: [], lists: [], generation: 1, sha256: [], all: false }));
  await lookup(items, "es");
  await upload(items[0], new Uint8Array([1]), "es");
  await changesSince(3);
  await getLists();
  assert.deepEqual(requests.map(({ url }) => new URL(url).pathname.split("/")[2]), ["lookup", "images", "changes", "lists"]);
  assert.deepEqual(JSON.parse(requests[0].body), { locale: "es", items });
  for (const { url, headers } of requests) assert.doesNotMatch(url + JSON.stringify(headers), /newsroom|estimate|registry/);
});

test("values travel in headers as base64url of UTF-8 JSON", () => {
  const header = headerValue([{ ...STATEMENT, pattern: "ar-é-?>" }]);
  assert.match(header, /^[\w-]+$/);
  assert.equal(JSON.parse(Buffer.from(header, "base64url").toString())[0].pattern, "ar-é-?>");
});

test("an upload is one PUT of the bytes under their hash", async () => {
  const requests = installNetwork(() => json({ status: "labelled" }));
  const bytes = new Uint8Array([1, 2, 3]);
  assert.deepEqual(await upload(items[0], bytes, "en"), { status: "labelled" });
  assert.equal(requests[0].method, "PUT");
  assert.equal(requests[0].url, `http://127.0.0.1:8765/v1/images/${SHA}?locale=en&post=own`);
  assert.equal(requests[0].body, bytes);
  await upload({ ...items[0], post: null }, bytes, "en");
  assert.equal(requests[1].url, `http://127.0.0.1:8765/v1/images/${SHA}?locale=en`);
});

const network = () => {
  throw new TypeError("Failed to fetch");
};
for (const [name, answer, expected] of [
  ["no answer", network, { state: "unreachable", retryAfter: null }],
  ["an unknown token", () => json({}, 401), { state: "unpaired", retryAfter: null }],
  ["a busy server", () => json({}, 503, { "Retry-After": "7" }), { state: "overloaded", retryAfter: 7 }],
  ["too many requests", () => json({}, 429, { "Retry-After": "2" }), { state: "overloaded", retryAfter: 2 }],
  ["a wait that has no sense", () => json({}, 503, { "Retry-After": "soon" }), { state: "overloaded", retryAfter: null }],
  ["a wait of a year", () => json({}, 503, { "Retry-After": "31536000" }), { state: "overloaded", retryAfter: 86_400 }],
  ["a broken server", () => json({ title: "x" }, 500), { state: "unreachable", retryAfter: null }],
  ["something else on the port", () => new Response("<p>hello"), { state: "unreachable", retryAfter: null }],
]) {
  test(`${name} makes the server unavailable`, async () => {
    installNetwork(answer);
    await assert.rejects(lookup(items, "en"), expected);
  });
}

test("the server may name the time instead of the wait", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: Date.UTC(2026, 0, 1) });
  installNetwork(() => json({}, 503, { "Retry-After": "Thu, 01 Jan 2026 00:00:09 GMT" }));
  await assert.rejects(lookup(items, "en"), { state: "overloaded", retryAfter: 9 });
});

test("without a token nothing is sent", async () => {
  installChrome();
  const requests = installNetwork(network);
  await assert.rejects(lookup(items, "en"), { state: "unpaired" });
  assert.equal(requests.length, 0);
});

test("a refusal keeps the server's words and its assessment", async () => {
  installNetwork(() => json({ title: "Cannot be read", detail: "too many pixels", assessment: { status: "not_checked" } }, 422));
  await assert.rejects(upload(items[0], new Uint8Array(), "en"), (error) => {
    assert.ok(error instanceof Refusal);
    assert.equal(error.message, "too many pixels");
    assert.deepEqual(error.assessment, { status: "not_checked" });
    return true;
  });
});

test("a disclosure is one POST of the bytes, with what is to be remembered in a header", async () => {
  const requests = installNetwork(() => json({ id: "e1", state: "waiting" }, 201));
  const disclosure = { sha256: SHA, process: "ai_generated", words: "Hecho con IA ✎", said_by: null };
  assert.deepEqual(await postDisclosure(disclosure, new Uint8Array([7])), { id: "e1", state: "waiting" });
  const [{ method, url, headers, body }] = requests;
  assert.deepEqual([method, url, [...body]], ["POST", "http://127.0.0.1:8765/v1/disclosures", [7]]);
  assert.deepEqual(JSON.parse(Buffer.from(headers["Colophon-Disclosure"], "base64url")), disclosure);
});

test("taking a disclosure back needs no answer but that it is done", async () => {
  const requests = installNetwork(() => new Response(null, { status: 204 }));
  await deleteDisclosure("a/b");
  assert.deepEqual([requests[0].method, requests[0].url], ["DELETE", "http://127.0.0.1:8765/v1/disclosures/a%2Fb"]);
  installNetwork(() => json({ title: "Not yours" }, 403));
  await assert.rejects(deleteDisclosure("x"), Refusal);
});

test("changes are asked for after a generation, or at once without one", async () => {
  const requests = installNetwork(() => json({ generation: 18, sha256: [], all: false }));
  await changesSince(17);
  await changesSince(null);
  assert.deepEqual(requests.map(({ url }) => new URL(url).search), ["?since=17", ""]);
});

test("pairing tells a refused code from a silent server", async () => {
  installNetwork(() => json({ token: "t" }));
  assert.deepEqual(await exchangeCode("http://127.0.0.1:1", "c"), { token: "t" });
  installNetwork(() => json({ title: "Refused" }, 403));
  assert.deepEqual(await exchangeCode("http://127.0.0.1:1", "c"), { fault: "refused", retryAfter: null });
  installNetwork(() => json({}, 429, { "Retry-After": "90" }));
  assert.deepEqual(await exchangeCode("http://127.0.0.1:1", "c"), { fault: "too_many", retryAfter: 90 });
  for (const answer of [network, () => json({}, 500), () => json({}), () => new Response("<p>a page")]) {
    installNetwork(answer);
    assert.deepEqual(await exchangeCode("http://127.0.0.1:1", "c"), { fault: "no_answer", retryAfter: null });
  }
});

test("the server's requests follow no redirect: what they carry is for the paired server alone", async () => {
  const modes = [];
  installNetwork((_url, init) => (modes.push(init.redirect), json({ results: [], token: "t" })));
  await lookup(items, "en");
  await upload(items[0], new Uint8Array([1]), "en");
  await postDisclosure({ sha256: SHA }, new Uint8Array([1]));
  await changesSince(1);
  await exchangeCode("http://127.0.0.1:8765", "code");
  assert.deepEqual(modes, Array(5).fill("error"));
});

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { disclose, undisclose } from "../../../extension/background/disclosures.js";

const URL_ = "https://pbs.twimg.com/media/a";
const BYTES = new Uint8Array([1, 2, 3, 4]);
const DISCLOSURE = { sha256: createHash("sha256").update(BYTES).digest("hex"), process: "ai_generated", words: "x" };

beforeEach(() => {
  installChrome().permissions.granted.add("https://pbs.twimg.com/*");
  return chrome.storage.local.set({ token: "t" });
});

/** The picture's host has `bytes`; the server answers with `reply()`. */
const network = (reply, bytes = BYTES) =>
  installNetwork((url) => (url === URL_ ? (bytes ? new Response(bytes) : new Response("", { status: 404 })) : reply()));

for (const state of ["active", "waiting"]) {
  test(`a disclosure that the server takes is ${state}, and can be taken back by its id`, async () => {
    const requests = network(() => json({ id: "e1", state }, 201));
    assert.deepEqual(await disclose({ url: URL_, disclosure: DISCLOSURE }, "x.com"), { outcome: state, id: "e1" });
    assert.deepEqual([...requests[1].body], [...BYTES]);
    network(() => new Response(null, { status: 204 }));
    assert.deepEqual(await undisclose("e1"), { outcome: "undone" });
  });
}

for (const [name, bytes] of [["is gone", null], ["shows another picture now", new Uint8Array([9])]]) {
  test(`an address that ${name} is not remembered`, async () => {
    const requests = network(() => json({}, 201), bytes);
    assert.deepEqual(await disclose({ url: URL_, disclosure: DISCLOSURE }, "x.com"), { outcome: "unreadable" });
    assert.equal(requests.length, 1);
  });
}

test("where the browser lets nobody read the image any more, that is said", async () => {
  chrome.permissions.granted.clear();
  network(() => json({}, 201), null);
  assert.deepEqual(await disclose({ url: URL_, disclosure: DISCLOSURE }, "news.example"), { outcome: "not_allowed" });
  assert.deepEqual(await disclose({ url: "data:,", disclosure: DISCLOSURE }, "news.example"), { outcome: "unreadable" });
});

for (const [name, reply, outcome] of [
  ["refuses", () => json({ title: "No" }, 422), "refused"],
  ["is away", () => Promise.reject(new TypeError("Failed to fetch")), "absent"],
  ["is busy", () => json({}, 503), "absent"],
]) {
  test(`a server that ${name} keeps nothing, and the reader is told`, async () => {
    network(reply);
    assert.deepEqual(await disclose({ url: URL_, disclosure: DISCLOSURE }, "x.com"), { outcome });
    assert.deepEqual(await undisclose("e1"), { outcome });
  });
}

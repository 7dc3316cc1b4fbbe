import assert from "node:assert/strict";
import { test } from "node:test";

import { installNetwork } from "./fakes.mjs";
import { fetchBytes, sha256Of } from "../../../extension/background/bytes.js";

const URL_ = "https://cdn.example/a.jpg";
const LIMIT = 15 * 1024 * 1024;

test("the bytes come from the address given, without cookies", async () => {
  let seen;
  installNetwork((_url, init) => {
    seen = init.credentials;
    return new Response(new Uint8Array([1, 2, 3]));
  });
  assert.deepEqual(await fetchBytes(URL_, "x.com"), new Uint8Array([1, 2, 3]));
  assert.equal(seen, "omit");
});

test("the hash is SHA-256 in hexadecimal", async () => {
  const bytes = new TextEncoder().encode("test");
  assert.equal(await sha256Of(bytes), "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
});

test("a file that announces too much is not read", async () => {
  installNetwork(() => new Response("x", { headers: { "Content-Length": String(LIMIT + 1) } }));
  await assert.rejects(fetchBytes(URL_, "x.com"), { reason: "too_large" });
});

test("a file that turns out too large is read no further", async () => {
  let chunks = 0;
  const endless = () => new ReadableStream({ pull: (c) => (chunks++, c.enqueue(new Uint8Array(1024 * 1024))) });
  installNetwork(() => new Response(endless()));
  await assert.rejects(fetchBytes(URL_, "x.com"), { reason: "too_large" });
  assert.ok(chunks <= 18, `${chunks} MiB were read`);
});

for (const [name, answer] of [
  ["a missing file", () => new Response("", { status: 404 })],
  ["a network that fails", () => Promise.reject(new TypeError("Failed to fetch"))],
]) {
  test(`${name} has no bytes`, async () => {
    installNetwork(answer);
    await assert.rejects(fetchBytes(URL_, "x.com"), { reason: "unreadable_here" });
  });
}

test("what a redirect found inside the reader's network is not used", async () => {
  const answer = new Response("secret");
  Object.defineProperty(answer, "url", { value: "http://192.168.1.1/status.png" });
  installNetwork(() => answer);
  await assert.rejects(fetchBytes(URL_, "x.com"), { reason: "unreadable_here" });
  assert.equal(answer.bodyUsed, false);
});

test("at most four files are fetched at once", async () => {
  let open = 0;
  let most = 0;
  installNetwork(async () => {
    most = Math.max(most, ++open);
    await new Promise((resolve) => setImmediate(resolve));
    open--;
    return new Response("x");
  });
  await Promise.all(Array.from({ length: 12 }, () => fetchBytes(URL_, "x.com")));
  assert.equal(most, 4);
});

const LOCAL = ["127.0.0.1:8765", "2130706433", "localhost", "localhost.", "a.localhost", "printer.local"];
for (const host of [...LOCAL, "192.168.1.1", "10.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[fd00::1]"]) {
  test(`a public page cannot have ${host} asked, a local page can`, async () => {
    const requests = installNetwork(() => new Response("x"));
    await assert.rejects(fetchBytes(`http://${host}/delete`, "x.com"), { reason: "unreadable_here" });
    assert.equal(requests.length, 0);
    await fetchBytes(`http://${host}/a.jpg`, "127.0.0.1");
    assert.equal(requests.length, 1);
  });
}

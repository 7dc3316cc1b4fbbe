import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { beforeEach, test } from "node:test";

import { adapterFor, filesOf, loadAdapter } from "../../../extension/background/adapters.js";
import { EXTENSION, installChrome } from "./fakes.mjs";

let run;

beforeEach(() => {
  run = [];
  installChrome().scripting = { executeScript: async (injection) => void run.push(injection) };
});

test("every site has its adapter, under all its names and nothing that only looks like one", () => {
  for (const [host, adapter] of Object.entries({
    "x.com": "x", "mobile.twitter.com": "x", "bsky.app": "bluesky", "mastodon.social": "mastodon", "misskey.io": "misskey",
    "m.facebook.com": "facebook", "www.instagram.com": "instagram", "www.threads.com": "threads", "threads.net": "threads",
    "old.reddit.com": "reddit", "www.linkedin.com": "linkedin", "www.tiktok.com": "tiktok", "m.youtube.com": "youtube",
    "www.pinterest.com": "pinterest", "br.pinterest.com": "pinterest", "www.pinterest.co.uk": "pinterest", "pinterest.de": "pinterest",
    "www.tumblr.com": "tumblr", "notx.com": null, "x.com.evil.example": null, "pinterest.evil.example": null, "blog.example": null,
  }))
    assert.equal(adapterFor(host), adapter, host);
});

test("software that runs under many names is known by its marks, and a page cannot name anything else", () => {
  assert.equal(adapterFor("social.example", ["mastodon"]), "mastodon");
  assert.equal(adapterFor("social.example", ["misskey"]), "misskey");
  assert.equal(adapterFor("x.com", ["mastodon"]), "x");
  for (const marks of [["x"], ["../content/main"], "mastodon", { includes: () => true }, null, 7]) assert.equal(adapterFor("a.example", marks ?? []), null);
});

test("every adapter's files exist", () => {
  for (const name of ["x", "bluesky", "mastodon", "misskey", "facebook", "instagram", "threads", "reddit", "linkedin", "tiktok", "youtube", "pinterest", "tumblr"])
    for (const file of filesOf(name)) assert.ok(existsSync(new URL(file, EXTENSION)), file);
});

test("it is run in the document that asks, by that document's own address", async () => {
  await loadAdapter([], { url: "https://www.threads.com/@a", tab: { id: 7, url: "https://x.com/" }, documentId: "d1", frameId: 2 });
  await loadAdapter(["mastodon"], { url: "https://social.example/", tab: { id: 8 }, frameId: 2 });
  await loadAdapter([], { url: "https://blog.example/", tab: { id: 9 } });
  await loadAdapter([], { tab: { id: 9 } });
  assert.deepEqual(run, [
    { target: { tabId: 7, documentIds: ["d1"] }, files: ["sites/meta.js", "sites/threads.js"] },
    { target: { tabId: 8, frameIds: [2] }, files: ["sites/mastodon.js"] },
  ]);
});

test("where the document is gone the page is told all the same", async () => {
  chrome.scripting.executeScript = async () => {
    throw new Error("No document with id d1");
  };
  await loadAdapter([], { url: "https://x.com/", tab: { id: 7 }, documentId: "d1" });
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { assess } from "../../../extension/background/assess.js";
import { isPrivateSender, privateMarks, reachOf } from "../../../extension/background/private_places.js";

const at = (url) => isPrivateSender({ tab: { url }, url });

for (const url of [
  "https://x.com/messages", "https://x.com/messages/1-2", "https://x.com/i/chat", "https://x.com/i/chat/12?a=b",
  "https://www.instagram.com/direct/inbox/", "https://www.instagram.com/direct/t/123/", "https://www.facebook.com/messages/t/1",
  "https://www.facebook.com/messages/e2ee/t/1", "https://www.facebook.com/marketplace/inbox/", "https://www.messenger.com/t/1",
  "https://bsky.app/messages", "https://bsky.app/messages/3k", "https://mastodon.social/conversations",
  "https://any.example/deck/conversations", "https://mastodon.online/web/timelines/direct", "https://www.reddit.com/message/inbox/",
  "https://www.reddit.com/chat/room/a", "https://chat.reddit.com/room/a", "https://www.linkedin.com/messaging/thread/2-a/",
  "https://www.tumblr.com/messaging", "https://www.tumblr.com/inbox", "https://www.pinterest.com/messages/",
  "https://misskey.io/chat", "https://misskey.io/my/messaging", "https://www.tiktok.com/messages", "https://discord.com/channels/@me/1",
  "https://mail.example.org/x",
])
  test(`private: ${url}`, () => assert.equal(at(url), true));

for (const url of [
  "https://x.com/home", "https://x.com/amy/status/1/photo/1", "https://x.com/directory", "https://www.instagram.com/p/abc/",
  "https://www.facebook.com/", "https://bsky.app/profile/messages.example/post/3k", "https://mastodon.social/@amy/1",
  "https://www.reddit.com/r/chat/comments/1/a/", "https://www.linkedin.com/feed/", "https://chatter.example/", "http://127.0.0.1:8765/sample",
])
  test(`not private: ${url}`, () => assert.equal(at(url), false));

test("a page counts by the tab's address of now, a prerendered one by its own", () => {
  const [home, messages] = ["https://x.com/home", "https://x.com/messages"];
  assert.equal(isPrivateSender({ tab: { url: home }, url: messages }), false);
  assert.equal(isPrivateSender({ tab: { url: messages }, url: home }), true);
  assert.equal(isPrivateSender({ tab: { url: home }, url: messages, documentLifecycle: "prerender" }), true);
  assert.equal(isPrivateSender({ tab: {}, url: "https://x.com/home" }), false);
  assert.equal(isPrivateSender({ tab: { url: home, incognito: true }, url: home }), true);
  assert.equal(isPrivateSender({ tab: { url: home }, url: messages, frameId: 5 }), true);
  assert.equal(isPrivateSender({ tab: { url: messages }, url: home, frameId: 5 }), true);
  assert.equal(isPrivateSender({ tab: { url: home }, url: home, frameId: 5 }), false);
  assert.equal(isPrivateSender({}), false);
});

test("a page knows its own paths; on a host of messages everything is private", () => {
  const isPrivate = (url) => new RegExp(privateMarks(new URL(url).hostname).path, "i").test(new URL(url).pathname);
  assert.deepEqual(["https://x.com/i/chat", "https://x.com/home", "https://www.messenger.com/"].map(isPrivate), [true, false, true]);
});

test("how far a server may be asked", () => {
  const own = { server: "http://127.0.0.1:8765", privateByHash: false };
  const theirs = { server: "https://colophon.example", privateByHash: false };
  assert.deepEqual([own, theirs].map((settings) => reachOf(settings, false)), ["all", "all"]);
  assert.deepEqual([own, theirs].map((settings) => reachOf(settings, true)), ["all", "nothing"]);
  assert.equal(reachOf({ ...theirs, privateByHash: true }, true), "hash");
});

const PICTURE = "https://pbs.twimg.com/media/a?name=small";
const SAID = { source: "creator", process: "ai_generated", pattern: "en-x", language: "en", reshare: false };
const ANSWER = { status: "labelled", label: { id: "ai_generated.signed" }, checks: { c2pa: "done" } };
const item = { key: "x:a", url: PICTURE, statements: [], platform: null, post: "own", private: true };
const context = { locale: "en", page: "x.com", onReturn: () => {} };
const PRIVATE = "the image is in a private place, so the server does not get it";
let known;
let requests;

beforeEach(async () => {
  const chrome = installChrome();
  chrome.permissions.granted.add("https://colophon.example/*");
  await chrome.storage.local.set({ server: "https://colophon.example", token: "t" });
  known = false;
  requests = installNetwork((url) => {
    if (url === PICTURE) return new Response(new Uint8Array([1, 2, 3, 4]));
    return json(url.endsWith("/v1/lookup") ? { results: [{ known, assessment: ANSWER }] } : ANSWER);
  });
});

const asked = () => requests.filter(({ url }) => url.startsWith("https://colophon.example")).map(({ method }) => method);

test("nothing about a private picture goes to somebody else's server; the card says why", async () => {
  const silent = await assess(item, context);
  assert.deepEqual([silent.status, silent.label, silent.reason, silent.private], ["not_checked", null, PRIVATE, true]);
  const speaking = await assess({ ...item, private: false, statements: [SAID] }, { ...context, privatePage: true });
  assert.deepEqual([speaking.status, speaking.label.id], ["labelled", "ai_generated.creator"]);
  assert.equal(speaking.checks.c2pa, `skipped: ${PRIVATE}`);
  assert.equal(speaking.checks.metadata, "done");
  assert.deepEqual(asked(), []);
});

test("the same picture in public is asked about and sent", async () => {
  await assess(item, context);
  assert.deepEqual(await assess({ ...item, private: false }, context), ANSWER);
  assert.deepEqual(asked(), ["POST", "PUT"]);
});

test("what was learnt in public is said in private, without a question, and nothing can be remembered there", async () => {
  known = true;
  await assess({ ...item, private: false }, context);
  const before = asked().length;
  assert.deepEqual(await assess(item, context), { ...ANSWER, private: true });
  assert.equal(asked().length, before);
});

test("by hash only, when the reader says so: an unknown picture is not sent", async () => {
  await chrome.storage.local.set({ privateByHash: true });
  assert.equal((await assess(item, context)).reason, PRIVATE);
  known = true;
  assert.deepEqual(await assess(item, context), { ...ANSWER, private: true });
  assert.deepEqual(asked(), ["POST", "POST"]);
});

test("the reader's own server is asked as about any other picture", async () => {
  await chrome.storage.local.set({ server: "http://127.0.0.1:8765" });
  assert.deepEqual(await assess(item, context), ANSWER);
});

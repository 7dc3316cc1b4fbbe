import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";
import { forgetWish, fulfilWish, wishFor } from "../../../extension/background/wishes.js";

const URL_ = "https://cdn.example/a.jpg";
const HOST = "https://cdn.example/*";
const WISH = { url: URL_, tabId: 7, frameId: 2, number: 1 };
const ASKED = [7, { type: "check", url: URL_, number: 1 }, 2];

let sent;
let opened;

beforeEach(() => {
  const chrome = installChrome();
  [sent, opened] = [[], []];
  chrome.tabs = {
    get: async (id) => ({ id, index: 0, incognito: false, url: "https://news.example/" }),
    create: async (one) => void opened.push(one),
    sendMessage: async (id, message, { frameId }) => {
      sent.push([id, message, frameId]);
      return { shown: true };
    },
  };
});

test("the browser is asked in the click itself", async () => {
  let asked = null;
  chrome.permissions.request = async ({ origins }) => (asked = origins) && true;
  const done = wishFor(WISH);
  assert.deepEqual(asked, [HOST]);
  await done;
});

test("what the popup says and what the browser says fulfil a wish once", async () => {
  await wishFor(WISH);
  const done = await Promise.all([fulfilWish([HOST]), fulfilWish(), fulfilWish()]);
  assert.deepEqual(done, [{ done: true }, { done: false }, { done: false }]);
  assert.deepEqual(sent, [ASKED]);
  assert.equal(await chrome.permissions.contains({ origins: [HOST] }), false); // lent for this one
  assert.deepEqual([await chrome.storage.session.get(null), await chrome.storage.local.get(null)], [{}, {}]);
});

test("a popup that the browser's question closed is done without", async () => {
  chrome.permissions.request = () => new Promise(() => {}); // nobody is there to hear the answer
  void wishFor(WISH);
  await new Promise((done) => setTimeout(done));
  chrome.permissions.granted.add(HOST);
  await fulfilWish(["https://other.example/*"]);
  assert.deepEqual(sent, []);
  await fulfilWish([HOST]);
  assert.deepEqual(sent, [ASKED]);
});

test("a reader who does not allow it still gets a result", async () => {
  chrome.permissions.agrees = false;
  await wishFor(WISH);
  assert.deepEqual(await fulfilWish(), { done: true });
  assert.deepEqual(sent, [ASKED]);
});

test("an old wish, or one of a popup before, is nobody's any more", async (t) => {
  await wishFor(WISH);
  await forgetWish();
  assert.deepEqual(await fulfilWish(), { done: false });
  await wishFor(WISH);
  const now = Date.now() + 121_000;
  t.mock.method(Date, "now", () => now);
  assert.deepEqual(await fulfilWish([HOST]), { done: false });
  assert.deepEqual(sent, []);
});

test("a picture that only the page has is asked for by its number alone", async () => {
  chrome.permissions.request = () => assert.fail("asked");
  await wishFor({ ...WISH, url: null });
  assert.deepEqual(await fulfilWish(), { done: true });
  assert.deepEqual(sent, [[7, { type: "check", url: null, number: 1 }, 2]]);
});

test("a popup that is opened anew hears once what was not allowed", async () => {
  chrome.permissions.agrees = false;
  await wishFor(WISH);
  assert.equal(await forgetWish(), "cdn.example");
  assert.equal(await forgetWish(), null);
  chrome.permissions.agrees = true;
  await wishFor(WISH);
  assert.equal(await forgetWish(), null); // it was allowed: there is nothing to say
});

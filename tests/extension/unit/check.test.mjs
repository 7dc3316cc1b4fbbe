import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";
import { CHECKING, check, isPrivateCheck } from "../../../extension/background/check.js";
import { endLoans, giveAllBack } from "../../../extension/background/loans.js";
import { grantedSites } from "../../../extension/background/sites.js";

const URL_ = "https://cdn.example/a.jpg";
const HOST = "https://cdn.example/*";
const tab = (more = {}) => ({ id: 7, index: 2, incognito: false, url: "https://news.example/", ...more });

let opened;
let run;
let sent;
let page; // what a tab answers; null where nothing listens

beforeEach(() => {
  const chrome = installChrome();
  [opened, run, sent] = [[], [], []];
  page = () => ({ shown: true });
  chrome.runtime.getManifest = () => ({ host_permissions: [], content_scripts: [{ js: ["content/main.js"], matches: [] }] });
  chrome.tabs = {
    create: async (one) => void opened.push(one),
    sendMessage: async (id, message, { frameId }) => {
      sent.push([id, message, frameId]);
      if (!page) throw new Error("Could not establish connection");
      return page(await chrome.permissions.contains({ origins: [HOST] }));
    },
  };
  chrome.scripting = {
    executeScript: async ({ target, files }) => {
      run.push([target, files]);
      page = () => ({ shown: true });
    },
  };
});

test("the browser is asked for the picture's host in the click itself, before anything is waited for", async () => {
  let asked = null;
  chrome.permissions.request = async ({ origins }) => (asked = origins) && true;
  const done = check({ url: URL_, tab: tab(), frameId: 3 });
  assert.deepEqual(asked, [HOST]);
  await done;
});

test("the permission is there while the page looks, and is given back; no site is worked on because of it", async () => {
  let [during, sites] = [null, null];
  page = async (may) => {
    [during, sites] = [may, await grantedSites()];
    return { shown: true };
  };
  await check({ url: URL_, tab: tab(), frameId: 3 });
  assert.deepEqual([during, sites], [true, []]);
  assert.deepEqual(sent, [[7, { type: "check", url: URL_ }, 3]]);
  assert.equal(await chrome.permissions.contains({ origins: [HOST] }), false);
  assert.deepEqual(await chrome.storage.local.get(null), {});
  assert.deepEqual([run, opened], [[], []]);
});

test("what the reader had allowed before stays", async () => {
  chrome.permissions.granted.add(HOST);
  await check({ url: URL_, tab: tab(), frameId: 0 });
  assert.deepEqual(await grantedSites(), [HOST]);
});

test("where no script runs they are brought, for this picture only", async () => {
  page = null;
  await check({ url: URL_, tab: tab(), frameId: 0 });
  assert.deepEqual(run, [[{ tabId: 7, frameIds: [0] }, ["content/only_asked.js", "content/main.js"]]]);
  assert.equal(sent.length, 2);
  assert.deepEqual(opened, []);
});

test("where they cannot run, or do not find it, a page of our own shows it, with the permission until it is done", async () => {
  page = null;
  chrome.scripting.executeScript = async () => {
    throw new Error("Cannot access contents of the page");
  };
  await check({ url: URL_, tab: tab(), frameId: 0 });
  page = () => ({ shown: false });
  await check({ url: null, tab: tab({ incognito: true }), frameId: 0 });
  const address = chrome.runtime.getURL("pages/check.html");
  assert.deepEqual(opened, [{ url: address, openerTabId: 7, index: 3 }, { url: `${address}?private` }]);
  assert.deepEqual((await chrome.storage.session.get(CHECKING))[CHECKING], { url: null, allowed: true });
  assert.deepEqual([isPrivateCheck({ url: address }), isPrivateCheck({ url: `${address}?private` })], [false, true]);
  assert.equal(await chrome.permissions.contains({ origins: [HOST] }), true);
  assert.deepEqual(await grantedSites(), []);
  await giveAllBack();
  assert.equal(await chrome.permissions.contains({ origins: [HOST] }), false);
  assert.deepEqual(await chrome.storage.local.get(null), {});
});

test("a reader who does not allow it still gets a result, and nothing is given back that was never there", async () => {
  chrome.permissions.agrees = false;
  await check({ url: URL_, tab: tab(), frameId: 0 });
  assert.equal(sent.length, 1);
  page = () => ({ shown: false });
  await check({ url: URL_, tab: tab(), frameId: 0 });
  assert.deepEqual((await chrome.storage.session.get(CHECKING))[CHECKING], { url: URL_, allowed: false });
});

test("a picture without a host is nothing to ask the browser for", async () => {
  chrome.permissions.request = () => assert.fail("asked");
  for (const url of [null, "data:image/png;base64,AA==", "blob:https://x.com/1"]) await check({ url, tab: tab(), frameId: 0 });
  assert.equal(sent.length, 3);
});

test("what the reader may go on with stays lent until the card is closed or the tab is", async () => {
  page = () => ({ shown: true, keeps: true });
  await check({ url: URL_, tab: tab(), frameId: 0 });
  const lent = () => chrome.permissions.contains({ origins: [HOST] });
  assert.deepEqual([await lent(), await grantedSites()], [true, []]);
  await endLoans(8); // another tab
  assert.equal(await lent(), true);
  await endLoans(7);
  assert.equal(await lent(), false);
  assert.deepEqual(await chrome.storage.local.get(null), {});
});

test("another picture of the same host takes over what was lent, before the first one's card is closed", async () => {
  page = () => ({ shown: true, keeps: true });
  await check({ url: URL_, tab: tab(), frameId: 0 });
  let during = null;
  page = async () => {
    await endLoans(7); // opening its card closes the other
    during = await chrome.permissions.contains({ origins: [HOST] });
    return { shown: true };
  };
  await check({ url: URL_, tab: tab(), frameId: 0 });
  assert.deepEqual([during, await chrome.permissions.contains({ origins: [HOST] })], [true, false]);
});

test("a picture of a list is asked for by its number", async () => {
  await check({ url: URL_, tab: tab(), frameId: 2, number: 4 });
  assert.deepEqual(sent, [[7, { type: "check", url: URL_, number: 4 }, 2]]);
});

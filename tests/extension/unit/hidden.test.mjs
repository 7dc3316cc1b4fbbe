import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork } from "./fakes.mjs";
import { assess } from "../../../extension/background/assess.js";
import { isHidden, keepHidden, unhide } from "../../../extension/background/hidden.js";
import { hideAndHelp, onMenu, syncMenu } from "../../../extension/background/menu.js";
import { pageSettings } from "../../../extension/background/page_settings.js";
import { changeSettings, readSettings } from "../../../extension/background/settings.js";

const BYTES = new Uint8Array([1, 2, 3, 4]);
const SHA = createHash("sha256").update(BYTES).digest("hex");
const SMALL = { key: "x:Gabc", url: "https://pbs.twimg.com/media/Gabc?name=small" };
const LARGE = { key: "x:Gabc", url: "https://pbs.twimg.com/media/Gabc?name=large" };
const ELSEWHERE = { key: "https://blog.example/a.jpg", url: "https://blog.example/a.jpg" };
const context = { locale: "en", page: "x.com", onReturn: () => {} };
const item = (picture) => ({ ...picture, statements: [], platform: null, post: "own" });

let menu;

beforeEach(() => {
  const chrome = installChrome();
  menu = [];
  chrome.contextMenus = { removeAll: async () => void (menu = []), create: (one) => menu.push(one) };
  chrome.permissions.getAll = async () => ({ origins: ["https://masto.example/*"] });
  chrome.runtime.getManifest = () => ({ host_permissions: [], content_scripts: [{ matches: ["https://x.com/*"] }] });
  chrome.tabs = { sendMessage: async (_tab, message, { frameId }) => (told.push([message, frameId]), SMALL), create: async ({ url }) => opened.push(url) };
  installNetwork(() => new Response(BYTES));
});

let told = [];
let opened = [];

test("kept are the hash and the site's own name for a picture, and nothing else", async () => {
  await keepHidden(SMALL, "x.com");
  await keepHidden(ELSEWHERE, "blog.example");
  assert.deepEqual((await readSettings()).hidden, [{ sha256: SHA, key: "x:Gabc" }]); // the second is the same picture
  assert.deepEqual(Object.keys(await chrome.storage.session.get(null)), []);
});

test("a hidden picture is known by its name at once, and by its hash anywhere", async () => {
  await keepHidden(SMALL, "x.com");
  assert.equal(await isHidden(LARGE), true);
  assert.equal(await isHidden(ELSEWHERE), false);
  assert.equal(await isHidden(ELSEWHERE, SHA), true);
});

test("an address is no name: without readable bytes nothing is kept of it", async () => {
  installNetwork(() => new Response("", { status: 404 }));
  await keepHidden(ELSEWHERE, "blog.example");
  await keepHidden(SMALL, "x.com");
  assert.deepEqual((await readSettings()).hidden, [{ sha256: null, key: "x:Gabc" }]);
});

test("the server is not asked about a hidden picture", async () => {
  await chrome.storage.local.set({ token: "t" });
  await keepHidden(SMALL, "x.com");
  const requests = installNetwork(() => new Response(BYTES));
  assert.equal((await assess(item(LARGE), context)).hidden, true);
  assert.equal((await assess(item(ELSEWHERE), context)).hidden, true);
  assert.deepEqual(requests.map(({ url }) => url), [ELSEWHERE.url]);
});

test("what is shown again is kept no longer", async () => {
  await keepHidden(SMALL, "x.com");
  await unhide(ELSEWHERE, "blog.example");
  assert.deepEqual((await readSettings()).hidden, []);
});

test("what the menu has, once each, and where, in the reader's language", async () => {
  await Promise.all([syncMenu(), syncMenu()]);
  const ours = ["https://x.com/*", "https://masto.example/*"];
  const found = menu.map(({ title, contexts, documentUrlPatterns }) => [title, contexts, documentUrlPatterns]);
  assert.deepEqual(found.filter((_one, n) => n !== 2), [
    ["Check this image", ["image"], undefined],
    ["Check this image", ["page", "video"], ours],
    ["Hide and get help", ["image"], ours],
  ]);
  assert.deepEqual([found[2].slice(0, 2), found[2][2].includes("https://www.reddit.com/*")], [["Check this image", ["link"]], true]);
  await changeSettings({ language: "es" });
  await syncMenu();
  assert.deepEqual(menu.map(({ title }) => title).slice(2), ["Comprobar esta imagen", "Ocultar y pedir ayuda"]);
});

test("from the menu: hidden in the page, help opened, kept hidden", async () => {
  [told, opened] = [[], []];
  await syncMenu();
  const there = { menuItemId: menu[3].id, srcUrl: SMALL.url, pageUrl: "https://x.com/home", frameId: 3 };
  await onMenu(there, { id: 7, url: "https://x.com/home" });
  const hide = { type: "hide", url: SMALL.url };
  assert.deepEqual(told, [[hide, 3], [hide, undefined]]); // in the frame that is meant, then copies in all
  assert.match(opened[0], /pages\/help\.html$/);
  assert.equal((await readSettings()).hidden.length, 1);
});

test("a page that has no such image hides nothing, and help is opened all the same", async () => {
  opened = [];
  chrome.tabs.sendMessage = async () => null;
  assert.deepEqual(await hideAndHelp(SMALL.url, 7, "x.com"), { hidden: false });
  assert.equal(opened.length, 1);
  assert.deepEqual((await readSettings()).hidden, []);
});

test("sites for adults are known by name, and on only where the reader said so", async () => {
  await changeSettings({ adult: ["onlyfans.com"] });
  assert.deepEqual((await pageSettings("www.pornhub.com")).adult, { site: true, on: false });
  assert.deepEqual((await pageSettings("onlyfans.com")).adult, { site: true, on: true });
  assert.deepEqual((await pageSettings("notpornhub.com")).adult, { site: false, on: false });
});

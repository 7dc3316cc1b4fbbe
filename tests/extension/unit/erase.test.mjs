import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";
import { keepAnswer } from "../../../extension/background/answers.js";
import { erase } from "../../../extension/background/erase.js";
import { changeSettings, readSettings } from "../../../extension/background/settings.js";

const OWN = ["https://x.com/*", "http://127.0.0.1/pair*"]; // of the second the scripts only, which Firefox lists, too
const pictures = () => Object.keys(chrome.storage.session.items).filter((key) => key.startsWith("picture:"));

beforeEach(() => {
  const chrome = installChrome();
  for (const area of [chrome.storage.local, chrome.storage.session]) area.clear = async () => void (area.items = {});
  chrome.runtime.getManifest = () => ({ host_permissions: OWN.slice(0, 1), content_scripts: [{ matches: OWN }] });
  chrome.scripting = { getRegisteredContentScripts: async () => [], unregisterContentScripts: async () => {}, registerContentScripts: async () => {} };
  chrome.contextMenus = { removeAll: async () => {}, create: () => {} };
});

test("afterwards nothing is kept and no further site is allowed", async () => {
  const asInstalled = await readSettings();
  for (const origin of [...OWN, "https://masto.example/*"]) chrome.permissions.granted.add(origin);
  await changeSettings({ token: "t", off: ["x.com"], hidden: [{ sha256: "a".repeat(64), key: null }], paused: true });
  await keepAnswer({ status: "none", sha256: "b".repeat(64), label: null, evidence: [], checks: {} }, "b".repeat(64), { statements: [], post: "own" }, "en");
  assert.equal(pictures().length, 1);

  assert.deepEqual(await erase(), { erased: true });

  assert.deepEqual(chrome.storage.local.items, {});
  assert.deepEqual(await readSettings(), asInstalled);
  assert.deepEqual(pictures(), []);
  assert.deepEqual([...chrome.permissions.granted], OWN);
});

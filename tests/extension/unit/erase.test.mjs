import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installDatabase } from "./fake_database.mjs";
import { installChrome } from "./fakes.mjs";
import { keepAnswer } from "../../../extension/background/answers.js";
import { erase } from "../../../extension/background/erase.js";
import { changeSettings, readSettings } from "../../../extension/background/settings.js";
import { everything, record } from "../../../extension/background/study/queue.js";
import { keepPart, readPart } from "../../../extension/background/study/state.js";

const OWN = ["https://x.com/*", "http://127.0.0.1/pair*"]; // of the second the scripts only, which Firefox lists, too
const pictures = () => Object.keys(chrome.storage.session.items).filter((key) => key.startsWith("picture:"));

beforeEach(() => {
  const chrome = installChrome();
  installDatabase();
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
  await keepPart({ study: { server: "https://study.example" }, plan: {}, token: "t" });
  await record("s1", [{ kind: "hide", t: 1, data: {} }]);

  assert.deepEqual(await erase(), { erased: true });

  assert.deepEqual(chrome.storage.local.items, {});
  assert.deepEqual(await readSettings(), asInstalled);
  assert.deepEqual(pictures(), []);
  assert.equal(await readPart(), null);
  assert.deepEqual(await everything(), []);
  assert.deepEqual([...chrome.permissions.granted], OWN);
});

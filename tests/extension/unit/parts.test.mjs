import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { loadPart } from "../../../extension/background/parts.js";
import { installChrome, loadScripts } from "./fakes.mjs";

let run;
let sent;
let answers;

installChrome();
await loadScripts("content/hook.js", "content/bridge.js");

beforeEach(() => {
  run = [];
  sent = [];
  answers = [];
  chrome.scripting = { executeScript: async (injection) => void run.push(injection) };
  chrome.runtime.sendMessage = async (message) => {
    sent.push(message);
    return answers.shift();
  };
});

test("a part is run in the document that asked for it", async () => {
  assert.deepEqual(await loadPart("changes", { tab: { id: 7 }, documentId: "d1" }), { loaded: "changes" });
  assert.deepEqual(run, [{ target: { tabId: 7, documentIds: ["d1"] }, files: ["content/changes.js"] }]);
});

test("where documents have no names it is run in the frame", async () => {
  assert.deepEqual(await loadPart("help", { tab: { id: 7 }, frameId: 3 }), { loaded: "help" });
  assert.deepEqual(run, [{ target: { tabId: 7, frameIds: [3] }, files: ["content/help_link.js"] }]);
});

test("nothing is run that is no part", async () => {
  for (const name of ["toString", "content/main.js", undefined]) assert.equal(await loadPart(name, { tab: { id: 7 } }), null);
  assert.deepEqual(run, []);
});

test("a page asks once for what it needs several times", async () => {
  answers = [{ loaded: "card" }];
  assert.deepEqual(await Promise.all([Colophon.need("card"), Colophon.need("card")]), [true, true]);
  assert.equal(await Colophon.need("card"), true);
  assert.deepEqual(sent, [{ type: "load", part: "card" }]);
});

test("a background that was restarted is asked once more, and anew at the next need", async () => {
  answers = [undefined, { loaded: "hide" }];
  assert.equal(await Colophon.need("hide"), true);
  assert.equal(sent.length, 2);
  answers = [];
  assert.equal(await Colophon.need("help"), false);
  assert.equal(sent.length, 4);
  answers = [{ loaded: "help" }];
  assert.equal(await Colophon.need("help"), true);
  assert.equal(sent.length, 5);
});

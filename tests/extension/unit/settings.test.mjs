import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { pair, readCode } from "../../../extension/background/pairing.js";
import { isLoopback, localeOf, readSettings, serverOrigin } from "../../../extension/background/settings.js";

let chrome;
beforeEach(() => (chrome = installChrome()));

test("the defaults: own computer, not paired, everything on", async () => {
  const server = { server: "http://127.0.0.1:8765", token: null, home: null, privateByHash: false };
  const kept = { off: [], adult: [], hidden: [], sourcesOff: [], labelsOff: [], cover: "none", side: "auto", elsewhere: false, moderators: false, contests: [] };
  const expected = { ...server, language: "auto", paused: false, ...kept };
  assert.deepEqual(await readSettings(), expected);
});

test("the language is the reader's choice, else the browser's, else English", () => {
  assert.equal(localeOf({ language: "es" }), "es");
  assert.equal(localeOf({ language: "auto" }), "en");
  chrome.i18n.getUILanguage = () => "es-MX";
  assert.equal(localeOf({ language: "auto" }), "es");
  for (const [browser, language] of Object.entries({ nb: "no", "nn-NO": "no", "pt-BR": "pt", "zh-CN": "zh", "zh-Hans-SG": "zh" })) {
    chrome.i18n.getUILanguage = () => browser;
    assert.equal(localeOf({ language: "auto" }), language);
  }
  chrome.i18n.getUILanguage = () => "fi";
  assert.equal(localeOf({ language: "auto" }), "en");
});

test("a server address is read as people type it", () => {
  assert.equal(serverOrigin(" 127.0.0.1:8765 "), "http://127.0.0.1:8765");
  assert.equal(serverOrigin("https://colophon.example/pair#x"), "https://colophon.example");
  for (const wrong of ["", "http://", "ftp://a.example", "http://user@a.example"]) assert.equal(serverOrigin(wrong), null);
});

test("only this computer is loopback", () => {
  assert.equal(isLoopback("http://localhost:1"), true);
  assert.equal(isLoopback("http://127.0.0.1.example:1"), false);
});

test("a pasted code may be bare or the whole address", () => {
  assert.deepEqual(readCode(" ab-12 "), { server: null, code: "ab-12" });
  assert.deepEqual(readCode("http://127.0.0.1:9/pair#ab%2D12"), { server: "http://127.0.0.1:9", code: "ab-12" });
});

test("pairing stores the server and its token", async () => {
  installNetwork(() => json({ token: "t" }));
  assert.equal(await pair("http://127.0.0.1:9", "code"), "paired");
  const { server, token } = await readSettings();
  assert.deepEqual([server, token], ["http://127.0.0.1:9", "t"]);
});

test("a refused code changes nothing", async () => {
  installNetwork(() => json({}, 403));
  assert.equal(await pair("http://127.0.0.1:9", "code"), "pair_refused");
  assert.equal((await readSettings()).token, null);
});

test("another computer is joined by its link only, after the reader was told what it sees", async () => {
  const requests = installNetwork(() => json({ token: "t" }));
  assert.equal(await pair("https://colophon.example", "code"), "pair_not_own");
  assert.equal(requests.length, 0);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { pair, pairFromPage, readCode } from "../../../extension/background/pairing.js";
import { readSettings } from "../../../extension/background/settings.js";

const OLD = "http://127.0.0.1:8765";
const NEW = "http://127.0.0.1:9999";
const paired = () => chrome.storage.local.set({ server: OLD, token: "old" });
const answering = (...servers) =>
  installNetwork((url) => {
    if (!servers.some((server) => url.startsWith(server))) throw new TypeError("Failed to fetch");
    return url.endsWith("/healthz") ? json({ status: "ok" }) : json({ token: "new" });
  });

beforeEach(() => void installChrome());

test("a page pairs a browser that is not paired", async () => {
  answering(NEW);
  assert.equal(await pairFromPage(NEW, "CODE"), "paired");
  const { server, token } = await readSettings();
  assert.deepEqual({ server, token }, { server: NEW, token: "new" });
});

test("a page does not take the place of a server that answers", async () => {
  await paired();
  const requests = answering(OLD, NEW);
  assert.equal(await pairFromPage(NEW, "CODE"), "pair_elsewhere");
  assert.equal((await readSettings()).token, "old");
  assert.ok(requests.every(({ url }) => url.startsWith(OLD)));
});

test("a page takes the place of a server that is gone, and renews its own", async () => {
  for (const server of [NEW, OLD]) {
    await paired();
    answering(server);
    assert.equal(await pairFromPage(server, "CODE"), "paired");
    assert.equal((await readSettings()).server, server);
  }
});

test("the reader may change the server at any time", async () => {
  await paired();
  answering(OLD, NEW);
  assert.equal(await pair(NEW, "CODE"), "paired");
});

test("a whole address or a bare code can be pasted", () => {
  assert.deepEqual(readCode(` ${NEW}/pair#AB-CD `), { server: NEW, code: "AB-CD" });
  assert.deepEqual(readCode("AB-CD"), { server: null, code: "AB-CD" });
});

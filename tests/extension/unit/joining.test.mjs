import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { giveBack, mayReach, noteJoining } from "../../../extension/background/access.js";
import { join, leave, readInvitation } from "../../../extension/background/joining.js";
import { pairFromPage } from "../../../extension/background/pairing.js";
import { readSettings } from "../../../extension/background/settings.js";
import { grantedSites } from "../../../extension/background/sites.js";

const OWN = "http://127.0.0.1:8765";
const NGO = "https://colophon.example:8443";
const PATTERN = "https://colophon.example/*";
const LINK = `${NGO}/join#ABCD-EFGH-JKMN`;
let chrome;

beforeEach(async () => {
  chrome = installChrome();
  chrome.runtime.getManifest = () => ({ host_permissions: ["https://x.com/*"], content_scripts: [] });
  await chrome.storage.local.set({ server: OWN, token: "own" });
});

const connection = async () => {
  const { server, token, home } = await readSettings();
  return { server, token, home };
};
/** The reader looks at the link, and the browser asks. */
async function agree(server = NGO) {
  await noteJoining(server);
  chrome.permissions.granted.add(`${new URL(server).protocol}//${new URL(server).hostname}/*`);
}

test("a link names the server and the code", () => {
  const read = { server: NGO, host: "colophon.example:8443", code: "ABCD-EFGH-JKMN" };
  for (const text of [LINK, `  ${LINK}\n`, `<${LINK}>`]) assert.deepEqual(readInvitation(text), read);
});

for (const [text, fault] of [
  ["", "join_bad_link"],
  ["ABCD-EFGH-JKMN", "join_bad_link"],
  ["colophon.example/join#ABCD", "join_bad_link"],
  ["ftp://colophon.example/join#ABCD", "join_bad_link"],
  ["https://user:word@colophon.example/join#ABCD", "join_bad_link"],
  ["https://colophon.example/pair#ABCD", "join_bad_link"],
  ["https://colophon.example/join#<b>", "join_bad_link"],
  ["https://colophon.example/join#%E0%A4%A", "join_bad_link"],
  [`https://colophon.example/join#${"A".repeat(129)}`, "join_bad_link"],
  ["https://colophon.example/join", "join_no_code"],
  ["https://colophon.example/join#", "join_no_code"],
  ["http://colophon.example/join#ABCD", "join_not_secure"],
  ["http://192.168.1.2:8765/join#ABCD", "join_not_secure"],
  ["http://127.0.0.1:8765/pair#ABCD", "join_own"],
  ["https://localhost/join#ABCD", "join_own"],
])
  test(`what is wrong with ${JSON.stringify(text.slice(0, 60))}`, () => assert.deepEqual(readInvitation(text), { fault }));

test("joining keeps the server on this computer for the way back; leaving takes that way and gives the permission back", async () => {
  await agree();
  const requests = installNetwork(() => json({ token: "theirs" }));
  assert.deepEqual(await join(NGO, "CODE"), { outcome: "joined" });
  assert.deepEqual(requests.map(({ url, body }) => [url, body]), [[`${NGO}/v1/pair`, '{"code":"CODE"}']]);
  assert.deepEqual(await connection(), { server: NGO, token: "theirs", home: { server: OWN, token: "own" } });
  await chrome.storage.local.set({ privateByHash: true });
  assert.deepEqual(await leave(), { outcome: "left_home" });
  assert.deepEqual(await connection(), { server: OWN, token: "own", home: null });
  assert.equal((await readSettings()).privateByHash, false);
  assert.equal(await mayReach(NGO), false);
});

test("without a server on this computer leaving leads to none", async () => {
  await chrome.storage.local.set({ token: null });
  await agree();
  installNetwork(() => json({ token: "theirs" }));
  await join(NGO, "CODE");
  assert.deepEqual(await leave(), { outcome: "left" });
  assert.deepEqual(await connection(), { server: OWN, token: null, home: null });
});

test("another server takes the first one's place, and the way back stays", async () => {
  installNetwork(() => json({ token: "theirs" }));
  await agree();
  await join(NGO, "CODE");
  await agree("https://other.example");
  await join("https://other.example", "CODE");
  assert.deepEqual(await connection(), { server: "https://other.example", token: "theirs", home: { server: OWN, token: "own" } });
  assert.deepEqual([...chrome.permissions.granted], ["https://other.example/*"]);
});

for (const [status, headers, expected] of [
  [403, {}, { outcome: "join_refused", minutes: 1 }],
  [429, { "Retry-After": "600" }, { outcome: "join_too_many", minutes: 10 }],
  [502, {}, { outcome: "join_no_answer", minutes: 1 }],
])
  test(`a code that is answered with ${status} changes nothing, and the permission goes back`, async () => {
    await agree();
    installNetwork(() => json({}, status, headers));
    assert.deepEqual(await join(NGO, "CODE"), expected);
    assert.deepEqual(await connection(), { server: OWN, token: "own", home: null });
    assert.equal(chrome.permissions.granted.size, 0);
  });

test("a site that the reader had granted before stays granted when its server refuses", async () => {
  chrome.permissions.granted.add(PATTERN);
  await agree();
  installNetwork(() => json({}, 403));
  await join(NGO, "CODE");
  assert.deepEqual(await grantedSites(), [PATTERN]);
});

test("a server that was joined already keeps its permission when a further link is refused", async () => {
  await agree();
  installNetwork(() => json({ token: "theirs" }));
  await join(NGO, "CODE");
  installNetwork(() => json({}, 403));
  assert.deepEqual((await join(NGO, "OLD")).outcome, "join_refused");
  assert.equal(await mayReach(NGO), true);
});

test("without the browser's permission nothing is sent", async () => {
  await noteJoining(NGO);
  const requests = installNetwork(() => json({ token: "theirs" }));
  assert.deepEqual(await join(NGO, "CODE"), { outcome: "join_no_permission" });
  assert.equal(requests.length, 0);
});

test("a server is no site to work on, neither while it is being joined nor later", async () => {
  chrome.permissions.granted.add("https://site.example/*");
  await agree();
  assert.deepEqual(await grantedSites(), ["https://site.example/*"]);
  installNetwork(() => json({ token: "theirs" }));
  await join(NGO, "CODE");
  await chrome.storage.session.remove("joining");
  assert.deepEqual(await grantedSites(), ["https://site.example/*"]);
});

test("a page does not take the place of somebody else's server, even one that is away", async () => {
  await agree();
  installNetwork(() => json({ token: "theirs" }));
  await join(NGO, "CODE");
  const requests = installNetwork(() => {
    throw new TypeError("Failed to fetch");
  });
  assert.equal(await pairFromPage(OWN, "CODE"), "pair_elsewhere");
  assert.equal(requests.length, 0);
});

test("loopback needs no permission and has none to give back", async () => {
  assert.equal(await mayReach(OWN), true);
  await giveBack(OWN);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, loadScripts } from "./fakes.mjs";

const PUBLIC = "https://pbs.twimg.com/media/a?format=jpg&name=small";
const entry = (src, { hidden = false, answer = {} } = {}) => ({ src, question: { private: hidden }, assessment: answer });
const links = (one) => Colophon.elsewhereSection(one).children.filter(({ name }) => name === "a");

globalThis.Colophon = {
  elsewhere: true,
  t: (key) => key,
  element: (name, properties = {}, ...children) => ({ name, ...properties, children }),
};
installChrome();
await loadScripts("content/card_elsewhere.js");

beforeEach(() => {
  installChrome();
  Colophon.elsewhere = true;
});

test("each service gets the whole address of the image, and not the page's", () => {
  const found = links(entry(PUBLIC));
  assert.equal(found.length, 4);
  for (const { href, rel, target } of found) {
    assert.ok(href.startsWith("https://") && href.endsWith(`=${encodeURIComponent(PUBLIC)}`));
    assert.deepEqual([rel, target], ["noopener noreferrer", "_blank"]);
  }
});

test("there are none before the reader switches them on", () => {
  Colophon.elsewhere = false;
  assert.equal(Colophon.elsewhereSection(entry(PUBLIC)).hidden, true);
  assert.deepEqual(links(entry(PUBLIC)), []);
});

for (const [name, one] of [
  ["in a private place", entry(PUBLIC, { hidden: true })],
  ["that somebody else's server is not told about", entry(PUBLIC, { answer: { private: true } })],
  ["that only the page has", entry("blob:https://x.com/1")],
  ["in its own address", entry("data:image/png;base64,AA==")],
  ["that a page drew", entry("canvas:1")],
  ["on this computer", entry("http://localhost:8000/a.jpg")],
  ["at a number", entry("http://192.168.1.2/a.jpg")],
  ["at a long number", entry("http://[fe80::1]/a.jpg")],
  ["in this network", entry("https://nas.local/a.jpg")],
  ["with a password", entry("https://amy:secret@cdn.example/a.jpg")],
])
  test(`never about an image ${name}`, () => assert.deepEqual(links(one), []));

test("nor in a private window", () => {
  chrome.extension = { inIncognitoContext: true };
  assert.deepEqual(links(entry(PUBLIC)), []);
});

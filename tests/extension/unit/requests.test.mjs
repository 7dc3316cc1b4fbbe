import assert from "node:assert/strict";
import { before, beforeEach, test } from "node:test";

import { installChrome, loadScripts } from "./fakes.mjs";

let sent;
let reply;

before(async () => {
  installChrome();
  await loadScripts("content/hook.js", "content/bridge.js", "content/requests.js");
});

beforeEach(() => {
  sent = [];
  chrome.runtime.sendMessage = async (message) => {
    sent.push(message.items);
    return reply(message.items);
  };
});

const item = (key, said = {}) => {
  const question = { key, url: `https://cdn.example/${key}`, statements: [], platform: null, post: "own", ...said };
  return { ...question, id: Colophon.questionId(question) };
};

test("the same picture five times is one question, and what comes together is one message", async () => {
  const requests = new Colophon.Requests();
  reply = (items) => items.forEach(({ id, key }) => requests.receive(id, { status: "none", key }));
  const answers = await Promise.all(["a", "a", "a", "a", "b"].map((key) => requests.ask(item(key))));
  assert.deepEqual(answers.map(({ key }) => key), ["a", "a", "a", "a", "b"]);
  assert.deepEqual(sent.map((items) => items.map(({ key }) => key)), [["a", "b"]]);
});

test("the same picture with other words beside it is another question", async () => {
  const requests = new Colophon.Requests();
  reply = (items) => items.forEach(({ id }) => requests.receive(id, {}));
  await Promise.all([requests.ask(item("a")), requests.ask(item("a", { statements: [{ pattern: "x" }] }))]);
  await requests.ask(item("a", { post: "reshare" }));
  assert.equal(sent.flat().length, 3);
});

test("a background that was restarted is asked once more, then the answer is null", async () => {
  const requests = new Colophon.Requests();
  reply = () => {
    throw new Error("Could not establish connection");
  };
  assert.equal(await requests.ask(item("a")), null);
  assert.equal(sent.length, 2);
  reply = (items) => items.forEach(({ id }) => requests.receive(id, { status: "none" }));
  assert.deepEqual(await requests.ask(item("a")), { status: "none" });
});

test("a later answer to the same question is what the next one gets; it was nobody's first", async () => {
  const requests = new Colophon.Requests();
  reply = (items) => items.forEach(({ id }) => assert.equal(requests.receive(id, { n: 1 }), true));
  assert.deepEqual(await requests.ask(item("a")), { n: 1 });
  assert.equal(requests.receive(item("a").id, { n: 2 }), false);
  assert.deepEqual(await requests.ask(item("a")), { n: 2 });
  assert.equal(sent.length, 1);
});

test("what is forgotten is asked again, the rest is not", async () => {
  const requests = new Colophon.Requests();
  reply = (items) => items.forEach(({ id }) => requests.receive(id, {}));
  await Promise.all([requests.ask(item("a")), requests.ask(item("b"))]);
  requests.forget(item("a").id);
  await Promise.all([requests.ask(item("a")), requests.ask(item("b"))]);
  assert.deepEqual(sent.map((items) => items.map(({ key }) => key)), [["a", "b"], ["a"]]);
});

test("an orphaned script asks nobody", async () => {
  chrome.runtime.id = undefined;
  assert.equal(await new Colophon.Requests().ask(item("a")), null);
  assert.equal(sent.length, 0);
  chrome.runtime.id = "colophon";
});

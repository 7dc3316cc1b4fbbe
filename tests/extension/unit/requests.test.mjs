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

test("a background that was restarted is asked again, then the answer is null", async () => {
  const requests = new Colophon.Requests();
  reply = () => {
    throw new Error("Could not establish connection");
  };
  assert.equal(await requests.ask(item("a")), null);
  assert.equal(sent.length, 3);
  reply = (items) => items.forEach(({ id }) => requests.receive(id, { status: "none" }));
  assert.deepEqual(await requests.ask(item("a")), { status: "none" });
});

test("what was to come from a background that is gone is asked for again, and nothing else", async () => {
  const requests = new Colophon.Requests();
  const pending = { checks: { c2pa: "done", image_text: "pending" } };
  const done = { checks: { c2pa: "done", image_text: "done" } };
  reply = (items) => {
    items.forEach(({ id, key }) => requests.receive(id, sent.length === 1 && key === "a" ? pending : done));
    if (sent.length === 1) throw new Error("The message port closed before a response was received.");
    return { done: items.length };
  };
  assert.deepEqual(await Promise.all(["a", "b"].map((key) => requests.ask(item(key)))), [pending, done]);
  for (let n = 0; n < 20; n++) await new Promise(setImmediate);
  assert.deepEqual(sent.map((items) => items.map(({ key }) => key)), [["a", "b"], ["a"]]);
  assert.deepEqual(await requests.ask(item("a")), done);
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

test("what leaves the view before its turn is not asked, unless somebody else still waits for it", async () => {
  const requests = new Colophon.Requests();
  reply = (items) => items.forEach(({ id }) => requests.receive(id, {}));
  void requests.ask(item("gone"));
  void requests.ask(item("shared"));
  const shared = requests.ask(item("shared"));
  assert.equal(requests.cancel(item("gone").id), true);
  assert.equal(requests.cancel(item("shared").id), false);
  assert.deepEqual(await shared, {});
  assert.deepEqual(sent.map((items) => items.map(({ key }) => key)), [["shared"]]);
  assert.equal(requests.cancel(item("shared").id), false, "it was asked");
  const again = requests.ask(item("gone"));
  assert.deepEqual(await again, {});
});

test("few are under way at once, and what came into view last is next", async () => {
  const requests = new Colophon.Requests();
  const open = [];
  reply = (items) => new Promise(() => open.push(...items));
  const all = Array.from({ length: 120 }, (_, n) => requests.ask(item(`p${n}`)));
  await new Promise((done) => setTimeout(done, 60));
  assert.deepEqual(open.map(({ key }) => key), Array.from({ length: 50 }, (_, n) => `p${70 + n}`));
  requests.receive(open[0].id, { n: 1 });
  assert.deepEqual(await all[70], { n: 1 });
  await new Promise((done) => setTimeout(done, 60));
  assert.equal(open.length, 51);
  assert.equal(open[50].key, "p69");
});

test("what cannot be read on the page is asked all the same: the background says why", async () => {
  const requests = new Colophon.Requests();
  reply = (items) => items.forEach(({ id, url }) => requests.receive(id, { url }));
  Colophon.drawnOn = () => {
    throw new DOMException("tainted", "SecurityError");
  };
  assert.deepEqual(await requests.ask({ ...item("c"), url: "canvas:1" }, {}), { url: "canvas:1" });
});

test("a data address has a short name that tells it from others", () => {
  const [a, b] = ["data:image/png;base64,AAAA", "data:image/png;base64,AAAB"].map(Colophon.shortKey);
  assert.match(a, /^data:26,\d+,\d+$/);
  assert.notEqual(a, b);
  assert.equal(Colophon.shortKey(`data:${"x".repeat(100_000)}`).length < 60, true);
  assert.equal(Colophon.shortKey("https://x.example/a"), "https://x.example/a");
});

test("an endless page keeps the newest answers only", async () => {
  const requests = new Colophon.Requests();
  reply = (items) => items.forEach(({ id }) => requests.receive(id, {}));
  for (let n = 0; n < 450; n += 50) await Promise.all(Array.from({ length: 50 }, (_, m) => requests.ask(item(`p${n + m}`))));
  sent.length = 0;
  await Promise.all([requests.ask(item("p449")), requests.ask(item("p0"))]);
  assert.deepEqual(sent.flat().map(({ key }) => key), ["p0"]);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { dropAnswers, keepAnswer, recallAnswer } from "../../../extension/background/answers.js";
import { nextChanges } from "../../../extension/background/changes.js";
import { Unavailable, noteFailure } from "../../../extension/background/connection.js";

const [A, B, C] = ["aa", "bb", "cc"].map((two) => two.repeat(32));
const SAID = { statements: [], post: "own" };
const answer = (sha256) => ({ sha256, status: "none", checks: {}, versions: {} });

beforeEach(async () => {
  const chrome = installChrome();
  await chrome.storage.local.set({ token: "t" });
  for (const sha256 of [A, B]) await keepAnswer(answer(sha256), sha256, SAID, "en");
  await keepAnswer({ ...answer(C), status: "protected" }, C, SAID, "en");
});

const remembered = async () => {
  const answers = await Promise.all([A, B, C].map((sha256) => recallAnswer(sha256, SAID, "en")));
  return answers.map(Boolean);
};

test("pages that know the same generation share one request, and each gets the answer", async () => {
  let release;
  const requests = installNetwork(() => new Promise((resolve) => (release = resolve)));
  const asked = [nextChanges(3), nextChanges(3), nextChanges(3)];
  while (!release) await new Promise(setImmediate);
  const news = { generation: 4, sha256: [A], all: false };
  release(json(news));
  assert.deepEqual(await Promise.all(asked), [news, news, news]);
  assert.equal(requests.length, 1);
});

test("answers about what changed are forgotten, also that a picture is protected", async () => {
  installNetwork(() => json({ generation: 4, sha256: [A, C], all: false }));
  await nextChanges(3);
  assert.deepEqual(await remembered(), [false, true, false]);
});

test("when everything changed all answers are forgotten", async () => {
  installNetwork(() => json({ generation: 4, sha256: [], all: true }));
  await nextChanges(3);
  assert.deepEqual(await remembered(), [false, false, false]);
});

test("a server that counts from further back again knows other things", async () => {
  installNetwork(() => json({ generation: 2, sha256: [], all: false }));
  assert.equal((await nextChanges(9)).all, true);
  assert.deepEqual(await remembered(), [false, false, false]);
});

test("a new page is told what changed since the remembered answers were made", async () => {
  const requests = installNetwork(() => json({ generation: 9, sha256: [], all: false }));
  await nextChanges(null);
  await nextChanges(null);
  assert.deepEqual(requests.map(({ url }) => new URL(url).search), ["", "?since=9"]);
});

test("what changed since the first answer is heard of, also before any news", async () => {
  const requests = installNetwork(() => json({ generation: 9, sha256: [A], all: false }));
  await keepAnswer({ ...answer(A), versions: { generation: 8 } }, A, SAID, "en");
  await nextChanges(null);
  assert.deepEqual(requests.map(({ url }) => new URL(url).search), ["?since=8"]);
  assert.deepEqual(await remembered(), [false, true, true]);
});

test("what is kept while news comes does not outlive it", async () => {
  const old = { ...answer(A), versions: { generation: 8 } };
  const news = { generation: 9, sha256: [A], all: false };
  await Promise.all([dropAnswers(news), keepAnswer(old, A, SAID, "en")]);
  assert.deepEqual(await remembered(), [false, true, true]);
  await Promise.all([keepAnswer(old, A, SAID, "en"), dropAnswers({ ...news, generation: 10 })]);
  assert.deepEqual(await remembered(), [false, true, true]);
});

test("without a token nothing is asked", async () => {
  await chrome.storage.local.set({ token: null });
  const requests = installNetwork(() => json({}));
  assert.deepEqual(await nextChanges(3), { unpaired: true });
  assert.equal(requests.length, 0);
});

test("a server that is away gives no changes, and is not asked before its pause is over", async () => {
  const requests = installNetwork(() => {
    throw new TypeError("Failed to fetch");
  });
  assert.equal(await nextChanges(3), null);
  await noteFailure(new Unavailable("unreachable"));
  assert.equal(await nextChanges(3), null);
  assert.equal(requests.length, 1);
  assert.deepEqual(await remembered(), [true, true, true]);
});

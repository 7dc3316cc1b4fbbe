import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { dropAnswers, knownGeneration, recallAnswer } from "../../../extension/background/answers.js";
import { answerAll } from "../../../extension/background/answering.js";

const HOST = "https://pbs.twimg.com/media";
const CONTEXT = { locale: "en", page: "x.com", onReturn: () => {} };
const question = (id) => ({ id, key: `x:${id}`, url: `${HOST}/${id}`, statements: [], platform: null, post: "own" });
const ANSWER = { status: "none", label: null, evidence: [], checks: {}, versions: {}, reason: null };

let told;
let meanwhile;

beforeEach(async () => {
  const chrome = installChrome();
  await chrome.storage.local.set({ token: "t", language: "en" });
  told = [];
  meanwhile = async () => {};
  installNetwork(async (url, { body }) => {
    if (url.startsWith(HOST)) return new Response(url);
    await meanwhile();
    return json({ results: JSON.parse(body).items.map(({ sha256 }) => ({ sha256, known: true, assessment: { ...ANSWER, sha256 } })) });
  });
});

const tell = async (answers) => void told.push(answers.map(({ id }) => id));

test("answers that come together are told together", async () => {
  await answerAll(["a", "b", "c"].map(question), CONTEXT, tell);
  assert.deepEqual(told.map((ids) => ids.sort()), [["a", "b", "c"]]);
});

test("an answer in the language of before is not told: the page asks anew", async () => {
  meanwhile = () => chrome.storage.local.set({ language: "de" });
  await answerAll([question("a")], CONTEXT, tell);
  assert.deepEqual(told, []);
});

test("an answer that was made before news is not told: what holds after it is", async () => {
  let generation = 4;
  const heard = [];
  installNetwork(async (url, { body }) => {
    if (url.startsWith(HOST)) return new Response(url);
    const results = JSON.parse(body).items.map(({ sha256 }) => ({ sha256, known: true, assessment: { ...ANSWER, sha256, versions: { generation } } }));
    if (generation === 4) {
      generation = 5;
      const told = json({ results });
      // the news overtakes the answer on its way
      await dropAnswers({ generation, sha256: results.map(({ sha256 }) => sha256), all: false });
      return told;
    }
    return json({ results });
  });
  await answerAll([question("a")], CONTEXT, async (answers) => void heard.push(...answers.map(({ assessment }) => assessment)));
  assert.deepEqual(heard.map(({ versions }) => versions.generation), [5]);
});

test("news that comes while an answer is being kept is heeded", async () => {
  const heard = [];
  let generation = 4;
  installNetwork(async (url, { body }) => {
    if (url.startsWith(HOST)) return new Response(url);
    return json({ results: JSON.parse(body).items.map(({ sha256 }) => ({ sha256, known: true, assessment: { ...ANSWER, sha256, versions: { generation } } })) });
  });
  await answerAll([question("a")], CONTEXT, async (answers) => void heard.push(...answers.map(({ assessment }) => assessment)));
  assert.equal(await knownGeneration(), 4);
  const { sha256 } = heard[0];
  const item = { statements: [], post: "own" };
  assert.ok(await recallAnswer(sha256, item, "en"));
  generation = 5;
  await Promise.all([answerAll([{ ...question("b"), url: `${HOST}/a` }], CONTEXT, async (answers) => void heard.push(...answers.map(({ assessment }) => assessment))), dropAnswers({ generation, sha256: [sha256], all: false })]);
  assert.equal(heard.at(-1).versions.generation, 5);
});

test("that a first answer says which generation it is of is no news: nothing is looked up again", async () => {
  const asked = [];
  const heard = {};
  await chrome.storage.local.set({ server: "https://colophon.example.org", privateByHash: true });
  await chrome.permissions.request({ origins: ["https://colophon.example.org/*"] });
  installNetwork(async (url, { body }) => {
    if (url.startsWith(HOST)) return new Response(url);
    const { items } = JSON.parse(body);
    asked.push(items.length);
    const [known, unknown] = items.map(({ sha256 }) => sha256);
    return json({ results: [{ sha256: known, known: true, assessment: { ...ANSWER, sha256: known, versions: { generation: 4 } } }, { sha256: unknown, known: false }] });
  });
  const questions = [question("a"), { ...question("b"), private: true }];
  await answerAll(questions, CONTEXT, async (answers) => answers.forEach(({ id, assessment }) => void (heard[id] = assessment)));
  assert.deepEqual(asked, [2]);
  assert.equal(heard.a.versions.generation, 4);
  assert.equal(heard.b.status, "not_checked");
  assert.equal(await knownGeneration(), 4);
});

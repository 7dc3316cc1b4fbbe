import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
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

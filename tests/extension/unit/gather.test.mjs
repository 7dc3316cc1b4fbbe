import assert from "node:assert/strict";
import { test } from "node:test";

import { batcher } from "../../../extension/background/batch.js";
import { limit } from "../../../extension/background/limit.js";

test("questions that come together are one request, answered in order", async () => {
  const sent = [];
  const ask = batcher(async (questions) => {
    sent.push(questions);
    return questions.map((q) => q * 2);
  });
  assert.deepEqual(await Promise.all([1, 2, 3].map(ask)), [2, 4, 6]);
  assert.deepEqual(sent, [[1, 2, 3]]);
});

test("a request never holds more than the server takes", async () => {
  const sizes = [];
  const ask = batcher(async (questions) => {
    sizes.push(questions.length);
    return questions;
  });
  const questions = Array.from({ length: 250 }, (_, i) => i);
  assert.deepEqual(await Promise.all(questions.map(ask)), questions);
  assert.ok(Math.max(...sizes) <= 100);
  assert.equal(sizes.reduce((a, b) => a + b), 250);
});

test("a failed request fails each of its questions, and the next one works", async () => {
  let broken = true;
  const ask = batcher(async (questions) => {
    if (broken) throw new Error("down");
    return questions;
  });
  assert.deepEqual(
    (await Promise.allSettled([ask(1), ask(2)])).map(({ status }) => status),
    ["rejected", "rejected"],
  );
  broken = false;
  assert.equal(await ask(3), 3);
});

test("no more jobs run at once than the limit, and a failing job frees its place", async () => {
  const atMostTwo = limit(2);
  let running = 0;
  let most = 0;
  const job = (fails) => async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setImmediate(resolve));
    running--;
    if (fails) throw new Error("no");
    return "done";
  };
  const outcomes = await Promise.allSettled([false, true, false, true, false].map((fails) => atMostTwo(job(fails))));
  assert.equal(most, 2);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled", "rejected", "fulfilled"],
  );
});

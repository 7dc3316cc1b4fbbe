import assert from "node:assert/strict";
import { test } from "node:test";

import { laterAnswer } from "../../../extension/background/pending.js";

const PENDING = { checks: { c2pa: "done", image_text: "pending" } };
const settle = () => new Promise(setImmediate);

test("an answer with nothing pending is not asked for again", async () => {
  let asked = 0;
  assert.equal(await laterAnswer({ checks: { c2pa: "done", detector: "skipped: x" } }, async () => asked++), null);
  assert.equal(asked, 0);
});

test("pictures that wait together are asked for one after the other, none later than the last moment", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const answers = Array.from({ length: 20 }, (_, n) => laterAnswer(PENDING, async () => asked.push(n)));
  t.mock.timers.tick(4999);
  await settle();
  assert.deepEqual(asked, []);
  t.mock.timers.tick(1);
  await settle();
  assert.deepEqual(asked, [0]);
  t.mock.timers.tick(2000);
  await settle();
  assert.deepEqual(asked, [0, 1, 2]);
  t.mock.timers.tick(8000);
  await settle();
  assert.equal(asked.length, 20);
  await Promise.all(answers);
});

test("a question that fails does not make the next one wait longer", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const failing = laterAnswer(PENDING, async () => Promise.reject(new Error("away")));
  t.mock.timers.tick(5000);
  await assert.rejects(failing, /away/);
  const next = laterAnswer(PENDING, async () => "answer");
  t.mock.timers.tick(5000);
  assert.equal(await next, "answer");
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";
import { Unavailable, connection, mayAsk, noteAnswer, noteFailure, resetConnection } from "../../../extension/background/connection.js";

beforeEach(() => void installChrome());

test("a server that was never asked may be asked", async () => {
  assert.equal(await mayAsk(0), true);
});

test("pauses double with every failure, up to half a minute", async () => {
  let now = 1_000_000;
  const pauses = [];
  for (let n = 0; n < 8; n++) {
    await noteFailure(new Unavailable("unreachable"), now);
    const { retryAt } = await connection();
    pauses.push(retryAt - now);
    assert.equal(await mayAsk(retryAt - 1), false);
    assert.equal(await mayAsk(retryAt), true);
    now = retryAt;
  }
  assert.deepEqual(pauses, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test("the server's own Retry-After wins when it is longer", async () => {
  await noteFailure(new Unavailable("overloaded", 120), 0);
  assert.equal((await connection()).retryAt, 120_000);
  assert.equal((await connection()).state, "overloaded");
});

test("several failures at once count as one", async () => {
  await noteFailure(new Unavailable("unreachable"), 0);
  await noteFailure(new Unavailable("unreachable"), 1);
  assert.equal((await connection()).failures, 1);
});

test("of several failures at once the longest wait that the server named counts", async () => {
  await noteFailure(new Unavailable("overloaded"), 0);
  await noteFailure(new Unavailable("overloaded", 60), 1);
  await noteFailure(new Unavailable("overloaded", 5), 2);
  assert.deepEqual(await connection(), { state: "overloaded", failures: 1, retryAt: 60_001 });
});

test("an answer after failures says that the server came back, once", async () => {
  await noteFailure(new Unavailable("unreachable"), 0);
  assert.equal(await noteAnswer(), true);
  assert.equal(await noteAnswer(), false);
  assert.equal(await mayAsk(0), true);
});

test("changed settings void what was known", async () => {
  await noteFailure(new Unavailable("unpaired"), Date.now());
  await resetConnection();
  assert.equal(await mayAsk(), true);
});

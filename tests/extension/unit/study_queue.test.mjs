import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";
import { installDatabase } from "./fake_database.mjs";
import { clearAll, close } from "../../../extension/background/study/database.js";
import { drop, everything, nextBatch, record, recordNotes, waiting } from "../../../extension/background/study/queue.js";

const event = (t, kind = "hide") => ({ kind, t, data: {} });
const note = (n, ...events) => ({ n, events: events.length ? events : [event(n)] });
let database;

beforeEach(() => {
  installChrome();
  close();
  database = installDatabase();
});

const kept = async () => (await everything()).map(({ session, seq, event: { t } }) => [session, seq, t]);

test("events are numbered within their session, in the order in which they were recorded", async () => {
  await Promise.all([record("s1", [event(1), event(2)]), record("s2", [event(3)]), record("s1", [event(4)])]);
  assert.deepEqual(await kept(), [["s1", 1, 1], ["s1", 2, 2], ["s1", 3, 4], ["s2", 1, 3]]);
});

test("a background that ended knows the next number", async () => {
  await record("s1", [event(1)]);
  close(); // a new background opens it anew
  await record("s1", [event(2)]);
  await drop("s1", [1, 2]);
  await record("s1", [event(3)]);
  assert.deepEqual(await kept(), [["s1", 3, 3]]);
});

test("what is told twice is recorded once, also after the server has it", async () => {
  assert.equal(await recordNotes("s1", "page", [note(1), note(2)]), 2);
  await drop("s1", [1, 2]);
  assert.equal(await recordNotes("s1", "page", [note(2), note(3)]), 3);
  assert.equal(await recordNotes("s1", "page", [note(1)]), 3);
  assert.equal(await recordNotes("s1", "another", [note(1)]), 1);
  assert.deepEqual(await kept(), [["s1", 3, 3], ["s1", 4, 1]]);
});

test("a note is kept whole or not at all", async () => {
  await recordNotes("s1", "page", [note(1)]);
  database.crashes = true;
  await assert.rejects(recordNotes("s1", "page", [note(2, event(2), event(3))]));
  database.crashes = false;
  assert.deepEqual(await kept(), [["s1", 1, 1]]);
  assert.equal(await recordNotes("s1", "page", [note(2, event(2), event(3))]), 2);
  assert.deepEqual(await kept(), [["s1", 1, 1], ["s1", 2, 2], ["s1", 3, 3]]);
});

test("a batch is of one session and of two hundred at most; it stays until it is dropped", async () => {
  await record("s1", Array.from({ length: 201 }, (_one, n) => event(n)));
  await record("s2", [event(9)]);
  const first = await nextBatch();
  assert.deepEqual([first.session, first.events.length, first.events[0]], ["s1", 200, { seq: 1, kind: "hide", t: 0, data: {} }]);
  assert.deepEqual(await nextBatch(), first);
  await drop("s1", first.events.map(({ seq }) => seq));
  assert.deepEqual((await nextBatch()).events.map(({ seq }) => seq), [201]);
  await drop("s1", [201]);
  assert.equal((await nextBatch()).session, "s2");
  await drop("s2", [1]);
  assert.equal(await nextBatch(), null);
});

test("where too many wait the newest are left out: one error says so, and the numbers tell how many", async () => {
  await record("s1", [event(1), event(2), event(3), event(4)], 2);
  await record("s1", [event(5)], 2);
  await drop("s1", [1, 2, 3]);
  await record("s1", [event(6)], 2);
  const all = (await everything()).map(({ seq, event: { kind, t } }) => [seq, kind, t]);
  assert.deepEqual(all, [[4, "error", 3], [7, "hide", 6]]); // 3, 5 and 6 are lacking
});

test("the error names the fault; the first that was left out took the number before it", async () => {
  await record("s1", [event(1), event(2), event(3)], 1);
  const all = (await everything()).map(({ seq, event: { kind, data } }) => [seq, kind, data]);
  assert.deepEqual(all, [[1, "hide", {}], [3, "error", { fault: "storage" }]]);
});

test("deleting leaves nothing", async () => {
  await recordNotes("s1", "page", [note(1)]);
  await clearAll();
  assert.equal(await waiting(), 0);
  assert.deepEqual(Object.values(database.stores).map(({ rows }) => rows.size), [0, 0, 0, 0, 0]);
});

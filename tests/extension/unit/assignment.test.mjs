import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { test } from "node:test";

import * as assign from "../../../extension/background/assignment.js";

const root = new URL("../../../", import.meta.url);
const folder = process.env.COLOPHON_CASES ? `file://${process.env.COLOPHON_CASES}/` : new URL("../shared/", root);
const vectorsAt = new URL("cases/stats/growthbook_assignment_cases.json", folder);
const vectors = existsSync(vectorsAt) && JSON.parse(readFileSync(vectorsAt, "utf-8"));
const options = { skip: vectors ? false : `no assignment vectors: ${vectorsAt.pathname} is absent` };
const table = JSON.parse(readFileSync(new URL("tests/study/assignment_table.json", root), "utf-8"));

const near = (given, expected, message) => assert.ok(Math.abs(given - expected) < 1e-8, `${message}: ${given}`);

test("the hash of the published vectors", options, () => {
  const given = vectors.hash.map(([seed, unit, version]) => assign.bucket(seed, unit, version));
  assert.deepEqual(given, vectors.hash.map((row) => row[3]));
  assert.equal(given.length, 15);
});

test("the ranges of the published vectors", options, () => {
  for (const [name, given, expected] of vectors.getBucketRange) {
    const parts = assign.ranges(...given);
    assert.equal(parts.length, expected.length, name);
    parts.forEach((part, i) => part.forEach((edge, j) => near(edge, expected[i][j], name)));
  }
});

test("the choice of the published vectors", options, () => {
  for (const [name, place, parts, expected] of vectors.chooseVariation) {
    assert.equal(assign.choose(place, parts), expected, name);
  }
});

test("the namespaces of the published vectors", options, () => {
  for (const [name, unit, namespace, expected] of vectors.inNamespace) {
    assert.equal(assign.inNamespace(unit, ...namespace), expected, name);
  }
});

test("the equal weights of the published vectors", options, () => {
  for (const [number, expected] of vectors.getEqualWeights) {
    const given = assign.equalWeights(number);
    assert.equal(given.length, expected.length);
    given.forEach((weight, i) => near(weight, expected[i], `${number}`));
  }
});

test("a thousand draws are those of the server", () => {
  const levels = table.weights.map((weight, i) => ({ name: `level_${i}`, weight }));
  const factor = { name: "detail", unit: "participant", levels };
  const given = table.rows.map(([seed, unit]) => [
    seed,
    unit,
    assign.bucket(seed, unit),
    assign.levelOf(seed, factor, unit),
  ]);
  assert.deepEqual(given, table.rows);
  assert.equal(given.length, 1000);
  assert.deepEqual(new Set(given.map((row) => row[3])).size, 4);
});

test("ids that the languages see differently are refused", () => {
  const factor = { name: "detail", unit: "participant", levels: [{ name: "a", weight: 1 }] };
  for (const unit of ["", "añb", "a b", "a\n", "x".repeat(201), "𝒳"]) {
    assert.throws(() => assign.levelOf("study", factor, unit), RangeError, unit);
  }
});

test("what is hashed for a unit", () => {
  const ids = { participant: "p1", item: "0123456789abcdef", session: "s1", day: "2027-01-02" };
  const given = ["participant", "item", "session", "day"].map((kind) => assign.unitOf(kind, ids));
  assert.deepEqual(given, ["p1", "p1|0123456789abcdef", "p1|s1", "p1|2027-01-02"]);
  assert.throws(() => assign.unitOf("day", { participant: "p1" }), RangeError);
});

test("shares are drawn by seeds of their own", () => {
  const of = (draw) => Array.from({ length: 4000 }, (_, i) => `p${i}`).filter(draw);
  const held = of((id) => assign.inHoldout("study", id, 0.5));
  const shown = of((id) => assign.covered("study", id, 0.5));
  const asked = of((id) => assign.surveyed("study", "probe", { participant: "p", item: id }, 0.5));
  for (const drawn of [held, shown, asked]) assert.ok(Math.abs(drawn.length - 2000) < 200, `${drawn.length}`);
  const both = held.filter((id) => shown.includes(id)).length;
  assert.ok(Math.abs(both - 1000) < 150, `${both}`);
});

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";
import { silent } from "../../../extension/background/answers.js";
import { answerTo } from "../../../extension/background/asked.js";

const ASKED = { asked: true };

beforeEach(() => void installChrome());

test("who did not ask is told what there is", () => {
  const answer = silent("a", "none");
  assert.equal(answerTo(answer, {}, "en"), answer);
  assert.equal(answerTo(null, {}, "en"), null);
});

test("where nothing was found it says that, and what that does not mean", () => {
  const { asked, label } = answerTo(silent("a", "none"), ASKED, "en");
  assert.equal(label, null);
  assert.equal(asked.short, "No origin information");
  assert.match(asked.limits, /^No label does not mean a camera photo\./);
});

test("what was not checked says why, in the reader's language", () => {
  assert.match(answerTo(silent("a", "not_checked", "el archivo está vacío"), ASKED, "es").asked.explanation, /Motivo: el archivo está vacío\.$/);
  assert.match(answerTo(null, ASKED, "en").asked.explanation, /Reason: the check failed\.$/);
});

test("a label speaks for itself, and so does help with a protected picture", () => {
  for (const answer of [{ ...silent("a", "labelled"), label: { id: "x" } }, silent("a", "protected")])
    assert.equal(answerTo(answer, ASKED, "en"), answer);
});

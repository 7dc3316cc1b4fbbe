import assert from "node:assert/strict";
import { test } from "node:test";

import { statementEvidence } from "../../../extension/background/statements.js";

const said = { source: "creator", process: "ai_generated", pattern: "en-x", language: "en", reshare: false };

test("an account's own words are evidence of rank 60, without a name", () => {
  assert.deepEqual(statementEvidence([said], "X"), [
    {
      source: "creator",
      process: "ai_generated",
      confidence: "stated",
      rank: 60,
      source_name: null,
      date: null,
      details: { pattern: "en-x", language: "en", reshare: false },
    },
  ]);
});

test("a platform's label carries the platform's name", () => {
  const [evidence] = statementEvidence([{ ...said, source: "platform" }], "X");
  assert.equal(evidence.source_name, "X");
  assert.equal(evidence.details.platform, "X");
});

test("words in a reshare make no claim, but stay in the details", () => {
  const [evidence] = statementEvidence([{ ...said, reshare: true }], null);
  assert.equal(evidence.process, "unknown");
  assert.equal(evidence.details.said, "ai_generated");
});

test("a platform's label on a reshare stands", () => {
  const [evidence] = statementEvidence([{ ...said, source: "platform", reshare: true }], "X");
  assert.equal(evidence.process, "ai_generated");
});

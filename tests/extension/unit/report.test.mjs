import assert from "node:assert/strict";
import { before, test } from "node:test";

import { installChrome, loadScripts } from "./fakes.mjs";

const WHY = "the server cannot be reached";

before(async () => {
  installChrome();
  globalThis.Colophon = {
    adultSeen: false,
    wasChecked: (assessment) => ["labelled", "none", "protected"].includes(assessment?.status ?? ""),
  };
  await loadScripts("content/report.js");
});

const entry = (assessment, answered = true) => ({ number: 1, about: "words", answered, assessment });
const labelled = { status: "labelled", label: { short: "AI-generated" } };

test("every image is counted once, by what became of it", () => {
  const { found, checked, labelled: origin, nothing, unwanted, notChecked } = Colophon.reportOf([
    entry(labelled),
    entry({ status: "none", label: null }),
    entry({ status: "labelled", label: null }), // a kind that the reader switched off
    entry({ status: "protected", label: null }),
    entry({ status: "not_checked", label: null, reason: WHY }),
    entry(null, false), // still being looked at
  ]);
  assert.deepEqual([found, checked, origin, nothing, unwanted, notChecked], [6, 4, 1, 1, 1, 1]);
});

test("why images were not checked: each reason once, the most common first, and where no answer came none", () => {
  const missed = (reason) => entry({ status: "not_checked", label: null, reason });
  const { reasons } = Colophon.reportOf([missed("too large"), missed(WHY), missed(WHY), entry(null), entry(null, false), entry(labelled)]);
  assert.deepEqual(reasons, [{ text: WHY, count: 2 }, { text: "too large", count: 1 }, { text: "", count: 1 }]);
});

test("only labels that are shown can be gone to", () => {
  const { labels, local } = Colophon.reportOf([entry(labelled), entry({ status: "labelled", label: null, local: true })]);
  assert.deepEqual(labels, [{ number: 1, text: "AI-generated", about: "words" }]);
  assert.equal(local, true);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { installChrome } from "./fakes.mjs";

installChrome();
const { reportOf } = await import("../../../extension/pages/frames.js");

const report = (found, labels, more = {}) => ({
  ...{ found, checked: found, labelled: labels.length, nothing: 0, unwanted: 0, notChecked: 1 },
  ...{ local: false, private: false, adult: false, reasons: [{ text: "no server", count: 1 }], labels: labels.map((text, number) => ({ number, text, about: "" })), doctor: null },
  ...more,
});
const frames = (...results) => {
  chrome.scripting = { executeScript: async () => results.map((result, frameId) => ({ frameId, result })) };
};

test("the frames of a tab are one report, and each label knows where it is", async () => {
  frames(report(3, ["a"]), null, report(2, ["b", "c"], { local: true, doctor: { site: "x" } }));
  const all = await reportOf(7);
  assert.deepEqual([all.found, all.checked, all.labelled, all.local, all.adult], [5, 5, 3, true, false]);
  assert.deepEqual(all.labels.map(({ text, frame }) => [text, frame]), [["a", 0], ["b", 2], ["c", 2]]);
  assert.deepEqual([all.notChecked, all.reasons], [2, [{ text: "no server", count: 2 }]]);
  assert.deepEqual(all.doctor, { site: "x" });
});

test("where nothing is looked at, or scripts may not run, there is no report", async () => {
  frames(null, undefined);
  assert.equal(await reportOf(7), null);
  chrome.scripting = { executeScript: () => Promise.reject(new Error("Cannot access contents of the page")) };
  assert.equal(await reportOf(7), null);
});

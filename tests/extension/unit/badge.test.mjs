import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";

let texts;

installChrome();
const { countAnew, showCount } = await import("../../../extension/background/badge.js");

beforeEach(() => {
  texts = [];
  chrome.action = {
    setBadgeBackgroundColor: async () => {},
    setBadgeText: async ({ tabId, text }) => void texts.push([tabId, text]),
  };
});

test("the frames of a tab are counted together, at whatever moment they tell", async () => {
  await Promise.all([showCount(7, 0, 2), showCount(7, 11, 1), showCount(8, 0, 5)]);
  assert.deepEqual(texts, [[7, "2"], [7, "3"], [8, "5"]]);
  await showCount(7, 0, 0);
  assert.deepEqual(texts.at(-1), [7, "1"]);
});

test("another page counts anew, and nothing is shown for none", async () => {
  await showCount(9, 3, 4);
  await countAnew(9);
  await showCount(9, 0, 0);
  assert.deepEqual(texts.at(-1), [9, ""]);
  await showCount(9, 0, 2000);
  assert.deepEqual(texts.at(-1), [9, "999"]);
});

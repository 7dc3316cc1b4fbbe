import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";
import { offersOf } from "../../../extension/background/offers.js";

const offer = (number) => ({ number, url: `https://cdn.example/${number}.jpg`, about: "", width: 100, height: 80 });

let run; // frames and files of what was brought
let started; // frames in which our scripts run by themselves
let closed; // frames that let nobody in

beforeEach(() => {
  const chrome = installChrome();
  [run, started, closed] = [[], [0], []];
  chrome.runtime.getManifest = () => ({ content_scripts: [{ js: ["content/main.js"] }] });
  chrome.scripting = {
    executeScript: async ({ target: { allFrames, frameIds }, files, func }) => {
      if (allFrames) return [0, 4, 9].map((frameId) => ({ frameId, result: started.includes(frameId) }));
      if (frameIds.some((one) => closed.includes(one))) throw new Error("Cannot access contents of the page");
      if (!func) return void run.push([frameIds, files]);
      return frameIds.map((frameId) => ({ frameId, result: [offer(1), offer(2)] }));
    },
  };
});

test("each picture knows its frame; our scripts are brought where they do not run by themselves, and for nothing else", async () => {
  closed = [9];
  const found = await offersOf(7);
  assert.deepEqual(found.map(({ frame, number }) => [frame, number]), [[0, 1], [0, 2], [4, 1], [4, 2]]);
  const list = ["content/offer.js", "content/check.js"];
  assert.deepEqual(run.filter(([frames]) => frames[0] === 0), [[[0], list]]);
  assert.deepEqual(run.filter(([frames]) => frames[0] === 4), [[[4], ["content/only_asked.js", "content/main.js"]], [[4], list]]);
});

test("where no script may run there is nothing to list", async () => {
  closed = [0, 4, 9];
  assert.deepEqual(await offersOf(7), []);
  chrome.scripting.executeScript = () => Promise.reject(new Error("Cannot access a chrome:// URL"));
  assert.deepEqual(await offersOf(7), []);
});

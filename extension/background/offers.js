// The pictures of a tab that have no label, for a reader who opened the list of them: in every frame that lets us.

import { bring, filesOf } from "./parts.js";

/** @typedef {Offer & {frame: number}} Picture */

/** Have what lists the pictures there. @param {number} tabId @returns {Promise<number[]>} the frames */
async function prepare(tabId) {
  const func = () => Boolean(globalThis.Colophon?.started);
  const frames = await chrome.scripting.executeScript({ target: { tabId, allFrames: true }, func });
  const ready = frames.map(async ({ frameId, result }) => {
    if (!result) await bring(tabId, frameId);
    await chrome.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files: filesOf("check") });
    return frameId;
  });
  return (await Promise.allSettled(ready)).flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
}

/** @param {number} tabId @returns {Promise<Picture[]>} none where no script may run */
export async function offersOf(tabId) {
  const frameIds = await prepare(tabId).catch(() => []);
  if (!frameIds.length) return [];
  const func = () => globalThis.Colophon?.offer?.() ?? [];
  const found = await chrome.scripting.executeScript({ target: { tabId, frameIds }, func }).catch(() => []);
  return found.flatMap(({ frameId, result }) => (result ?? []).map((one) => ({ ...one, frame: frameId })));
}

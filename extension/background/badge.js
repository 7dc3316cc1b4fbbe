// The toolbar's count of labelled images: the one place that a page cannot imitate. While a timeline is recorded, it shows
// that instead.

import { recall, remember } from "./session.js";
import { turns } from "./turns.js";

const SLATE = "#1f2937";
const RED = "#b91c1c"; // white words on it: 6.5:1
const MOST = 999;
const inTurn = turns();

/** @param {number} tabId */
const keyOf = (tabId) => `count:${tabId}`;
/** @param {number} tabId */
const recordedKey = (tabId) => `recorded:${tabId}`;

/** @param {() => Promise<void>} act the tab may be closed in the meantime */
const next = (act) => inTurn(act).catch(() => undefined);

/** @param {number} tabId */
async function paint(tabId) {
  const counts = /** @type {Record<number, number> | null} */ (await recall(keyOf(tabId))) ?? {};
  const recorded = /** @type {number | null} */ (await recall(recordedKey(tabId)));
  const sum = Object.values(counts).reduce((all, one) => all + one, 0);
  const count = recorded === null ? sum && Math.min(sum, MOST) : recorded && `●${Math.min(recorded, MOST)}`;
  await chrome.action.setBadgeBackgroundColor({ tabId, color: recorded === null ? SLATE : RED });
  await chrome.action.setBadgeTextColor?.({ tabId, color: "#ffffff" });
  await chrome.action.setBadgeText({ tabId, text: count ? String(count) : recorded === null ? "" : "REC" });
}

/** A tab shows another page: what was counted before is gone. @param {number} tabId */
export const countAnew = (tabId) => next(() => chrome.storage.session.remove(keyOf(tabId)));

/** @param {number} tabId @param {number} frameId @param {number} labelled images in this frame */
export function showCount(tabId, frameId, labelled) {
  return next(async () => {
    const counts = { .../** @type {Record<number, number>} */ (await recall(keyOf(tabId))), [frameId]: labelled };
    await remember(keyOf(tabId), counts);
    await paint(tabId);
  });
}

/**
 * @param {number} tabId @param {number | null} images that were recorded in it, null where nothing is recorded any more
 * @param {string} title what the button says of it
 */
export function showRecording(tabId, images, title) {
  return next(async () => {
    if (images === null) await chrome.storage.session.remove(recordedKey(tabId));
    else await remember(recordedKey(tabId), images);
    await paint(tabId);
    await chrome.action.setTitle({ tabId, title: title || "Colophon" });
  });
}

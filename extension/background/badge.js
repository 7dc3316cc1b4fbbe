// The toolbar's count of labelled images: the one place that a page cannot imitate.

import { recall, remember } from "./session.js";
import { turns } from "./turns.js";

const SLATE = "#1f2937";
const inTurn = turns();

/** @param {number} tabId */
const keyOf = (tabId) => `count:${tabId}`;

/** @param {() => Promise<void>} act the tab may be closed in the meantime */
const next = (act) => inTurn(act).catch(() => undefined);

/** A tab shows another page: what was counted before is gone. @param {number} tabId */
export const countAnew = (tabId) => next(() => chrome.storage.session.remove(keyOf(tabId)));

/** @param {number} tabId @param {number} frameId @param {number} labelled images in this frame */
export function showCount(tabId, frameId, labelled) {
  return next(async () => {
    const counts = { .../** @type {Record<number, number>} */ (await recall(keyOf(tabId))), [frameId]: labelled };
    await remember(keyOf(tabId), counts);
    const sum = Object.values(counts).reduce((all, one) => all + one, 0);
    await chrome.action.setBadgeBackgroundColor({ tabId, color: SLATE });
    await chrome.action.setBadgeTextColor?.({ tabId, color: "#ffffff" });
    await chrome.action.setBadgeText({ tabId, text: sum ? String(Math.min(sum, 999)) : "" });
  });
}

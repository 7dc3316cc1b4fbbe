// "Check this image", asked for in the popup. The question of the browser may close the popup, so the background goes on.

import { show } from "./check.js";
import { borrow, giveLoanBack, isLent, patternOf } from "./loans.js";

const KEY = "wish"; // in storage.session
const VALID_MS = 120_000; // a question that was not answered by then is not answered any more

/** @typedef {{url: string | null, tabId: number, frameId: number, number: number}} Wish */

/** @type {Promise<Wish | null>} */
let taking = Promise.resolve(null); // one after the other, or a wish would be fulfilled twice

/**
 * In the popup; call it at once in the reader's click. Gives when the browser was answered, if the popup is there by then.
 * @param {Wish} wish
 */
export async function wishFor(wish) {
  const loan = borrow(wish.url);
  await Promise.all([chrome.storage.session.set({ [KEY]: { ...wish, until: Date.now() + VALID_MS } }), isLent(loan)]);
}

/** @returns {Promise<(Wish & {until: number}) | undefined>} */
const noted = async () => /** @type {any} */ (await chrome.storage.session.get(KEY))[KEY];

/**
 * A popup that is opened anew has nothing under way: what was not allowed is not lent either.
 * @returns {Promise<string | null>} the host that the reader was asked about and did not allow
 */
export async function forgetWish() {
  const wish = await noted();
  const pattern = patternOf(wish?.url ?? null);
  if (!wish) return null;
  await chrome.storage.session.remove(KEY);
  const refused = pattern && !(await chrome.permissions.contains({ origins: [pattern] }));
  await giveLoanBack(wish.url);
  return refused ? new URL(String(wish.url)).hostname : null;
}

/** @param {string[]} [origins] that were just allowed @returns {Promise<Wish | null>} */
async function take(origins) {
  const wish = await noted();
  const pattern = patternOf(wish?.url ?? null);
  if (!wish || (origins && !(pattern && origins.includes(pattern)))) return null;
  await chrome.storage.session.remove(KEY);
  return wish.until > Date.now() ? wish : null;
}

/**
 * In the background, when the popup says that the browser was answered, or the browser that something was allowed.
 * @param {string[]} [origins] that were just allowed
 */
export async function fulfilWish(origins) {
  taking = taking.then(() => take(origins), () => take(origins));
  const wish = await taking;
  const tab = wish && (await chrome.tabs.get(wish.tabId).catch(() => null));
  if (!tab) return { done: false };
  const { url, frameId, number } = wish;
  const pattern = patternOf(url);
  const allowed = !pattern || (await chrome.permissions.contains({ origins: [pattern] }));
  await show({ url, tab, frameId, number }, allowed);
  return { done: true };
}

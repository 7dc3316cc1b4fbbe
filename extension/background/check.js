// "Check this image": one picture, on any page, because a reader asks about it. The result is always shown: at the
// picture where scripts can run, else on a page of our own.

import { borrow, giveLoanBack, holdLoan, isLent } from "./loans.js";
import { bring } from "./parts.js";
import { isPrivateSender } from "./private_places.js";

const PAGE = "pages/check.html";
const PRIVATE_PAGE = `${PAGE}?private`; // about a picture that is not for everybody
export const CHECKING = "checking"; // in storage.session: what the page is about

/**
 * `url` is null where the browser cannot name the picture; the page knows where the reader pointed. `number`: of a picture
 * in the page's list.
 * @typedef {{url: string | null, tab: chrome.tabs.Tab, frameId: number, number?: number}} Wish
 */

/**
 * Whether the picture was found, and its result shown there; and whether the reader may want it to be read once more.
 * @param {Wish} wish @returns {Promise<{shown: boolean, keeps?: boolean}>}
 */
async function showThere({ url, tab, frameId, number }) {
  const sought = number === undefined ? { url } : { url, number };
  const ask = () => chrome.tabs.sendMessage(Number(tab.id), { type: "check", ...sought }, { frameId });
  try {
    return (await ask().catch(() => bring(Number(tab.id), frameId).then(ask))) ?? { shown: false };
  } catch {
    return { shown: false }; // a page of the browser, or a frame of another site
  }
}

/** @param {Wish} wish @param {boolean} allowed whether the browser lets us read it */
async function showElsewhere({ url, tab }, allowed) {
  const keep = (/** @type {string | null} */ address) => chrome.storage.session.set({ [CHECKING]: { url: address, allowed } });
  await keep(url).catch(() => keep(null)); // an address that holds a whole picture may be too long
  const page = isPrivateSender({ tab }) ? PRIVATE_PAGE : PAGE;
  const beside = tab.incognito ? {} : { openerTabId: tab.id, index: tab.index + 1 }; // our pages open in no private window
  await chrome.tabs.create({ url: chrome.runtime.getURL(page), ...beside });
}

/** Is the page of our own about a picture that is not for everybody? @param {chrome.runtime.MessageSender} sender */
export const isPrivateCheck = ({ url }) => url === chrome.runtime.getURL(PRIVATE_PAGE);

/**
 * Call it at once in the reader's click.
 * @param {Wish} wish
 */
export const check = async (wish) => show(wish, await isLent(borrow(wish.url)));

/**
 * The browser was asked.
 * @param {Wish} wish @param {boolean} allowed whether it lets us read the picture
 */
export async function show(wish, allowed) {
  const { shown, keeps } = await showThere(wish);
  if (!shown) return showElsewhere(wish, allowed); // which gives it back
  await (keeps ? holdLoan(wish.url, Number(wish.tab.id)) : giveLoanBack(wish.url));
}

// "Check this image": one picture, on any page, because a reader asks about it. The result is always shown: at the
// picture where scripts can run, else on a page of our own.

import { borrow, giveLoanBack, isLent } from "./loans.js";
import { isPrivateSender } from "./private_places.js";

const PAGE = "pages/check.html";
const PRIVATE_PAGE = `${PAGE}?private`; // about a picture that is not for everybody
export const CHECKING = "checking"; // in storage.session: what the page is about

/**
 * `url` is null where the browser cannot name the picture; the page knows where the reader pointed.
 * @typedef {{url: string | null, tab: chrome.tabs.Tab, frameId: number}} Wish
 */

/** Have the content scripts run in a frame where they do not by themselves, for this one picture. @param {Wish} wish */
async function bring({ tab, frameId }) {
  const [main] = chrome.runtime.getManifest().content_scripts ?? [];
  const files = ["content/only_asked.js", ...(main.js ?? [])];
  await chrome.scripting.executeScript({ target: { tabId: Number(tab.id), frameIds: [frameId] }, files });
}

/** Whether the picture was found, and its result shown there. @param {Wish} wish @returns {Promise<boolean>} */
async function showThere(wish) {
  const { url, tab, frameId } = wish;
  const ask = () => chrome.tabs.sendMessage(Number(tab.id), { type: "check", url }, { frameId });
  try {
    const answer = await ask().catch(() => bring(wish).then(ask));
    return Boolean(answer?.shown);
  } catch {
    return false; // a page of the browser, or a frame of another site
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
export async function check(wish) {
  const loan = borrow(wish.url);
  const allowed = await isLent(loan);
  if (await showThere(wish)) await giveLoanBack(loan);
  else await showElsewhere(wish, allowed); // which gives it back
}

// "Hide and get help" on the right-click menu of every image, wherever the extension runs.

import { keepHidden } from "./hidden.js";
import { tell } from "./page_settings.js";
import { openHelp } from "./parts.js";
import { localeOf, readSettings } from "./settings.js";
import { grantedSites } from "./sites.js";
import { loadStrings } from "./strings.js";

const ID = "hide-and-get-help";
let syncing = Promise.resolve(); // one after the other, or an item would be there twice

async function replaceMenu() {
  const title = (await loadStrings(localeOf(await readSettings())))["menu_hide"];
  const [main] = chrome.runtime.getManifest().content_scripts ?? [];
  const documentUrlPatterns = [...(main.matches ?? []), ...(await grantedSites())];
  await chrome.contextMenus.removeAll();
  chrome.contextMenus.create({ id: ID, title, contexts: ["image"], documentUrlPatterns }, () => void chrome.runtime.lastError);
}

/** Put the item on the menu, in the reader's language and for the sites of now. Firefox for Android has no such menu. */
export function syncMenu() {
  if (chrome.contextMenus) syncing = syncing.then(replaceMenu).catch(() => undefined);
  return syncing;
}

/**
 * Hide every copy of an image on a page, show where there is help, and keep it hidden.
 * @param {string} url of the image @param {number} tabId @param {string} page host of the page
 */
export async function hideAndHelp(url, tabId, page) {
  const picture = await tell(tabId, { type: "hide", url });
  await openHelp();
  if (picture) await keepHidden(picture, page);
  return { hidden: Boolean(picture) };
}

/** @param {chrome.contextMenus.OnClickData} info @param {chrome.tabs.Tab} [tab] */
export async function onMenu({ menuItemId, srcUrl, pageUrl }, tab) {
  if (menuItemId !== ID || !srcUrl || tab?.id === undefined) return;
  await hideAndHelp(srcUrl, tab.id, new URL(tab.url ?? pageUrl ?? srcUrl).hostname);
}

// The right-click menu: "Check this image" on every image there is, "Hide and get help" wherever the extension runs.

import { check } from "./check.js";
import { keepHidden } from "./hidden.js";
import { tell } from "./page_settings.js";
import { bring, openHelp } from "./parts.js";
import { localeOf, readSettings } from "./settings.js";
import { grantedSites } from "./sites.js";
import { loadStrings } from "./strings.js";
import { turns } from "./turns.js";

const HIDE = "hide-and-get-help";
const CHECK = "check-image";
const CHECK_HERE = "check-here"; // where the browser does not know that there is a picture
const CHECK_BELOW = "check-below"; // nor that, because a link lies over it
/** Sites that lay a link over the pictures of a feed. Elsewhere the item would stand twice on a picture in a link. */
const COVERED = ["https://www.reddit.com/*", "https://www.instagram.com/*", "https://www.pinterest.com/*", "https://www.tiktok.com/*"];

const inTurn = turns(); // or an item would be there twice

async function replaceMenu() {
  const strings = await loadStrings(localeOf(await readSettings()));
  const [main] = chrome.runtime.getManifest().content_scripts ?? [];
  const ours = [...(main.matches ?? []), ...(await grantedSites())];
  await chrome.contextMenus.removeAll();
  /** @type {chrome.contextMenus.CreateProperties[]} */
  const items = [
    { id: CHECK, title: strings["menu_check"], contexts: ["image"] },
    { id: CHECK_HERE, title: strings["menu_check"], contexts: ["page", "video"], documentUrlPatterns: ours },
    { id: CHECK_BELOW, title: strings["menu_check"], contexts: ["link"], documentUrlPatterns: COVERED },
    { id: HIDE, title: strings["menu_hide"], contexts: ["image"], documentUrlPatterns: ours },
  ];
  for (const item of items) chrome.contextMenus.create(item, () => void chrome.runtime.lastError);
}

/** Put the items on the menu, in the reader's language and for the sites of now. Firefox for Android has no such menu. */
export async function syncMenu() {
  if (chrome.contextMenus) await inTurn(replaceMenu).catch(() => undefined);
}

/**
 * Hide every copy of an image in the frame that a reader means, then those in the others; show where there is help, and
 * keep it hidden.
 * @param {string} url of the image @param {number} tabId @param {string} page host of the page @param {number} [frameId]
 */
export async function hideAndHelp(url, tabId, page, frameId = 0) {
  const message = { type: "hide", url };
  const hide = () => chrome.tabs.sendMessage(tabId, message, { frameId });
  const picture = await hide().catch(() => bring(tabId, frameId).then(hide)).catch(() => null);
  void tell(tabId, message, null);
  await openHelp();
  if (picture) await keepHidden(picture, page);
  return { hidden: Boolean(picture) };
}

/** @param {chrome.contextMenus.OnClickData} info @param {chrome.tabs.Tab} [tab] */
export async function onMenu({ menuItemId, mediaType, srcUrl, pageUrl, frameId }, tab) {
  if (tab?.id === undefined) return;
  if (menuItemId !== HIDE) return check({ url: mediaType === "image" ? (srcUrl ?? null) : null, tab, frameId: frameId ?? 0 });
  if (srcUrl) await hideAndHelp(srcUrl, tab.id, new URL(tab.url ?? pageUrl ?? srcUrl).hostname, frameId);
}

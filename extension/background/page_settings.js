// What a page is told: whether to work there, in which language, with which words.

import { isAdult } from "./adult.js";
import { privateMarks } from "./private_places.js";
import { localeOf, readSettings } from "./settings.js";
import { loadStrings } from "./strings.js";
import { loadWords } from "./words.js";

const FOR_PAGES = /^(check|chip|card|cover|elsewhere|source|quote|contest|remember|help_link|hidden|menu_hide|probe)/;

/**
 * The names of the checks, from the catalogue that the labels come from.
 * @param {string} locale
 */
async function checkNames(locale) {
  const { checks, reasons } = await loadWords(locale);
  const names = Object.entries(checks).map(([check, name]) => [`check_${check}`, name]);
  return { ...Object.fromEntries(names), pending: reasons.pending };
}

/** A feed that a study of the server shows, with labels of its own. @param {string} url @param {string} server */
const isStudyFeed = (url, server) => url.startsWith(`${server}/study/`) && /^\/study\/[a-z0-9-]+\/feed$/.test(new URL(url).pathname);

/** @param {string} host @param {string} [url] */
export async function pageSettings(host, url = "") {
  const settings = await readSettings();
  const locale = localeOf(settings);
  const strings = Object.entries(await loadStrings(locale)).filter(([key]) => FOR_PAGES.test(key));
  return {
    enabled: !settings.paused && !settings.off.includes(host) && !isStudyFeed(url, settings.server),
    adult: { site: isAdult(host), on: settings.adult.includes(host) },
    privateMarks: privateMarks(host),
    cover: settings.cover,
    side: settings.side,
    elsewhere: settings.elsewhere,
    locale,
    strings: { ...Object.fromEntries(strings), ...(await checkNames(locale)) },
  };
}

/**
 * Say something to a frame of a tab; it may have no content script, or be gone.
 * @param {number} tabId @param {object} message @param {number | null} [frameId] the page itself where nothing is said, null for all
 */
export async function tell(tabId, message, frameId = 0) {
  try {
    return await chrome.tabs.sendMessage(tabId, message, frameId === null ? {} : { frameId });
  } catch {
    return null;
  }
}

/**
 * Say something to every tab, each with what `messageFor` makes of it.
 * @param {(tab: chrome.tabs.Tab) => Promise<object>} messageFor
 */
export async function tellAll(messageFor) {
  const tabs = await chrome.tabs.query({});
  await Promise.all(tabs.map(async (tab) => tab.id !== undefined && tell(tab.id, await messageFor(tab), null)));
}

// What a page gets only when a reader asks for it: further content scripts, and the help page.

/** @type {Record<string, string[]>} */
const PARTS = {
  card: ["content/card_sheet.js", "content/card.js"],
  remember: ["content/remember.js"],
  hide: ["content/hide.js"],
};

/**
 * Run a further content script in a tab. Each adds itself to the namespace of the others, so twice does no harm.
 * @param {string} part @param {number} tabId
 */
export async function loadPart(part, tabId) {
  if (!Object.hasOwn(PARTS, part)) return null;
  await chrome.scripting.executeScript({ target: { tabId }, files: PARTS[part] });
  return { loaded: part };
}

export async function openHelp() {
  await chrome.tabs.create({ url: chrome.runtime.getURL("pages/help.html") });
  return { opened: true };
}

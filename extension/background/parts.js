// What a page gets only when it comes to it, or a reader asks: further content scripts, and the help page.

/** @type {Record<string, string[]>} */
const PARTS = {
  card: ["content/card_sheet.js", "content/card_rows.js", "content/card_actions.js", "content/card.js"],
  evidence: ["content/card_evidence.js"],
  contest: ["content/contest.js"],
  remember: ["content/remember.js"],
  hide: ["content/hide.js"],
  changes: ["content/changes.js"],
  help: ["content/help_link.js"],
};

/**
 * Run a further content script in the document that asked: while a page is prerendered, its tab still shows another one.
 * Each adds itself to the namespace of the others, so twice does no harm.
 * @param {string} part @param {chrome.runtime.MessageSender} sender
 */
export async function loadPart(part, { tab, documentId }) {
  if (!Object.hasOwn(PARTS, part)) return null;
  const target = { tabId: Number(tab?.id), ...(documentId && { documentIds: [documentId] }) };
  await chrome.scripting.executeScript({ target, files: PARTS[part] });
  return { loaded: part };
}

export async function openHelp() {
  await chrome.tabs.create({ url: chrome.runtime.getURL("pages/help.html") });
  return { opened: true };
}

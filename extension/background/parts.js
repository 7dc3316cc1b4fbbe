// What a page gets only when it comes to it, or a reader asks: further content scripts, and the help page.

/** @type {Record<string, string[]>} */
const PARTS = {
  words: ["content/patterns.js", "content/wording.js", "content/statements.js"],
  chip: ["content/elements.js", "content/lines.js", "content/sheets.js", "content/corners.js", "content/below.js", "content/chip.js"],
  marks: ["content/bars.js", "content/placement.js", "content/marks.js"],
  follow: ["content/follow.js"],
  canvas: ["content/canvas.js"],
  card: ["content/card_sheet.js", "content/card_rows.js", "content/card_actions.js", "content/card.js"],
  by_hand: ["content/card_by_hand.js"],
  evidence: ["content/card_sources.js", "content/card_elsewhere.js", "content/card_evidence.js"],
  contest: ["content/contest.js"],
  cover: ["content/cover.js"],
  remember: ["content/remember.js"],
  hide: ["content/hide.js"],
  changes: ["content/changes.js"],
  help: ["content/help_link.js"],
  doctor: ["content/report.js", "content/doctor.js"],
  check: ["content/offer.js", "content/check.js"],
  study: ["content/study_notes.js", "content/study_meter.js", "content/study_acts.js", "content/study.js"],
  record: ["content/record.js"],
  record_bar: ["content/record_bar.js"],
  probe: ["content/study_form.js", "content/study_probe.js"],
};

/** @param {string} part */
export const filesOf = (part) => PARTS[part];

/**
 * Run files in the document that asked: while a page is prerendered, its tab still shows another one. Each file adds
 * itself to the namespace of the others, so twice does no harm.
 * @param {chrome.runtime.MessageSender} sender @param {string[]} files
 */
export async function runIn({ tab, documentId, frameId }, files) {
  const place = documentId ? { documentIds: [documentId] } : { frameIds: [frameId ?? 0] };
  await chrome.scripting.executeScript({ target: { tabId: Number(tab?.id), ...place }, files });
}

/**
 * Have the content scripts run in a frame where they do not by themselves, for what a reader asks there.
 * @param {number} tabId @param {number} frameId
 */
export async function bring(tabId, frameId) {
  const [main] = chrome.runtime.getManifest().content_scripts ?? [];
  const files = ["content/only_asked.js", ...(main.js ?? [])];
  await chrome.scripting.executeScript({ target: { tabId, frameIds: [frameId] }, files });
}

/** @param {string} part @param {chrome.runtime.MessageSender} sender */
export async function loadPart(part, sender) {
  if (!Object.hasOwn(PARTS, part)) return null;
  if (!sender.url?.startsWith(chrome.runtime.getURL(""))) await runIn(sender, PARTS[part]); // our own pages have them all
  return { loaded: part };
}

export async function openHelp() {
  await chrome.tabs.create({ url: chrome.runtime.getURL("pages/help.html") });
  return { opened: true };
}

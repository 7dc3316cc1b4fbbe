// The browser's permission to read one picture that a reader asks about: asked for in the click itself, given back after.
// Where the reader may want the picture to be read once more, it is held until its card is closed or its tab is.

import { turns } from "./turns.js";

const KEY = "borrowed"; // in storage.local, so that it is given back even if the browser ends in between
const HELD = "held"; // in storage.session: patterns that are held, by the tab with the picture

/** @typedef {{pattern: string | null, granted: Promise<boolean>, before: Promise<boolean>}} Loan */

/** The match pattern of a picture's host; null where no host is asked. @param {string | null} url */
export const patternOf = (url) => {
  if (!url || !/^https?:/.test(url)) return null;
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
};

const inTurn = turns();
const noted = async () => /** @type {string[]} */ ((await chrome.storage.local.get({ [KEY]: [] }))[KEY]);
const held = async () => /** @type {Record<string, number>} */ ((await chrome.storage.session.get({ [HELD]: {} }))[HELD]);

/**
 * Call it at once in the reader's click: after any wait both browsers refuse to ask.
 * @param {string | null} url of the picture
 * @returns {Loan}
 */
export function borrow(url) {
  const pattern = patternOf(url);
  if (!pattern) return { pattern, granted: Promise.resolve(true), before: Promise.resolve(true) };
  const origins = [pattern];
  const was = chrome.permissions.contains({ origins });
  const granted = chrome.permissions.request({ origins }).catch(() => false);
  return { pattern, granted, before: was.then((is) => is || note(pattern)) };
}

/** A permission that is only lent is for no site to work on. @param {string} pattern */
async function note(pattern) {
  await inTurn(async () => chrome.storage.local.set({ [KEY]: [...(await noted()), pattern] }));
  return false;
}

/** @param {Loan} loan @returns {Promise<boolean>} whether the picture may be read */
export async function isLent({ pattern, granted, before }) {
  const [was, is] = await Promise.all([before, granted]);
  if (pattern && was) await letGo(([one]) => one === pattern); // another picture needs it now
  return was || is;
}

/** Patterns that are lent now. */
export const lentPatterns = noted;

/** Is a picture's host only lent? @param {string | null} url @returns {Promise<string[]>} its pattern, or nothing */
async function lentFor(url) {
  const pattern = patternOf(url);
  return pattern && (await noted()).includes(pattern) ? [pattern] : [];
}

/** @param {string | null} url of the picture */
export const giveLoanBack = async (url) => giveBack(await lentFor(url));

/** The reader may go on with the picture in this tab. @param {string | null} url @param {number} tabId */
export async function holdLoan(url, tabId) {
  const patterns = await lentFor(url);
  const ours = Object.fromEntries(patterns.map((pattern) => [pattern, tabId]));
  if (patterns.length) await inTurn(async () => chrome.storage.session.set({ [HELD]: { ...(await held()), ...ours } }));
}

/** Hold no longer what is concerned. @param {(entry: [string, number]) => boolean} concerned @returns {Promise<string[]>} their patterns */
const letGo = (concerned) =>
  inTurn(async () => {
    const all = Object.entries(await held());
    const gone = all.filter(concerned);
    if (gone.length) await chrome.storage.session.set({ [HELD]: Object.fromEntries(all.filter((one) => !concerned(one))) });
    return gone.map(([pattern]) => pattern);
  });

/** The reader is done with the picture, or its tab is gone. @param {number | undefined} tabId */
export const endLoans = async (tabId) => giveBack(await letGo(([, tab]) => tab === tabId));

/** What was lent when the browser ended. */
export const giveAllBack = async () => giveBack(await noted());

/** @param {string[]} patterns */
async function giveBack(patterns) {
  if (!patterns.length) return;
  await chrome.permissions.remove({ origins: patterns }).catch(() => false);
  await inTurn(async () => {
    const left = (await noted()).filter((one) => !patterns.includes(one));
    await (left.length ? chrome.storage.local.set({ [KEY]: left }) : chrome.storage.local.remove(KEY));
  });
}

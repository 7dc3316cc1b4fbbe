// The browser's permission to read one picture that a reader asks about: asked for in the click itself, given back after.

const KEY = "borrowed"; // in storage.local, so that it is given back even if the browser ends in between

/** @typedef {{pattern: string | null, granted: Promise<boolean>, before: Promise<boolean>}} Loan */

/** The match pattern of a picture's host; null where no host is asked. @param {string | null} url */
const patternOf = (url) => {
  if (!url || !/^https?:/.test(url)) return null;
  const { protocol, hostname } = new URL(url);
  return `${protocol}//${hostname}/*`;
};

const noted = async () => /** @type {string[]} */ ((await chrome.storage.local.get({ [KEY]: [] }))[KEY]);

/**
 * Call it at once in the reader's click: after any wait both browsers refuse to ask.
 * @param {string | null} url of the picture
 * @returns {Loan}
 */
export function borrow(url) {
  const pattern = patternOf(url);
  if (!pattern) return { pattern, granted: Promise.resolve(true), before: Promise.resolve(true) };
  const origins = [pattern];
  const before = chrome.permissions.contains({ origins });
  const granted = chrome.permissions.request({ origins }).catch(() => false);
  return { pattern, granted, before: before.then((was) => was || note(pattern)) };
}

/** A permission that is only lent is for no site to work on. @param {string} pattern */
async function note(pattern) {
  await chrome.storage.local.set({ [KEY]: [...(await noted()), pattern] });
  return false;
}

/** @param {Loan} loan @returns {Promise<boolean>} whether the picture may be read */
export async function isLent({ granted, before }) {
  const [was, is] = await Promise.all([before, granted]);
  return was || is;
}

/** Patterns that are lent now. */
export const lentPatterns = noted;

/** @param {Loan} loan */
export async function giveLoanBack({ pattern, before }) {
  if (pattern && !(await before)) await giveBack([pattern]);
}

/** What was lent when the browser ended. */
export async function giveAllBack() {
  const patterns = await noted();
  if (patterns.length) await giveBack(patterns);
}

/** @param {string[]} patterns */
async function giveBack(patterns) {
  await chrome.permissions.remove({ origins: patterns }).catch(() => false);
  const left = (await noted()).filter((one) => !patterns.includes(one));
  await (left.length ? chrome.storage.local.set({ [KEY]: left }) : chrome.storage.local.remove(KEY));
}

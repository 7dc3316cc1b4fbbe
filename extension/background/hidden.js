// Pictures that the reader hid. Their SHA-256 and the site's own name for them, kept in this browser only.

import { NoBytes, fetchBytes, sha256Of } from "./bytes.js";
import { readSettings, reviseSettings } from "./settings.js";

/** @typedef {import("../types").Hidden} Hidden */
/** @typedef {{key: string, url: string}} Picture */

const MAX_HIDDEN = 5000; // about 0.5 MB of the 10 MB that the browser gives; the oldest go first

/** The site's own name for a picture, or null where its address is all there is. @param {Picture} picture */
const mediaKey = ({ key }) => (/^(https?|data|blob):/.test(key) ? null : key);

/** @param {Picture} picture @param {string} page @returns {Promise<string | null>} */
async function hashOf({ url }, page) {
  try {
    return await sha256Of(await fetchBytes(url, page));
  } catch (error) {
    if (error instanceof NoBytes) return null;
    throw error;
  }
}

/** @param {Picture} picture @param {string | null} sha256 @returns {(hidden: Hidden) => boolean} */
const same = (picture, sha256) => (hidden) =>
  (hidden.sha256 !== null && hidden.sha256 === sha256) || (hidden.key !== null && hidden.key === mediaKey(picture));

/**
 * @param {Picture} picture @param {string | null} sha256 null before it is known
 * @returns {Promise<boolean>}
 */
export async function isHidden(picture, sha256 = null) {
  return (await readSettings()).hidden.some(same(picture, sha256));
}

/**
 * Keep hidden what the reader hid. What has neither a readable address nor a name of its own cannot be found again.
 * @param {Picture} picture @param {string} page host of the page that shows it
 */
export async function keepHidden(picture, page) {
  const [sha256, key] = [await hashOf(picture, page), mediaKey(picture)];
  if (!sha256 && !key) return;
  const known = same(picture, sha256);
  await reviseSettings(({ hidden }) => (hidden.some(known) ? {} : { hidden: [...hidden, { sha256, key }].slice(-MAX_HIDDEN) }));
}

/** @param {Picture} picture @param {string} page */
export async function unhide(picture, page) {
  const known = same(picture, await hashOf(picture, page));
  await reviseSettings(({ hidden }) => ({ hidden: hidden.filter((one) => !known(one)) }));
  return { shown: true };
}

// Asking the server to remember what a creator or a site said about a picture, and taking it back.

import { fetchBytes, sha256Of } from "./bytes.js";
import { patternOf } from "./loans.js";
import { Refusal, deleteDisclosure, postDisclosure } from "./server.js";

/** @typedef {import("../types").Disclosure} Disclosure */

/** @param {unknown} error */
const failure = (error) => ({ outcome: error instanceof Refusal ? "refused" : "absent" });

/** Why a picture could not be read again. @param {string} url */
async function unread(url) {
  const pattern = patternOf(url);
  const allowed = !pattern || (await chrome.permissions.contains({ origins: [pattern] }));
  return { outcome: allowed ? "unreadable" : "not_allowed" };
}

/**
 * @param {{url: string, disclosure: Disclosure}} request @param {string} page host of the page that shows the picture
 * @returns {Promise<{outcome: string, id?: string}>} `active`, `waiting`, or why not: `unreadable`, `not_allowed`, `refused`, `absent`
 */
export async function disclose({ url, disclosure }, page) {
  const bytes = await fetchBytes(url, page).catch(() => null);
  if (!bytes) return unread(url);
  if ((await sha256Of(bytes)) !== disclosure.sha256) return { outcome: "unreadable" };
  try {
    const { id, state } = await postDisclosure(disclosure, bytes);
    return { outcome: state, id };
  } catch (error) {
    return failure(error);
  }
}

/** @param {string} id */
export async function undisclose(id) {
  try {
    await deleteDisclosure(id);
    return { outcome: "undone" };
  } catch (error) {
    return failure(error);
  }
}

// Asking the server to remember what a creator or a site said about a picture, and taking it back.

import { fetchBytes, sha256Of } from "./bytes.js";
import { Refusal, deleteDisclosure, postDisclosure } from "./server.js";

/** @typedef {import("../types").Disclosure} Disclosure */

/** @param {unknown} error */
const failure = (error) => ({ outcome: error instanceof Refusal ? "refused" : "absent" });

/**
 * @param {{url: string, disclosure: Disclosure}} request @param {string} page host of the page that shows the picture
 * @returns {Promise<{outcome: string, id?: string}>} `active`, `waiting`, or why not: `unreadable`, `refused`, `absent`
 */
export async function disclose({ url, disclosure }, page) {
  const bytes = await fetchBytes(url, page).catch(() => null);
  if (!bytes || (await sha256Of(bytes)) !== disclosure.sha256) return { outcome: "unreadable" };
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

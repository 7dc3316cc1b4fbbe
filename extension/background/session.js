// What is remembered until the browser closes: media key to SHA-256, assessments, file data. Nothing lives in globals,
// because both browsers end an idle background.

const MAX_ENTRIES = 2000; // about 4 MB; the quota is 10 MB

/**
 * @template T
 * @param {string} key
 * @returns {Promise<T | null>}
 */
export async function recall(key) {
  const found = await chrome.storage.session.get(key);
  return /** @type {T} */ (found[key] ?? null);
}

/** @param {string} key @param {unknown} value */
export async function remember(key, value) {
  try {
    await chrome.storage.session.set({ [key]: value });
  } catch {
    await forgetPictures(); // over the quota: begin anew
    await chrome.storage.session.set({ [key]: value });
  }
}

/** @param {(key: string) => boolean} concerned */
export async function dropWhere(concerned) {
  const keys = Object.keys(await chrome.storage.session.get(null));
  await chrome.storage.session.remove(keys.filter(concerned));
}

/** Drop everything about pictures; the state of the connection stays. */
export const forgetPictures = () => dropWhere((key) => key.startsWith("picture:"));

/** Drop everything about pictures once there are too many. */
export async function trim() {
  const keys = Object.keys(await chrome.storage.session.get(null));
  if (keys.length > MAX_ENTRIES) await forgetPictures();
}

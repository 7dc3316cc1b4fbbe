// The interface strings of one language, whichever the browser's own is.

import { LANGUAGES } from "./catalogue.js";

/** @type {Map<string, Record<string, string>>} */
const books = new Map();

/** @param {string} folder */
async function read(folder) {
  const answer = await fetch(chrome.runtime.getURL(`_locales/${folder}/messages.json`));
  /** @type {Record<string, {message: string}>} */
  const messages = await answer.json();
  return Object.fromEntries(Object.entries(messages).map(([key, { message }]) => [key, message]));
}

/**
 * @param {string} locale
 * @returns {Promise<Record<string, string>>}
 */
export async function loadStrings(locale) {
  const { folder } = LANGUAGES[locale];
  const known = books.get(folder) ?? (await read(folder));
  books.set(folder, known);
  return known;
}

/**
 * `{name}` replaced by `values.name`; what is not known stays as it is.
 * @param {string} template @param {Record<string, string | number>} values
 */
export const insert = (template, values) =>
  template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

// The interface strings of one language, whichever the browser's own is.

import { LANGUAGES } from "./catalogue.js";

/**
 * @param {string} locale
 * @returns {Promise<Record<string, string>>}
 */
export async function loadStrings(locale) {
  const { folder } = LANGUAGES[locale];
  const answer = await fetch(chrome.runtime.getURL(`_locales/${folder}/messages.json`));
  /** @type {Record<string, {message: string}>} */
  const messages = await answer.json();
  return Object.fromEntries(Object.entries(messages).map(([key, { message }]) => [key, message]));
}

/**
 * `{name}` replaced by `values.name`.
 * @param {string} template @param {Record<string, string | number>} values
 */
export const fill = (template, values) =>
  template.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

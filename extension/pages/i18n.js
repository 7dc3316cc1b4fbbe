// Fills an extension page with the strings of the reader's language.

import { LANGUAGES } from "../background/catalogue.js";
import { localeOf, readSettings } from "../background/settings.js";
import { insert, loadStrings } from "../background/strings.js";

/** @typedef {(key: string, values?: Record<string, string | number>) => string} Translate */

/** @returns {Promise<{t: Translate, locale: string}>} */
export async function translatePage() {
  const locale = localeOf(await readSettings());
  const strings = await loadStrings(locale);
  /** @type {Translate} */
  const t = (key, values = {}) => insert(strings[key] ?? key, values);
  Object.assign(document.documentElement, { lang: locale, dir: LANGUAGES[locale].dir });
  for (const element of document.querySelectorAll("[data-i18n]")) {
    element.textContent = t(/** @type {HTMLElement} */ (element).dataset.i18n ?? "");
  }
  return { t, locale };
}

/**
 * @template {HTMLElement} E
 * @param {string} id
 * @returns {E}
 */
export const byId = (id) => /** @type {E} */ (document.getElementById(id));

/** @param {object} message */
export const ask = (message) => chrome.runtime.sendMessage(message).catch(() => null);

/**
 * A switch with its name.
 * @param {string} textContent @param {boolean} checked @param {(on: boolean) => unknown} turned
 */
export function switchOf(textContent, checked, turned) {
  const label = Object.assign(document.createElement("label"), { className: "switch" });
  const input = Object.assign(document.createElement("input"), { type: "checkbox", checked });
  input.setAttribute("role", "switch");
  input.addEventListener("change", () => turned(input.checked));
  label.append(Object.assign(document.createElement("span"), { textContent }), input);
  return label;
}

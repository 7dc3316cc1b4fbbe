// Pages of others that explain labels, in the reader's language first. Nothing is sent: a link is followed only when the
// reader follows it. What fits the label that the reader came from stands at the top.

import { byId, translatePage } from "./i18n.js";

/**
 * @typedef {object} Entry
 * @property {"labels" | "check" | "report" | "make"} kind
 * @property {string} url
 * @property {string} title
 * @property {string} by
 * @property {string} about
 * @property {string[]} [fits] kinds of sources
 * @property {string} added YYYY-MM-DD
 */

const { t, locale } = await translatePage();
document.title = t("resources_title");
const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const names = new Intl.DisplayNames([locale], { type: "language" });

/** @param {string} language @returns {Promise<(Entry & {language: string})[]>} */
async function entriesIn(language) {
  /** @type {Entry[]} */
  const entries = await (await fetch(chrome.runtime.getURL(`resources/${language}.json`))).json();
  return entries.map((entry) => ({ ...entry, language }));
}

/** @param {keyof HTMLElementTagNameMap} tag @param {string} text @param {string} [language] */
const words = (tag, text, language) =>
  Object.assign(document.createElement(tag), { textContent: text, ...(language && { lang: language, dir: "auto" }) });

/** @param {Entry & {language: string}} entry */
function item({ url, title, by, about, added, language }) {
  const link = Object.assign(words("a", title, language), { href: url, target: "_blank", rel: "noopener noreferrer" });
  const foreign = language === locale ? [] : [t("resources_language", { language: names.of(language) ?? language })];
  const origin = [t("resources_entry", { by, date: day.format(new Date(added)) }), ...foreign].join(" ");
  const made = document.createElement("li");
  made.append(link, words("span", about, language), words("span", origin));
  for (const line of made.querySelectorAll("span")) line.className = "soft";
  return made;
}

const all = (await Promise.all([...new Set([locale, "en"])].map(entriesIn))).flat();
for (const kind of ["labels", "check", "report", "make"]) {
  byId(kind).append(...all.filter((entry) => entry.kind === kind).map(item));
}

const fitting = all.filter(({ fits }) => fits?.includes(location.hash.slice(1)));
byId("fitting").append(...fitting.map(item));
/** @type {HTMLElement} */ (byId("fitting").parentElement).hidden = !fitting.length;

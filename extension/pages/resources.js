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

/** Words of another language, which may run the other way. @param {string} text @param {string} lang */
const words = (text, lang) => Object.assign(document.createElement("bdi"), { textContent: text, lang });

/** @param {...(string | Node)} parts */
function line(...parts) {
  const made = Object.assign(document.createElement("span"), { className: "soft" });
  made.append(...parts);
  return made;
}

/** @param {Entry & {language: string}} entry */
function item({ url, title, by, about, added, language }) {
  const link = document.createElement("a");
  Object.assign(link, { href: url, target: "_blank", rel: "noopener noreferrer" }).append(words(title, language));
  const foreign = language === locale ? [] : [t("resources_language", { language: names.of(language) ?? language })];
  const origin = t("resources_entry", { by: `\u2068${by}\u2069`, date: day.format(new Date(added)) }); // isolated, as bdi does
  const made = document.createElement("li");
  made.append(link, line(words(about, language)), line([origin, ...foreign].join(" ")));
  return made;
}

const all = (await Promise.all([...new Set([locale, "en"])].map(entriesIn))).flat();
for (const kind of ["labels", "check", "report", "make"]) {
  byId(kind).append(...all.filter((entry) => entry.kind === kind).map(item));
}

const fitting = all.filter(({ fits }) => fits?.includes(location.hash.slice(1)));
byId("fitting").append(...fitting.map(item));
/** @type {HTMLElement} */ (byId("fitting").parentElement).hidden = !fitting.length;

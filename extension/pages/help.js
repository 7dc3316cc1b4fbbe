// Where a reader finds help with an image. Nothing is sent: a link is followed only when the reader follows it.

import { EVERYWHERE, NATIONAL, OTHER_COUNTRIES, SEARCH } from "./help_routes.js";
import { byId, translatePage } from "./i18n.js";

const { t, locale } = await translatePage();
document.title = t("help_title");

/** @param {import("./help_routes.js").Route} route */
function item({ name, url, about }) {
  const link = Object.assign(document.createElement("a"), { href: url, textContent: name });
  Object.assign(link, { target: "_blank", rel: "noopener noreferrer" });
  const note = Object.assign(document.createElement("span"), { className: "soft", textContent: t(about) });
  const made = document.createElement("li");
  made.append(link, note);
  return made;
}

/** @param {string} code @param {import("./help_routes.js").Route[]} routes */
function country(code, routes) {
  const made = document.createElement("details");
  made.open = navigator.languages.some((tag) => new Intl.Locale(tag).region === code);
  const list = document.createElement("ul");
  list.append(...routes.map(item));
  made.append(Object.assign(document.createElement("summary"), { textContent: names.of(code) ?? code }), list);
  return made;
}

const names = new Intl.DisplayNames([locale], { type: "region" });
byId("everywhere").append(...EVERYWHERE.map(item));
byId("search").append(...SEARCH.map(item));
const countries = Object.entries(NATIONAL).map(([code, routes]) => country(code, routes));
countries.sort((a, b) => String(a.textContent).localeCompare(String(b.textContent), locale));
byId("countries").append(...countries);
byId("other-countries").append(...OTHER_COUNTRIES.map(item));

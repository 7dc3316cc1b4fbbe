// In the popup: how the labels stand that the reader reported. The server is asked when the reader looks.

import { readSettings } from "../background/settings.js";
import { ask, byId, translatePage } from "./i18n.js";

/** How a case stands, in words. @type {Record<string, string>} */
const STANDING = {
  open: "contest_open",
  kept: "contest_kept",
  changed: "contest_changed",
  unknown: "contest_unknown",
  absent: "contest_no_answer",
};

const { t } = await translatePage();

/** @param {string} name @param {string} text */
const made = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className, dir: "auto" });

/** @param {import("../types").Case} found */
function row({ case: id, state, answer }) {
  const item = made("li", "");
  item.append(made("div", t(STANDING[state])));
  if (answer) item.append(made("div", t("quote", { words: answer })));
  item.append(made("div", t("contest_case", { case: id }), "soft"));
  return item;
}

const reports = /** @type {HTMLDetailsElement} */ (byId("reports"));
reports.hidden = !(await readSettings()).contests.length;
reports.addEventListener("toggle", async () => {
  if (reports.open) byId("cases").replaceChildren(...((await ask({ type: "cases" })) ?? []).map(row));
});

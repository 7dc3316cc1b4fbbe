// In the popup: how the labels stand that the reader reported. The server is asked when the reader looks.

import { readSettings } from "../background/settings.js";
import { ask, byId, translatePage } from "./i18n.js";

/** How a case stands, in words; at one's own server it is the reader who decides. @type {Record<string, string>} */
const STANDING = {
  open: "contest_open",
  kept: "contest_kept",
  changed: "contest_changed",
  own_open: "contest_own_open",
  own_kept: "contest_own_kept",
  own_changed: "contest_own_changed",
  unknown: "contest_unknown",
  absent: "contest_no_answer",
};

const { t } = await translatePage();

/** @param {string} name @param {string} text */
const made = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className, dir: "auto" });

/** Copies the whole number of a case. @param {string} id */
function copyButton(id) {
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link", textContent: t("contest_copy_case") });
  button.addEventListener("click", () =>
    navigator.clipboard.writeText(id).then(
      () => (button.textContent = t("card_copied")),
      () => (button.textContent = t("card_not_copied")),
    ),
  );
  return button;
}

/** @param {import("../types").Case} found */
function row({ case: id, number, own, state, answer }) {
  const item = made("li", "");
  item.append(made("div", t((own && STANDING[`own_${state}`]) || STANDING[state])));
  if (answer) item.append(made("div", t("quote", { words: answer })));
  const line = made("div", "", "row");
  line.append(made("span", t("contest_case", { case: number }), "soft"), copyButton(id));
  item.append(line);
  return item;
}

const reports = /** @type {HTMLDetailsElement} */ (byId("reports"));
reports.hidden = !(await readSettings()).contests.length;
reports.addEventListener("toggle", async () => {
  if (reports.open) byId("cases").replaceChildren(...((await ask({ type: "cases" })) ?? []).map(row));
});

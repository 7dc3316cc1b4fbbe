// What the study asks and records, then joining or not: both look alike.

import { say, show, t } from "./page.js";
import { make } from "./posts.js";

/** @typedef {import("./page.js").Page} Page */

/** One paragraph for each blank line. @param {string} text */
export const paragraphs = (text) =>
  text.split(/\n\s*\n/).filter((one) => one.trim()).map((textContent) => make("p", { textContent, dir: "auto" }));

/** @param {Page} page */
function about({ plan, locale, host }) {
  const date = new Date(plan.dates.retention).toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });
  const recorded = ["study_records_seen", "study_records_acts", "study_records_answers"].map((key) => make("li", { textContent: t(key) }));
  const notes = [
    ...[t("study_goes_to", { host, date }), t("study_labels_differ"), t("study_may_leave")],
    ...(plan.ethics ? [t("study_ethics", { number: plan.ethics })] : []),
    t("study_contact", { name: plan.contact.name, email: plan.contact.email }),
  ];
  return [make("h2", { textContent: t("study_records") }), make("ul", { className: "plain" }, ...recorded), ...notes.map((textContent) => make("p", { textContent, dir: "auto" }))];
}

/**
 * Fulfilled with true once somebody of age agrees, with false when they decline.
 * @param {Page} page @returns {Promise<boolean>}
 */
export function askConsent(page) {
  const { plan, locale } = page;
  const text = make("div", { className: "text", lang: locale }, ...paragraphs(plan.consent[locale].text));
  const adult = /** @type {HTMLInputElement} */ (make("input", { type: "checkbox", id: "adult" }));
  const tick = make("label", { className: "tick" }, adult, make("span", { textContent: t("study_adult") }));
  const [join, decline] = ["study_join", "study_decline"].map((key) => make("button", { type: "button", textContent: t(key) }));
  show("consent", page.inLocale(plan.title), text, ...about(page), tick, make("div", { className: "equal" }, join, decline));
  return new Promise((resolve) => {
    join.addEventListener("click", () => (adult.checked ? resolve(true) : say("study_adult_needed")));
    decline.addEventListener("click", () => resolve(false));
  });
}

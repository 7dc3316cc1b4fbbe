// The end: what every label was, how each picture was made, and where to go on.

import { paragraphs } from "./consent.js";
import { show, t } from "./page.js";
import { make } from "./posts.js";

/** @typedef {import("./page.js").Page} Page */

/** @param {string | null} truth */
function truthOf(truth) {
  const key = truth === "ai" || truth === "not_ai" ? `feed_truth_${truth}` : null;
  return key ? t(key) : truth ? t("feed_truth_other", { words: truth.replaceAll("_", " ") }) : t("feed_truth_unknown");
}

/** @param {Page} page @param {any} told */
function row({ study, record }, { item, alt, truth, own, chosen }) {
  const saw = record.state.shown[item];
  const lines = [
    saw ? t("study_saw", { words: saw }) : t("study_saw_nothing"),
    own ? t("study_otherwise", { words: own }) : t("study_otherwise_nothing"),
    ...(chosen ? [t("feed_chosen")] : []),
    truthOf(truth),
  ];
  const picture = make("img", { src: `/study/${study}/pictures/${item}`, alt, loading: "lazy" });
  return make("li", {}, picture, make("div", {}, ...lines.map((textContent) => make("p", { textContent }))));
}

/** The page around this one goes on by itself; each of those that the study names is told. @param {Page} page @param {string} state @param {string | null} code */
export function tellParent({ embed, study }, state, code = null) {
  if (self === top) return;
  for (const origin of embed) parent.postMessage({ source: "colophon-study", study, state, code }, origin);
}

/** @param {{url: string | null, code: string | null}} completion */
function onwards({ url, code }) {
  const embedded = self !== top;
  return [
    ...(code ? [make("p", {}, t("feed_code"), " ", make("code", { textContent: code }))] : []),
    ...(url ? [make("a", { className: "button go", href: url, target: "_top", rel: "noreferrer", textContent: t("feed_finish") })] : []),
    ...(embedded && !url ? [make("p", { textContent: t("feed_around") })] : []),
  ];
}

/** @param {Page} page @param {any} told the server's answer */
export function showEnd(page, { debrief, posts, completion }) {
  show(
    "end",
    t("feed_thanks"),
    ...(debrief.text ? [make("h2", { textContent: t("study_debrief") }), make("div", { className: "text" }, ...paragraphs(debrief.text))] : []),
    make("h2", { textContent: t("study_shown") }),
    make("p", { className: "soft", textContent: t("feed_shown_about") }),
    make("ul", { className: "shown" }, ...posts.map((/** @type {any} */ one) => row(page, one))),
    ...onwards(completion), // after what participants are owed
  );
  tellParent(page, "complete", completion.code);
}

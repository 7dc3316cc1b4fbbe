// A study's own feed, from the link to the end: consent, questions before, the feed, questions after, what it was about.

import "./host.js";
import { Refused, answered, call } from "./api.js";
import { askConsent } from "./consent.js";
import { showEnd, tellParent } from "./end.js";
import { answersFor, showFeed } from "./feed.js";
import { begin } from "./host.js";
import { join } from "./joining.js";
import { offerLeaving } from "./leaving.js";
import { open, say, show, t } from "./page.js";
import { make } from "./posts.js";
import { sendUnsent } from "./unsent.js";

/** @typedef {import("./page.js").Page} Page */

/** Why somebody cannot take part, by the status of the answer. @type {Record<number, string>} */
const FAULTS = { 401: "feed_over", 403: "study_refused", 404: "study_unknown", 409: "study_takes_nobody" };

const silent = () => say("study_no_answer");

/** The questions before or after, one survey after the other; those that are over are not asked again. @param {Page} page @param {string} when */
async function ask({ plan, record, locale, inLocale }, when) {
  for (const survey of plan.surveys) {
    if (survey.when !== when || record.state.surveys.includes(survey.name)) continue;
    const around = make("div", { className: "survey" });
    show(when, inLocale(plan.title), around);
    const told = (/** @type {string} */ kind, /** @type {any} */ { rt_ms, ...data }) =>
      record.add(kind, rt_ms === undefined ? data : { ...data, rt_ms: Math.round(rt_ms) });
    await new Promise((resolve) => void Colophon.surveyForm(around, { survey, locale }, { told, over: resolve, decline: "probe_decline" }));
    record.state.surveys.push(survey.name);
    record.keep();
  }
}

/** @param {Page} page */
function declined(page) {
  page.record.drop();
  const back = { className: "button", href: page.declined, target: "_top", rel: "noreferrer", textContent: t("feed_finish") };
  show("declined", t("study_declined"), ...(page.declined ? [make("a", back)] : []));
  tellParent(page, "declined");
}

/** @param {Page} page @param {any[]} posts */
async function takePart(page, posts) {
  const { record, study } = page;
  const at = (/** @type {string} */ stage) => void (record.state.stage = stage, record.keep());
  const foot = offerLeaving(page);
  if (record.state.stage === "before") await ask(page, "before");
  if (record.state.stage !== "after") {
    at("feed");
    await showFeed(page, posts);
    at("after");
  }
  await ask(page, "after");
  const told = await answered(() => record.settle().then(() => call(`/v1/studies/${study}/feed/end`, { body: {}, token: record.state.taking.token })), silent);
  foot.remove();
  showEnd(page, told);
}

async function run() {
  void answered(sendUnsent, () => {}); // of tabs that are closed
  const page = await open();
  if (!page) return;
  if (page.record.state.stage === "consent" && !(await askConsent(page))) return declined(page);
  const posts = await answered(() => join(page), silent);
  const { places, ...answers } = answersFor(page);
  page.places = places;
  await begin({ answers, strings: page.strings, locale: page.locale });
  await takePart(page, posts);
}

run().catch((error) => {
  say(error instanceof Refused ? (FAULTS[error.status] ?? "study_no_answer") : "study_no_answer");
  console.error(error);
});

// The page of a study, while and after: how it stands, its questions, leaving it, and what it was about.

import { inLocale } from "../background/study/words.js";
import { ask, byId } from "./i18n.js";
import { contactOf, paragraphs } from "./study_joining.js";

/** @typedef {import("../background/study/state.js").Part} Part */
/** @typedef {import("./study_joining.js").Page} Page */
/** @typedef {{t: number, shown: string | null, shipped: string | null}} Shown */

const DAY_MS = 86_400_000;

/** What is asked now: before the first image counts, or when the study is over. @param {Part} part @param {boolean} over */
async function dueSurveys({ plan }, over) {
  const { studySurveys = [] } = /** @type {{studySurveys?: string[]}} */ (await chrome.storage.local.get("studySurveys"));
  return plan.surveys.filter(({ when, name }) => when === (over ? "after" : "before") && !studySurveys.includes(name));
}

/** @param {Part} part @param {boolean} over @param {Page} page */
async function showSurvey(part, over, page) {
  const [survey] = await dueSurveys(part, over);
  const around = byId("survey");
  around.hidden = !survey;
  if (!survey) return;
  /** Kept one by one: a page may be closed at any time. @param {string} kind @param {object} data */
  const told = (kind, data) => {
    const last = kind === "survey_dismissed" ? survey.name : undefined;
    const { rt_ms, ...others } = /** @type {any} */ (data);
    const events = [{ kind, t: Date.now(), data: rt_ms === undefined ? others : { ...others, rt_ms: Math.round(rt_ms) } }];
    return ask({ type: "study-answers", events, over: last });
  };
  const over_ = async (/** @type {boolean} */ answered) => {
    if (answered) await ask({ type: "study-answers", events: [], over: survey.name });
    around.hidden = true;
    await showSurvey(part, over, page);
  };
  Colophon.surveyForm(around, { survey, locale: page.locale }, { told, over: (answered) => void over_(answered), decline: "probe_decline" });
}

/** The same words are told once, with how often. @param {Shown[]} shown */
function counted(shown) {
  /** @type {Map<string, Shown & {count: number}>} */
  const found = new Map();
  for (const one of shown) {
    const key = JSON.stringify([one.shown, one.shipped]);
    found.set(key, { ...one, count: (found.get(key)?.count ?? 0) + 1 });
  }
  return [...found.values()];
}

/** @param {Shown[]} shown @param {Page} page */
function showShown(shown, { t }) {
  byId("shown").hidden = !shown.length;
  const line = (/** @type {string} */ textContent) => Object.assign(document.createElement("p"), { textContent });
  const rows = counted(shown).map(({ shown: saw, shipped, count }) => {
    const item = document.createElement("li");
    const otherwise = shipped ? t("study_otherwise", { words: shipped }) : t("study_otherwise_nothing");
    item.append(line(saw ? t("study_saw", { words: saw }) : t("study_saw_nothing")), line(otherwise), line(t("study_times", { count })));
    return item;
  });
  byId("shown-list").replaceChildren(...rows);
}

/** @param {Part} part @param {Page} page */
function offerToLeave({ study }, page) {
  const [question, leave] = [byId("leave-question"), byId("leave")];
  byId("leave-about").textContent = page.t("study_leave_question", { host: new URL(study.server).host });
  const confirm = (/** @type {boolean} */ asking) => {
    question.hidden = !asking;
    leave.hidden = asking;
    (asking ? byId("leave-no") : leave).focus();
  };
  leave.onclick = () => confirm(true);
  byId("leave-no").onclick = () => confirm(false);
  byId("leave-yes").onclick = async () => {
    const { outcome, debrief } = (await ask({ type: "study-leave" })) ?? { outcome: "study_leaving" };
    page.show("");
    page.say(outcome, { host: new URL(study.server).host });
    if (debrief) await tell(page);
  };
}

/** How it stands, in words. @param {Part} part @param {boolean} over @param {Page} page */
function standingOf({ study }, over, { t }) {
  const host = new URL(study.server).host;
  if (study.leaving) return t("study_leaving", { host });
  return over ? t("study_over") : t("study_days", { count: Math.ceil((study.treatmentEnds - Date.now()) / DAY_MS) });
}

/** @param {Part} part @param {Page} page */
export async function run(part, page) {
  const { study, plan } = part;
  byId("heading").textContent = page.t("study_running");
  byId("running-title").textContent = inLocale(plan.title, page.locale);
  byId("code").textContent = study.code;
  byId("running-contact").textContent = contactOf(plan, page);
  offerToLeave(part, page);
  page.show("running");
  const { state, shown = [] } = (await ask({ type: "study-standing" })) ?? {};
  const over = Date.now() >= study.treatmentEnds || ["closed", "debriefed", "exported"].includes(state?.state);
  if (over) byId("heading").textContent = inLocale(plan.title, page.locale);
  byId("running-title").hidden = over;
  byId("standing").textContent = standingOf(part, over, page);
  byId("debrief").hidden = !over || Boolean(study.leaving);
  paragraphs(state?.debrief?.text ?? page.t("study_debrief_later"), byId("debrief-text"));
  byId("shown").hidden = true;
  if (over && !study.leaving) showShown(shown, page);
  if (!study.leaving) await showSurvey(part, over, page);
}

/** Somebody who left is told what it was about, until they have read it. @param {Page} page */
export async function tell(page) {
  const { studyTold } = /** @type {{studyTold?: {title: Record<string, string>, debrief: {text: string | null}}}} */ (await chrome.storage.local.get("studyTold"));
  if (!studyTold) return false;
  byId("heading").textContent = inLocale(studyTold.title, page.locale);
  paragraphs(studyTold.debrief.text ?? "", byId("told-text"));
  byId("told-done").onclick = async () => {
    await chrome.storage.local.remove("studyTold");
    location.reload();
  };
  page.show("told");
  return true;
}

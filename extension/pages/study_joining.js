// The page of a study, before: what it is about is read, then the reader takes part or does not.

import { noteJoining, patternOf } from "../background/access.js";
import { isLoopback } from "../background/settings.js";
import { askToSend } from "../background/study/data_kinds.js";
import { readParticipantCode, readStudyLink } from "../background/study/link.js";
import { inLocale } from "../background/study/words.js";
import { ask, byId } from "./i18n.js";

/** @typedef {import("../background/study/link.js").Invitation} Invitation */
/** @typedef {import("../types").StudyPlan} StudyPlan */
/** @typedef {{t: import("./i18n.js").Translate, locale: string, say: (key: string, values?: Record<string, string>) => void, show: (id: string) => void, joined: () => void}} Page */

const FIREFOX = chrome.runtime.getURL("").startsWith("moz-");

/** A day as the reader's language writes it; the date is in UTC. @param {string} day @param {string} locale */
const written = (day, locale) => new Date(day).toLocaleDateString(locale, { dateStyle: "long", timeZone: "UTC" });

/** @param {string} text one paragraph a line @param {HTMLElement} within */
export function paragraphs(text, within) {
  const lines = text.split(/\n\s*\n/).filter((line) => line.trim());
  within.replaceChildren(...lines.map((textContent) => Object.assign(document.createElement("p"), { textContent, dir: "auto" })));
}

/** @param {StudyPlan} plan @param {Page} page */
export const contactOf = ({ contact }, { t }) => t("study_contact", { name: contact.name, email: contact.email });

/** @param {Invitation} invitation @param {StudyPlan} plan @param {Page} page */
function showConsent({ host }, plan, page) {
  const { t, locale } = page;
  const language = plan.consent[locale] ? locale : plan.consent.en ? "en" : Object.keys(plan.consent)[0];
  byId("heading").textContent = inLocale(plan.title, locale);
  paragraphs(plan.consent[language].text, byId("consent-text"));
  byId("consent-text").lang = language;
  byId("goes-to").textContent = t("study_goes_to", { host, date: written(plan.dates.retention, locale) });
  byId("consent-contact").textContent = contactOf(plan, page);
  byId("ethics").hidden = !plan.ethics;
  byId("ethics").textContent = t("study_ethics", { number: plan.ethics ?? "" });
  page.show("consent");
  byId("heading").focus();
  return language;
}

/** @param {Invitation} invitation @param {StudyPlan} plan @param {Page} page */
function offer(invitation, plan, page) {
  const language = showConsent(invitation, plan, page);
  const decline = async () => {
    await ask({ type: "study-decline", invitation });
    page.show("");
    page.say("study_declined");
  };
  /** Where the reader looks. @param {string} key */
  const say = (key) => (byId("consent-outcome").textContent = page.t(key, { host: invitation.host }));
  const join = async () => {
    const given = /** @type {HTMLInputElement} */ (byId("code-given")).value;
    const participant = given.trim() ? readParticipantCode(given) : null;
    if (given.trim() && !participant) return say("study_code_bad");
    if (!(/** @type {HTMLInputElement} */ (byId("adult")).checked)) return say("study_adult_needed");
    if (!(await askToSend(plan))) return say("study_no_permission");
    const { sha256 } = plan.consent[language];
    const { outcome } = (await ask({ type: "study-join", invitation, locale: language, sha256, adult: true, participant })) ?? { outcome: "study_no_answer" };
    if (outcome !== "study_joined") return say(outcome);
    if (!FIREFOX) void navigator.storage.persist(); // what waits for the server is not to be cleared; Firefox would ask
    page.say(outcome);
    page.joined();
  };
  byId("decline").onclick = () => void decline();
  byId("join").onclick = () => void join();
}

/** @param {Invitation} invitation @param {Page} page */
async function look(invitation, page) {
  const { host, server } = invitation;
  const allowed = isLoopback(server) || (await chrome.permissions.request({ origins: [patternOf(server)] }).catch(() => false));
  if (!allowed) return page.say("study_no_permission", { host });
  const found = await ask({ type: "study-look", invitation });
  page.say(found?.plan ? "" : (found?.outcome ?? "study_no_answer"), { host });
  if (found?.plan) offer(invitation, found.plan, page);
}

/** @param {string} text as pasted @param {Page} page */
async function read(text, page) {
  const invitation = readStudyLink(text);
  if ("fault" in invitation) return page.say(invitation.fault);
  page.say("");
  await noteJoining(invitation.server);
  if (isLoopback(invitation.server)) return look(invitation, page);
  byId("heading").textContent = page.t("study_invites", { host: invitation.host });
  byId("invited-about").textContent = page.t("study_look_about", { host: invitation.host });
  byId("look").onclick = () => void look(invitation, page);
  byId("no-look").onclick = () => {
    page.show("ask");
    page.say("study_declined");
  };
  page.show("invited");
  byId("heading").focus();
}

/** @param {Page} page */
export async function begin(page) {
  const { invited } = /** @type {{invited?: string}} */ (await chrome.storage.session.get("invited"));
  page.show("ask");
  const link = /** @type {HTMLInputElement} */ (byId("link"));
  byId("ask").onsubmit = (event) => {
    event.preventDefault();
    void read(link.value, page);
  };
  if (!invited) return;
  await chrome.storage.session.remove("invited");
  link.value = invited;
  await read(invited, page);
}

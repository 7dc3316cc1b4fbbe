// What pages ask about a study: those it runs on, and the extension's own.

import { isLoopback, localeOf, readSettings } from "../settings.js";
import { loadPart } from "../parts.js";
import { within, done } from "./database.js";
import * as enrolment from "./enrolment.js";
import { keepNotes } from "./notes.js";
import { takeProbe } from "./places.js";
import { record } from "./queue.js";
import { sendEvents } from "./sending.js";
import { sessionOf } from "./sessions.js";
import { activePart, changePart, noteSurvey, readPart } from "./state.js";
import { readStudyLink } from "./link.js";
import { inLocale } from "./words.js";

/** @typedef {chrome.runtime.MessageSender} Sender */

/** A document, by what the browser calls it; Firefox has no name for it before a later version. @param {Sender} sender */
export const documentOf = ({ documentId, tab, frameId, url }) => documentId ?? `${tab?.id}:${frameId}:${url}`;

/** Documents that have the part, as far as this background knows. @type {Set<string>} */
const brought = new Set();

/**
 * Where a study runs, its part of the page begins with the page, or with its next question where the study is new.
 * @param {Sender} sender @param {boolean} fresh whether the document is
 */
export async function bringPart(sender, fresh) {
  const name = documentOf(sender);
  if ((brought.has(name) && !fresh) || !(await activePart())) return;
  brought.add(name);
  await loadPart("study", sender).catch(() => brought.delete(name));
}

/** What the part of a page needs to know; never which arm it is. */
async function rules() {
  const part = await activePart();
  return part && { exposure: part.plan.exposure, title: inLocale(part.plan.title, localeOf(await readSettings())) };
}

/** @param {{page: string, notes: import("../../types").StudyNote[], soon?: boolean}} message */
async function takeNotes({ page, notes, soon = false }) {
  const kept = await keepNotes({ page, notes });
  void sendEvents({ soon });
  return kept;
}

/** The survey about an image, if one is due. @param {{place: number}} message */
async function probe({ place }) {
  const part = await activePart();
  const survey = part && (await takeProbe(part, await sessionOf(part), place));
  return survey && { survey, locale: localeOf(await readSettings()) };
}

/** Answers given on the page of the study. @param {{events: {kind: string, t: number, data: object}[], over?: string}} message */
async function answers({ events, over }) {
  const part = await readPart();
  if (!part || part.study.leaving) return null;
  await record(await sessionOf(part), events);
  if (over) await noteSurvey(over);
  void sendEvents({ soon: true });
  return { kept: true };
}

/** How it stands, with what was shown. */
async function standing() {
  const [state, part] = [await enrolment.standing(), await readPart()];
  const ended = state?.state !== "enrolling";
  if (state && part && Boolean(part.study.ended) !== ended) await changePart({ ended });
  const shown = await within(["shown"], "readonly", (store) => done(store.shown.getAll()));
  return { state, shown };
}

/** The page that a server on this computer shows to who was invited: it goes on at once, on a page of our own. @param {object} _message @param {Sender} sender */
async function invited(_message, { url = "" }) {
  const read = readStudyLink(url);
  if ("fault" in read || !isLoopback(read.server)) return null;
  await chrome.storage.session.set({ invited: url });
  await chrome.tabs.create({ url: chrome.runtime.getURL("pages/study.html") });
  return { opened: true };
}

/** For the pages that a study runs on. @type {Record<string, (message: any, sender: Sender) => Promise<unknown>>} */
export const forPages = {
  "study-rules": rules,
  "study-notes": takeNotes,
  "study-probe": probe,
  "study-invited": invited,
};

/** For the extension's own pages only. @type {Record<string, (message: any, sender: Sender) => Promise<unknown>>} */
export const forOwnPages = {
  "study-look": ({ invitation }) => enrolment.look(invitation),
  "study-decline": ({ invitation }) => enrolment.decline(invitation),
  "study-join": (message) => enrolment.takePart(message),
  "study-leave": () => enrolment.withdraw(),
  "study-answers": answers,
  "study-standing": standing,
};

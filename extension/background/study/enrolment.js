// Taking part in a study: a link leads to what it is about, and only consent begins it. And leaving it again.

import { giveBack, mayReach, patternOf, wasGranted } from "../access.js";
import { adapterFor } from "../adapters.js";
import { Unavailable } from "../connection.js";
import { Refusal } from "../server.js";
import { isLoopback, readSettings } from "../settings.js";
import { enrol, getState, postWithdrawal, readPlan } from "./api.js";
import { sendNoMore } from "./data_kinds.js";
import { clearAll } from "./database.js";
import { randomName } from "./items.js";
import { record } from "./queue.js";
import { sendEvents } from "./sending.js";
import { forgetSession, sessionOf } from "./sessions.js";
import { changePart, dropPart, keepPart, keepTold, readPart } from "./state.js";

/** @typedef {import("../../types").StudyPlan} StudyPlan */
/** @typedef {import("./link.js").Invitation} Invitation */

const PARTICIPANT_CHARS = 20;

/** Why it did not work. @param {unknown} error */
function faultOf(error) {
  if (error instanceof Unavailable) return { outcome: error.state === "no_permission" ? "study_no_permission" : "study_no_answer" };
  if (!(error instanceof Refusal)) throw error;
  return { outcome: { 403: "study_refused", 404: "study_unknown", 409: "study_takes_nobody" }[error.status] ?? "study_no_answer" };
}

/** The permission of a server that is not used after all goes back. @param {string} server */
async function giveBackUnused(server) {
  const { server: own } = await readSettings();
  const part = await readPart();
  const used = [own, part?.study.server ?? own].map(patternOf);
  if (!used.includes(patternOf(server)) && !(await wasGranted(server))) await giveBack(server);
}

/**
 * What the study is about. Nothing about the reader is sent.
 * @param {Invitation} invitation
 * @returns {Promise<{plan: StudyPlan} | {outcome: string}>}
 */
export async function look({ server, id, code }) {
  try {
    return { plan: await readPlan(server, id, code) };
  } catch (error) {
    await giveBackUnused(server);
    return faultOf(error);
  }
}

/** The reader read what it is about and does not take part. @param {Invitation} invitation */
export async function decline({ server }) {
  await giveBackUnused(server);
  return { outcome: "study_declined" };
}

/**
 * Take part.
 * @param {{invitation: Invitation, locale: string, sha256: string, adult: boolean, participant: string | null, page?: string}} asked
 *   `participant`: the code of somebody who took part before, in another browser
 * @returns {Promise<{outcome: string}>}
 */
export async function takePart({ invitation, locale, sha256, adult, participant, page = "" }) {
  const { server, id, code } = invitation;
  if (await readPart()) return { outcome: "study_one_only" };
  if (!(await mayReach(server))) return { outcome: "study_no_permission" };
  const name = participant ?? randomName(PARTICIPANT_CHARS);
  const consent = { sha256, locale, adult };
  const about = { locale, platform: adapterFor(page) ?? "other", extension: chrome.runtime.getManifest().version };
  try {
    const plan = await readPlan(server, id, code);
    const drawn = await enrol(server, id, { code, participant: name, consent, ...about });
    await begin({ server, plan, name, consent, drawn });
    return { outcome: "study_joined" };
  } catch (error) {
    await giveBackUnused(server);
    return faultOf(error);
  }
}

/** @param {{server: string, plan: StudyPlan, name: string, consent: {sha256: string, locale: string}, drawn: any}} about */
async function begin({ server, plan, name, consent: { sha256, locale }, drawn }) {
  const { levels, holdout, preview, token } = drawn;
  const times = { enrolledAt: drawn.enrolled_at, baselineEnds: drawn.baseline_ends, treatmentEnds: drawn.treatment_ends };
  const study = { server, code: name, levels, holdout, preview, itemKey: drawn.item_key, ...times, consent: { sha256, locale } };
  await Promise.all([clearAll(), forgetSession()]);
  await keepPart({ study, plan, token });
  const t = Date.now();
  const session = await sessionOf({ study, plan, token }, t);
  await record(session, [
    { kind: "consent", t, data: { sha256, locale } },
    { kind: "assigned", t, data: { unit: "participant", levels, holdout } },
  ]);
  void sendEvents({ soon: true });
}

/**
 * Leave: nothing is shown or recorded from now on, what waits here is deleted, and the server is told to delete the
 * rest; where it does not answer, again later.
 * @returns {Promise<{outcome: "study_left" | "study_leaving", debrief?: {altered: boolean, text: string | null} | null}>}
 */
export async function withdraw() {
  const part = await readPart();
  if (!part) return { outcome: "study_left" };
  const { study, plan, token } = part;
  await changePart({ leaving: true });
  await clearAll();
  let debrief = null;
  try {
    ({ debrief } = await postWithdrawal({ server: study.server, id: plan.id, token }));
  } catch (error) {
    const gone = error instanceof Refusal && (error.status === 401 || error.status === 404);
    if (!gone) return { outcome: "study_leaving" };
  }
  await Promise.all([dropPart(), clearAll(), sendNoMore()]); // also what was under way when they left
  if (debrief) await keepTold(plan.title, debrief);
  await giveBackUnused(study.server);
  return { outcome: "study_left", debrief };
}

/** What could not be done before: the server may answer now. */
export async function resume() {
  const part = await readPart();
  if (part?.study.leaving) await withdraw();
  else if (part) await sendEvents({ soon: true });
}

/** How the study stands, as its server says; null where it does not answer. @returns {Promise<any>} */
export async function standing() {
  const part = await readPart();
  if (!part) return null;
  try {
    return await getState({ server: part.study.server, id: part.plan.id, token: part.token });
  } catch {
    return null;
  }
}

// The one study that this browser takes part in, if any: what was agreed to, what was drawn, and the study as it was
// frozen. Kept until the participant leaves; the token apart, because it is no part of a copy of one's data.

/** @typedef {import("../../types").Taking} Taking */
/** @typedef {import("../../types").StudyPlan} StudyPlan */
/** @typedef {{study: Taking, plan: StudyPlan, token: string}} Part */

export const KEYS = ["study", "studyPlan", "studyToken", "studySurveys", "studyTold"];

/** @type {Promise<Part | null> | null} */
let known = null; // read again whenever the background begins anew

async function read() {
  const { study, studyPlan: plan, studyToken: token } = await chrome.storage.local.get(["study", "studyPlan", "studyToken"]);
  return /** @type {Part | null} */ (study && plan && token ? { study, plan, token } : null);
}

/** What this browser takes part in; also while it is leaving. */
export function readPart() {
  return (known ??= read());
}

/** What images are shown and recorded for now: null before, after and while leaving. @param {number} [now] */
export async function activePart(now = Date.now()) {
  const part = await readPart();
  return part && !part.study.leaving && !part.study.ended && now < part.study.treatmentEnds ? part : null;
}

/** @param {object} values */
async function write(values) {
  await chrome.storage.local.set(values);
  known = null;
}

/** @param {Part} part */
export const keepPart = ({ study, plan, token }) => write({ study, studyPlan: plan, studyToken: token });

/** @param {Partial<Taking>} changes */
export async function changePart(changes) {
  const part = await readPart();
  if (part) await keepPart({ ...part, study: { ...part.study, ...changes } });
}

/** What a participant who left is still to be told. @param {import("../../types").Words} title @param {object} debrief */
export const keepTold = (title, debrief) => write({ studyTold: { title, debrief } });

/** A survey was answered or declined: it is not asked again. @param {string} name */
export async function noteSurvey(name) {
  const { studySurveys = [] } = /** @type {{studySurveys?: string[]}} */ (await chrome.storage.local.get("studySurveys"));
  await write({ studySurveys: [...studySurveys, name] });
}

/** What was kept is gone, or is somebody else's to write. */
export function forgetPart() {
  known = null;
}

/** Delete all that is kept of it here, but not what the participant is still to be told. */
export async function dropPart() {
  await chrome.storage.local.remove(KEYS.filter((key) => key !== "studyTold"));
  known = null;
}

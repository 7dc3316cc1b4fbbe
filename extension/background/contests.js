// "Something wrong?": reports about labels go to the server, and how they ended is asked for later. This browser keeps
// the number of each case and the image's hash, nothing else.

import { fetchBytes, sha256Of } from "./bytes.js";
import { isPrivateCheck } from "./check.js";
import { Unavailable } from "./connection.js";
import { isPrivateSender, reachOf } from "./private_places.js";
import { Refusal, getContest, postContest, putContestPicture } from "./server.js";
import { isLoopback, readSettings, reviseSettings } from "./settings.js";

/** @typedef {import("../types").Case} Case */
/** @typedef {{private?: boolean}} Place the post is not for everybody */

const MAX_KEPT = 200; // the oldest go first
const NOT_FOUND = 404;

/** The first eight characters in two groups: enough to find a case among those of one server. @param {string} id */
const numberOf = (id) => `${id.slice(0, 4)} ${id.slice(4, 8)}`;

/** @param {Pick<Case, "case" | "state" | "answer">} found @param {string} server @returns {Case} */
const told = (found, server) => ({ ...found, number: numberOf(found.case), own: isLoopback(server) });

/**
 * May somebody be told about an image in this place, and who?
 * @param {Place} place @param {chrome.runtime.MessageSender} sender
 * @returns {Promise<{host: string | null, picture: boolean} | {outcome: "unpaired" | "private"}>} `host` of somebody
 *   else's server; may the `picture` itself go there, too
 */
export async function contestable(place, sender) {
  const settings = await readSettings();
  if (!settings.token) return { outcome: "unpaired" };
  const reach = reachOf(settings, Boolean(place.private) || isPrivateSender(sender) || isPrivateCheck(sender));
  if (reach === "nothing") return { outcome: "private" };
  return { host: isLoopback(settings.server) ? null : new URL(settings.server).host, picture: reach === "all" };
}

/**
 * Read the very picture once more and send it with its case. The report stands whether that works or not.
 * @param {string} id of the case @param {string} sha256 @param {string} url @param {string} page host of the page
 * @returns {Promise<string | null>} the last day on which it is kept
 */
async function sendPicture(id, sha256, url, page) {
  try {
    const bytes = await fetchBytes(url, page);
    return (await sha256Of(bytes)) === sha256 ? (await putContestPicture(id, bytes)).kept_until : null;
  } catch {
    return null;
  }
}

/**
 * @param {Place & {report: import("../types").Report, url?: string | null}} message `url` of the picture, where it is to
 *   go with the report
 * @param {chrome.runtime.MessageSender} sender @param {string} [page] host of the page that shows it
 * @returns {Promise<(Case & {until?: string | null}) | {outcome: "unpaired" | "private" | "refused" | "busy" | "absent"}>}
 *   `until` which day the picture is kept, null where it is not
 */
export async function contest({ report, url, ...place }, sender, page = "") {
  const may = await contestable(place, sender);
  if ("outcome" in may) return may;
  try {
    const { case: id } = await postContest(report);
    await reviseSettings(({ contests }) => ({ contests: [...contests, { case: id, sha256: report.sha256 }].slice(-MAX_KEPT) }));
    const sent = url && may.picture ? { until: await sendPicture(id, report.sha256, url, page) } : {};
    return { ...told({ case: id, state: "open", answer: null }, (await readSettings()).server), ...sent };
  } catch (error) {
    const busy = error instanceof Unavailable && error.state === "overloaded";
    return { outcome: error instanceof Refusal ? "refused" : busy ? "busy" : "absent" };
  }
}

/** @param {string} id @returns {Promise<Case>} */
async function standing(id) {
  const { server } = await readSettings();
  try {
    return told(await getContest(id), server);
  } catch (error) {
    const unknown = error instanceof Refusal && error.status === NOT_FOUND;
    if (!unknown && !(error instanceof Refusal) && !(error instanceof Unavailable)) throw error;
    return told({ case: id, state: unknown ? "unknown" : "absent", answer: null }, server);
  }
}

/**
 * How the latest report about an image stands, or null where this reader made none, or the server is told nothing about
 * the place.
 * @param {Place & {sha256: string}} message @param {chrome.runtime.MessageSender} sender
 */
export async function caseOf({ sha256, ...place }, sender) {
  const may = await contestable(place, sender);
  if ("outcome" in may && may.outcome === "private") return null;
  const found = (await readSettings()).contests.filter((one) => one.sha256 === sha256).at(-1);
  return found ? standing(found.case) : null;
}

/** How all reports of this reader stand, the latest first. @returns {Promise<Case[]>} */
export async function allCases() {
  const { contests } = await readSettings();
  return Promise.all(contests.map(({ case: id }) => standing(id)).reverse());
}

// "Something wrong?": reports about labels go to the server, and how they ended is asked for later. This browser keeps
// the number of each case and the image's hash, nothing else.

import { isPrivateCheck } from "./check.js";
import { Unavailable } from "./connection.js";
import { isPrivateSender, reachOf } from "./private_places.js";
import { Refusal, getContest, postContest } from "./server.js";
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
 * @returns {Promise<{host: string | null} | {outcome: "unpaired" | "private"}>} `host` of somebody else's server
 */
export async function contestable(place, sender) {
  const settings = await readSettings();
  if (!settings.token) return { outcome: "unpaired" };
  if (reachOf(settings, Boolean(place.private) || isPrivateSender(sender) || isPrivateCheck(sender)) === "nothing") return { outcome: "private" };
  return { host: isLoopback(settings.server) ? null : new URL(settings.server).host };
}

/**
 * @param {Place & {report: import("../types").Report}} message @param {chrome.runtime.MessageSender} sender
 * @returns {Promise<Case | {outcome: "unpaired" | "private" | "refused" | "busy" | "absent"}>}
 */
export async function contest({ report, ...place }, sender) {
  const may = await contestable(place, sender);
  if ("outcome" in may) return may;
  try {
    const { case: id } = await postContest(report);
    await reviseSettings(({ contests }) => ({ contests: [...contests, { case: id, sha256: report.sha256 }].slice(-MAX_KEPT) }));
    return told({ case: id, state: "open", answer: null }, (await readSettings()).server);
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

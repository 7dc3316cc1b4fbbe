// How it stands with the server, and when it may be asked again after it failed.

import { recall, remember } from "./session.js";

/**
 * `slow`: no answer in the time that we wait; `offline`: this computer is; `outdated`: too old for this extension.
 * @typedef {"connected" | "unpaired" | "unreachable" | "slow" | "offline" | "overloaded" | "outdated" | "no_permission"} State
 */
/** @typedef {{state: State, failures: number, retryAt: number}} Connection */

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const KEY = "connection";
const QUOTA = "quota"; // when the server takes images again
const QUOTA_PAUSE_S = 3600; // where it does not say

/** A request that got no usable answer. `retryAfter` is in seconds, or null. */
export class Unavailable extends Error {
  /** @param {Exclude<State, "connected">} state @param {number | null} retryAfter */
  constructor(state, retryAfter = null) {
    super(state);
    this.state = state;
    this.retryAfter = retryAfter;
  }
}

/** @returns {Promise<Connection>} */
export async function connection() {
  return (await recall(KEY)) ?? { state: "connected", failures: 0, retryAt: 0 };
}

/** May the server be asked now? After a failure the next request past the pause is the probe. */
export async function mayAsk(now = Date.now()) {
  return now >= (await connection()).retryAt;
}

/**
 * The server answered.
 * @returns {Promise<boolean>} whether it had been away
 */
export async function noteAnswer() {
  const before = await connection();
  if (before.state === "connected" && !before.failures) return false;
  await remember(KEY, { state: "connected", failures: 0, retryAt: 0 });
  return before.state !== "connected";
}

/**
 * The server did not answer, is busy, or does not know us. Pauses double up to half a minute; its own word wins.
 * @param {Unavailable} failure
 */
export async function noteFailure({ state, retryAfter }, now = Date.now()) {
  const before = await connection();
  const told = now + (retryAfter ?? 0) * 1000;
  const oneOfSeveral = before.state === state && before.retryAt > now; // that were under way
  if (oneOfSeveral && before.retryAt >= told) return;
  const failures = before.failures + (oneOfSeveral ? 0 : 1);
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS);
  await remember(KEY, { state, failures, retryAt: Math.max(now + pause, told) });
}

/** The server takes no more images for now; it still answers questions. @param {number | null} retryAfter seconds */
export const noteQuota = (retryAfter, now = Date.now()) => remember(QUOTA, now + (retryAfter ?? QUOTA_PAUSE_S) * 1000);

/** When the server takes images again, in milliseconds; 0 when it does now. */
export async function quotaEnds(now = Date.now()) {
  const until = /** @type {number | null} */ (await recall(QUOTA)) ?? 0;
  return until > now ? until : 0;
}

/** Did a pause end since this was asked last? Then what was not sent may be asked again. */
export async function quotaIsOver(now = Date.now()) {
  const until = /** @type {number | null} */ (await recall(QUOTA)) ?? 0;
  if (!until || until > now) return false;
  await remember(QUOTA, 0);
  return true;
}

/** Settings changed: whatever was known about the server is void. */
export async function resetConnection() {
  await remember(QUOTA, 0);
  await remember(KEY, { state: "connected", failures: 0, retryAt: 0 });
}

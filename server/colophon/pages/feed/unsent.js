// What a tab has recorded and the server has not got: kept by the browser for this page, so that a tab that is closed while
// the server is away loses nothing. It is sent at the next opening and then forgotten; nobody else is told of it.

import { Refused, call } from "./api.js";

const PREFIX = "colophon-study-unsent:";
export const BATCH = 150; // events; below the 64 kB that a page may send while it goes

/** @typedef {{seq: number, kind: string, t: number, item?: string, place?: number, data: object}} Event */
/** @typedef {{path: string, token: string, body: {session: string}, events: Event[]}} Unsent */

/** Where a browser keeps nothing for a page, the tab's memory has it. @template T @param {() => T} act @returns {T | null} */
function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

/** @param {string} participant of a study, as both are named @param {string} session @param {Unsent | null} unsent null: the server has it all */
export function keepUnsent(participant, session, unsent) {
  const key = `${PREFIX}${participant}:${session}`;
  attempt(() => (unsent?.events.length ? localStorage.setItem(key, JSON.stringify(unsent)) : localStorage.removeItem(key)));
}

/** Forget what a participant's tabs have kept. @param {string} participant */
export const dropUnsent = (participant) => keys().filter((key) => key.startsWith(`${PREFIX}${participant}:`)).forEach((key) => attempt(() => localStorage.removeItem(key)));

/** @returns {string[]} */
const keys = () => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(PREFIX))) ?? [];

/** Send what tabs that are closed have left. @returns {Promise<void>} @throws {import("./api.js").Silent} */
export async function sendUnsent() {
  for (const key of keys()) {
    const kept = /** @type {Unsent | null} */ (attempt(() => JSON.parse(localStorage.getItem(key) ?? "null")));
    for (let n = 0; kept && n < kept.events.length; n += BATCH) await sendBatch(kept, kept.events.slice(n, n + BATCH));
    attempt(() => localStorage.removeItem(key));
  }
}

/** What the server refuses it will never take: the study is over, or they have left it. @param {Unsent} kept @param {Event[]} events */
async function sendBatch({ path, token, body }, events) {
  try {
    await call(path, { body: { ...body, events }, token });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

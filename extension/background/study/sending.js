// Events on their way to the study's server: in batches, taken from the queue only after it has said that it has them.
// Whatever ends in between, the batch is sent again, and what comes twice counts once there.

import { LABELS_VERSION } from "../catalogue.js";
import { Unavailable } from "../connection.js";
import { RESOLVER_VERSION } from "../resolve.js";
import { Refusal } from "../server.js";
import { recall, remember } from "../session.js";
import { postEvents } from "./api.js";
import { drop, nextBatch, record, waiting } from "./queue.js";
import { PAUSES } from "./sessions.js";
import { changePart, readPart } from "./state.js";

/** @typedef {import("./state.js").Part} Part */

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 600_000;
const AT_ONCE = 40; // events that are not left waiting
const GATHER_MS = 5000; // between two requests with fewer; a background without work ends after 30 s
const OVER = [401, 404, 409]; // not known any more, or closed

/** @typedef {{failures: number, retryAt: number, sentAt: number}} Pauses */
/** @returns {Promise<Pauses>} */
const pauses = async () => (await recall(PAUSES)) ?? { failures: 0, retryAt: 0, sentAt: 0 };

/** @param {Unavailable} failure @param {number} now */
async function noteFailure({ retryAfter }, now) {
  const before = await pauses();
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** before.failures, LONGEST_PAUSE_MS);
  await remember(PAUSES, { ...before, failures: before.failures + 1, retryAt: now + Math.max(pause, (retryAfter ?? 0) * 1000) });
}

/**
 * One batch: true where another may follow.
 * @param {Part} part @param {number} now
 */
async function sendOne({ study, plan, token }, now) {
  const batch = await nextBatch();
  if (!batch) return false;
  const versions = { extension: chrome.runtime.getManifest().version, resolver: RESOLVER_VERSION, labels: LABELS_VERSION };
  const numbers = batch.events.map(({ seq }) => seq);
  try {
    const body = { session: batch.session, ...versions, preview: study.preview, events: batch.events };
    await postEvents({ server: study.server, id: plan.id, token }, body);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (OVER.includes(error.status)) return void (await changePart({ ended: true }));
    await record(batch.session, [{ kind: "error", t: now, data: { fault: "server" } }]); // it will never take this batch
  }
  await drop(batch.session, numbers);
  return true;
}

/** @param {Part} part @param {number} now */
async function sendAll(part, now) {
  try {
    while (await sendOne(part, now));
    await remember(PAUSES, { failures: 0, retryAt: 0, sentAt: now });
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    await noteFailure(error, now);
  }
}

/** @type {Promise<void> | null} */
let underWay = null;
/** @type {ReturnType<typeof setTimeout> | null} */
let later = null;

/** @param {number} ms */
function sendLater(ms) {
  later ??= setTimeout(() => {
    later = null;
    void sendEvents({ soon: true });
  }, ms);
}

/**
 * Send what waits, unless the server wants to be left alone. Few events wait for others for a while.
 * @param {{soon?: boolean, now?: number}} [when] `soon`: do not wait for others
 */
export async function sendEvents({ soon = false, now = Date.now() } = {}) {
  const part = await readPart();
  if (!part || part.study.ended || part.study.leaving) return;
  const { retryAt, sentAt } = await pauses();
  if (now < retryAt) return;
  if (!soon && now < sentAt + GATHER_MS && (await waiting()) < AT_ONCE) return sendLater(sentAt + GATHER_MS - now);
  underWay ??= sendAll(part, now).finally(() => (underWay = null));
  await underWay;
  const came = (await pauses()).failures === 0 && (await waiting()); // after the last look, before its end
  if (came) sendLater(GATHER_MS);
}

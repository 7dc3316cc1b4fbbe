// The events of a study, from their recording to the server's word that it has them. Numbered within the session when
// they are recorded, in the same transaction: a number is never given twice, and a gap tells that an event is lacking.

import { done, within } from "./database.js";

/** @typedef {import("../../types").StudyEvent} StudyEvent */
/** @typedef {Omit<StudyEvent, "seq">} Told */
/** @typedef {{session: string, seq: number, place: number, probes: Record<string, number>, day: string, full: boolean}} Session */
/** @typedef {{session: string, seq: number, event: Told}} Kept */

export const MOST = 20_000; // events waiting here, about 6 MB: weeks without the server
const BATCH = 200; // `MAX_EVENTS` in server/colophon/study/events.py
const PAGES = 300; // documents whose last note is remembered

/** @param {string} session @returns {Session} */
const begun = (session) => ({ session, seq: 0, place: 0, probes: {}, day: "", full: false });

/** @param {IDBObjectStore} sessions @param {string} session @returns {Promise<Session>} */
export const sessionIn = async (sessions, session) => (await done(sessions.get(session))) ?? begun(session);

/** @param {number} t @returns {Told} */
const overflow = (t) => ({ kind: "error", t, data: { fault: "storage" } });

/**
 * Put events at the end. Where there are too many the newest are left out: they take their numbers all the same, and
 * one error event of the session says so.
 * @param {Record<string, IDBObjectStore>} store with `events` and `sessions` @param {Session} counted changed by it
 * @param {Told[]} told @param {number} most
 */
async function append({ events, sessions }, counted, told, most) {
  let room = most - (await done(events.count()));
  const put = (/** @type {Told} */ event) => events.put({ session: counted.session, seq: ++counted.seq, event });
  for (const event of told) {
    if (room-- > 0) {
      put(event);
      counted.full = false;
      continue;
    }
    counted.seq++;
    if (!counted.full) put(overflow(event.t));
    counted.full = true;
  }
  sessions.put(counted);
}

/**
 * Record events of the background itself.
 * @param {string} session @param {Told[]} told
 */
export const record = (session, told, most = MOST) =>
  within(["events", "sessions"], "readwrite", async (store) => append(store, await sessionIn(store.sessions, session), told, most));

/**
 * Record the notes of a page, each once however often it is told: they are numbered, and what is not beyond the last
 * one that was kept is here already.
 * @param {string} session @param {string} page random @param {{n: number, events: Told[]}[]} notes in order
 * @returns {Promise<number>} the last one kept
 */
export const recordNotes = (session, page, notes, most = MOST) =>
  within(["events", "sessions", "pages"], "readwrite", async (store) => {
    const last = (await done(store.pages.get(page)))?.n ?? 0;
    const fresh = notes.filter(({ n }) => n > last);
    if (!fresh.length) return last;
    await append(store, await sessionIn(store.sessions, session), fresh.flatMap(({ events }) => events), most);
    const kept = fresh[fresh.length - 1].n;
    store.pages.put({ page, n: kept, at: Date.now() });
    await forgetPages(store.pages);
    return kept;
  });

/** @param {IDBObjectStore} pages */
async function forgetPages(pages) {
  if ((await done(pages.count())) <= PAGES) return;
  const oldest = (await done(pages.getAll())).sort((a, b) => a.at - b.at).slice(0, PAGES / 2);
  for (const { page } of oldest) pages.delete(page);
}

/**
 * The first events that the server lacks, all of one session.
 * @returns {Promise<{session: string, events: StudyEvent[]} | null>}
 */
export const nextBatch = () =>
  within(["events"], "readonly", async ({ events }) => {
    const found = /** @type {Kept[]} */ (await done(events.getAll(null, BATCH)));
    if (!found.length) return null;
    const [{ session }] = found;
    const own = found.filter((one) => one.session === session);
    return { session, events: own.map(({ seq, event }) => ({ seq, ...event })) };
  });

/**
 * The server has them.
 * @param {string} session @param {number[]} numbers
 */
export const drop = (session, numbers) =>
  within(["events"], "readwrite", async ({ events }) => {
    for (const seq of numbers) events.delete([session, seq]);
  });

/** How many wait. */
export const waiting = () => within(["events"], "readonly", ({ events }) => done(events.count()));

/** All that wait, for a copy of one's data. @returns {Promise<Kept[]>} */
export const everything = () => within(["events"], "readonly", ({ events }) => done(events.getAll()));

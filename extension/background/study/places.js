// Appearances: one image on one page counts once in a session, and what a page says of it later comes under its number.

import { surveyed } from "../assignment.js";
import { done, within } from "./database.js";
import { keyed } from "./items.js";
import { sessionIn } from "./queue.js";

/** @typedef {import("./state.js").Part} Part */
/** @typedef {import("../../types").StudyPlace} StudyPlace */
/**
 * `eligible`: what is recorded once the page has it. `painted`: the same where nothing is drawn, else null. `words`: what
 * was shown, and what the shipped label is, for the end of the study.
 * @typedef {object} Place
 * @property {string} item
 * @property {object} eligible
 * @property {object | null} painted
 * @property {string | null} shown
 * @property {string | null} reason why it is not what the arm asks for
 * @property {{shown: string | null, shipped: string | null}} words
 * @property {string[]} probes surveys that ask about it
 */
/** @typedef {Place & {session: string, place: number, asked: string, round: number}} KeptPlace */

/** @param {Place} a @param {Place} b */
const same = (a, b) => JSON.stringify([a.eligible, a.painted, a.shown]) === JSON.stringify([b.eligible, b.painted, b.shown]);

/**
 * The number of an appearance, and how often what is known of it has changed.
 * @param {string} session @param {string} asked page and question, keyed: no address is kept @param {Place} made
 * @returns {Promise<{place: number, round: number}>}
 */
export const placeFor = (session, asked, made) =>
  within(["sessions", "places"], "readwrite", async ({ sessions, places }) => {
    const before = /** @type {KeptPlace | undefined} */ (await done(places.index("asked").get([session, asked])));
    if (before && same(before, made)) return { place: before.place, round: before.round };
    const counted = await sessionIn(sessions, session);
    const place = before?.place ?? ++counted.place;
    const round = (before?.round ?? 0) + 1;
    if (!before) sessions.put(counted);
    places.put({ ...made, session, place, asked, round });
    return { place, round };
  });

/** @param {string} session @param {number[]} numbers @returns {Promise<Map<number, KeptPlace>>} */
export const placesIn = (session, numbers) =>
  within(["places"], "readonly", async ({ places }) => {
    const found = await Promise.all(numbers.map((number) => done(places.get([session, number]))));
    return new Map(found.filter(Boolean).map((one) => [one.place, one]));
  });

/** Which surveys ask about an item. @param {Part} part @param {string} item @param {boolean} labelled */
export const probesFor = ({ study, plan }, item, labelled) =>
  plan.surveys
    .filter(({ when, only, name, share }) => {
      const concerns = only === "all" || (only === "labelled") === labelled;
      return when === "item" && concerns && surveyed(plan.id, name, { participant: study.code, item }, share);
    })
    .map(({ name }) => name);

/**
 * The survey to put before the participant now, or null: each asks about so many items of a session and no more.
 * @param {Part} part @param {string} session @param {number} number of the appearance
 */
export const takeProbe = ({ plan }, session, number) =>
  within(["sessions", "places"], "readwrite", async ({ sessions, places }) => {
    const place = /** @type {KeptPlace | undefined} */ (await done(places.get([session, number])));
    const counted = await sessionIn(sessions, session);
    const due = plan.surveys.find(({ name, per_session }) => place?.probes.includes(name) && (counted.probes[name] ?? 0) < per_session);
    if (!place || !due) return null;
    counted.probes[due.name] = (counted.probes[due.name] ?? 0) + 1;
    sessions.put(counted);
    places.put({ ...place, probes: [] });
    return due;
  });

/** @param {string} key of the study @param {string} page @param {string} question */
export const askedOf = (key, page, question) => keyed(key, `${page}\n${question}`);

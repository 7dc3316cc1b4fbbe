// The one recording of this browser, if there is one: where it takes place and how it stands. Which tab it is, holds until
// the browser closes; without one a recording is paused.

import { recall, remember } from "../session.js";
import { turns } from "../turns.js";
import { done, within } from "./database.js";

/** @typedef {import("../../types").Recording} Recording */
/** @typedef {{tabId: number, host: string}} Place */

const KEY = "recording";

/** What changes the recording does so one after the other. */
export const inTurn = turns();

/** @returns {Promise<Place | null>} the tab that is recorded, also while it is paused there */
export const placeNow = () => recall(KEY);

/** @param {Place} place */
export const setPlace = (place) => remember(KEY, place);
export const leavePlace = () => chrome.storage.session.remove(KEY);

/** @returns {Promise<Recording | null>} as it stands: where no tab is recorded, nothing is */
export async function readRecording() {
  const [about, place] = await Promise.all([within(["about"], "readonly", ({ about }) => done(about.get(KEY))), placeNow()]);
  if (!about) return null;
  return about.state === "recording" && !place ? { ...about, state: "paused", why: about.why ?? "closed" } : about;
}

/** @param {Partial<Recording>} changes of the one that there is; null where there is none */
export const changeRecording = (changes) =>
  within(["about"], "readwrite", async ({ about }) => {
    const known = await done(about.get(KEY));
    if (known) await done(about.put({ ...known, ...changes }));
    return known ? { ...known, ...changes } : null;
  });

/** @param {Pick<Recording, "host" | "origin">} where */
export const beginRecording = ({ host, origin }) =>
  within(["about"], "readwrite", async ({ about }) => {
    const begun = { ...{ key: KEY, host, origin, site: null, started: new Date().toISOString(), ended: null }, state: "recording", why: null };
    await done(about.put({ ...begun, ...{ images: 0, bytes: 0, next: 1, left: {}, page: "", batch: 0 } }));
  });

/** @param {Recording["why"]} why null where the moderator says so */
export const endRecording = (why) => changeRecording({ state: "ended", why, ended: new Date().toISOString() });

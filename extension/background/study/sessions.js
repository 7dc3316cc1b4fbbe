// A session of a study is one of the browser's: from its start to its end. What is drawn anew in it is told once.

import { recall, remember } from "../session.js";
import { turns } from "../turns.js";
import { done, within } from "./database.js";
import { randomName } from "./items.js";
import { record, sessionIn } from "./queue.js";
import { dayOf, levelsFor } from "./treatment.js";

/** @typedef {import("./state.js").Part} Part */

const KEY = "studySession";
const CHARS = 16;
const inTurn = turns();

export const PAUSES = "studyPauses"; // in storage.session: when the server may be asked again

/** The next one begins anew, perhaps with another server. */
export const forgetSession = () => chrome.storage.session.remove([KEY, PAUSES]);

/** What a session before this one left is needed no more; its events stay until they are sent. */
const forgetEarlier = () =>
  within(["sessions", "places", "pages"], "readwrite", async (store) => {
    await Promise.all(Object.values(store).map((one) => done(one.clear())));
  });

/** @param {Part} part @param {"session" | "day"} unit @param {{session: string, day: string}} ids @param {number} t */
function assigned({ study, plan }, unit, ids, t) {
  const levels = study.holdout ? {} : levelsFor(plan, study, unit, { ...ids, item: "" });
  return Object.keys(levels).length ? [{ kind: "assigned", t, data: { unit, levels } }] : [];
}

/** @param {Part} part @param {string} session @param {number} now */
async function tellDay(part, session, now) {
  const day = dayOf(now);
  const before = await within(["sessions"], "readonly", ({ sessions }) => sessionIn(sessions, session));
  if (before.day === day) return;
  await within(["sessions"], "readwrite", async ({ sessions }) => {
    sessions.put({ ...(await sessionIn(sessions, session)), day });
  });
  const events = [...(before.day ? [] : assigned(part, "session", { session, day }, now)), ...assigned(part, "day", { session, day }, now)];
  if (events.length) await record(session, events);
}

/**
 * The session, begun where there is none; with the first use of it, and of a day, what was drawn is recorded.
 * @param {Part} part @returns {Promise<string>}
 */
export const sessionOf = (part, now = Date.now()) =>
  inTurn(async () => {
    let session = /** @type {string | null} */ (await recall(KEY));
    if (!session) {
      session = randomName(CHARS);
      await forgetEarlier();
      await remember(KEY, session);
    }
    await tellDay(part, session, now);
    return session;
  });

// What changed on the server: one held request for all pages that know the same generation.

import { dropAnswers, knownGeneration } from "./answers.js";
import { Unavailable, mayAsk, noteFailure } from "./connection.js";
import { changesSince } from "./server.js";
import { readSettings } from "./settings.js";

/** @typedef {import("../types").Changes} Changes */

const NOTED = ["unpaired", "no_permission", "overloaded"];
const AFTER_ANSWERS_MS = 100; // answers on their way, made before the news, reach their pages first: there it is about what a page has
/** @type {Map<number | null, Promise<Changes | null>>} */
const held = new Map(); // only what is under way

/** @param {number | null} since @returns {Promise<Changes | null>} */
async function question(since) {
  try {
    const answer = await changesSince(since);
    const restored = since !== null && answer.generation < since; // an older database: anything may be otherwise
    const news = { ...answer, all: answer.all || restored };
    await dropAnswers(news);
    await new Promise((resolve) => setTimeout(resolve, AFTER_ANSWERS_MS));
    return news;
  } catch (error) {
    // no wait mends the first two, and the third is the server's own word; that it is away is noticed where its answer is missed
    if (error instanceof Unavailable && NOTED.includes(error.state)) await noteFailure(error);
    return null;
  }
}

/**
 * The next changes after `since`, at the latest after half a minute; null when the server gives no answer. A page that
 * knows no generation yet gets those since the remembered answers were made.
 * @param {number | null} since
 * @returns {Promise<Changes | {unpaired: true} | null>}
 */
export async function nextChanges(since) {
  if (!(await readSettings()).token) return { unpaired: true };
  if (!(await mayAsk())) return null;
  const from = since ?? (await knownGeneration());
  const known = held.get(from);
  if (known) return known;
  const asked = question(from).finally(() => held.delete(from));
  held.set(from, asked);
  return asked;
}

// A slow check goes on after the first answer: ask once more when it should be through.

import { isPending } from "./answers.js";

// Text in an image takes the server about a second of computing, one image after another, and some three more for the
// first one after its start. The last moment keeps the wait well within the half minute that browsers give a background.
const FIRST_MS = 5000;
const EACH_MS = 1000;
const LAST_MS = 15_000;
let waiting = 0; // only what is under way

/**
 * The later answer for an assessment with something pending, else null.
 * @param {import("../types").Assessment} assessment
 * @param {() => Promise<import("../types").Assessment | null>} ask
 */
export async function laterAnswer(assessment, ask) {
  if (!isPending(assessment)) return null;
  const pause = Math.min(FIRST_MS + EACH_MS * waiting++, LAST_MS);
  await new Promise((resolve) => setTimeout(resolve, pause));
  waiting--;
  return ask();
}

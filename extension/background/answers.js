// The server's answers, remembered until the browser closes or the server knows better.

import { dropWhere, recall, remember } from "./session.js";
import { turns } from "./turns.js";

/** @typedef {import("../types").Assessment} Assessment */
/** @typedef {{statements: import("../types").Statement[], post: import("../types").Post}} Said */

const ANSWER = "picture:answer:";
const PROTECTED = "picture:protected:";
const GENERATION = "picture:generation"; // of what the server knew when it was last heard of
const inTurn = turns(); // what is kept while news comes would outlive the news

/** @param {string} sha256 @param {Said} said @param {string} locale */
const keyOf = (sha256, { statements, post }, locale) => `${ANSWER}${sha256}:${locale}:${post}:${JSON.stringify(statements)}`;

/** Is a check still under way? @param {Assessment} assessment */
export const isPending = ({ checks }) => Object.values(checks).includes("pending");

/**
 * An assessment that says nothing about the picture.
 * @param {string | null} sha256 @param {import("../types").Status} status @param {string | null} [reason] @returns {Assessment}
 */
export const silent = (sha256, status, reason = null) => ({
  ...{ sha256, pdq: null, pdq_quality: null, status, label: null, conflict: false },
  ...{ evidence: [], checks: {}, versions: {}, reason },
});

/**
 * @param {string} sha256 @param {Said} said @param {string} locale
 * @returns {Promise<Assessment | null>}
 */
export async function recallAnswer(sha256, said, locale) {
  if (await recall(PROTECTED + sha256)) return silent(sha256, "protected");
  return recall(keyOf(sha256, said, locale));
}

/**
 * Remember an answer that is final for now. Of a protected picture only that it is one.
 * @param {Assessment} assessment @param {string} sha256 @param {Said} said @param {string} locale
 */
export const keepAnswer = (assessment, sha256, said, locale) =>
  inTurn(async () => {
    if (assessment.status === "protected") return remember(PROTECTED + sha256, 1);
    if (isPending(assessment) || (await isOvertaken(assessment))) return;
    // with the first answer that is kept begins what news has to be heard of
    const made = assessment.versions?.generation;
    if (made !== undefined && (await knownGeneration()) === null) await remember(GENERATION, made);
    await remember(keyOf(sha256, said, locale), assessment);
  });

/** @returns {Promise<number | null>} the server's, of which all news was heard */
export const knownGeneration = () => recall(GENERATION);

/** Was it made before news that is here already? @param {Assessment} assessment */
export async function isOvertaken({ versions }) {
  const known = await knownGeneration();
  return known !== null && Number(versions.generation) < known;
}

/**
 * Forget what the server no longer says.
 * @param {import("../types").Changes} changes
 */
export const dropAnswers = ({ sha256, all, generation }) =>
  inTurn(async () => {
    const named = new Set(sha256);
    await remember(GENERATION, generation); // first: what comes now is overtaken
    await dropWhere((key) => {
      const kind = [ANSWER, PROTECTED].find((prefix) => key.startsWith(prefix));
      return kind !== undefined && (all || named.has(key.slice(kind.length, kind.length + 64)));
    });
  });

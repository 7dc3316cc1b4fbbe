// What a reader who asks about one picture is told: always something.

import { silent } from "./answers.js";
import { renderNamed, renderReason } from "./render.js";

/** @typedef {import("../types").Assessment} Assessment */

/**
 * The assessment for the page. Where the reader asked and there is no label, it says so: that nothing was found, or why
 * nothing was checked. Null where nobody asked and nothing is known.
 * @param {Assessment | null} assessment @param {{asked?: boolean}} item @param {string} locale
 * @returns {Assessment | null}
 */
export function answerTo(assessment, { asked }, locale) {
  if (!asked) return assessment;
  const failed = renderReason("failed", {}, locale);
  const answer = assessment ?? silent(null, "not_checked", failed);
  if (answer.label || answer.status === "protected") return answer;
  const named = answer.status === "not_checked" ? "not_checked" : "none";
  return { ...answer, asked: renderNamed(named, { why: answer.reason ?? failed }, locale) };
}

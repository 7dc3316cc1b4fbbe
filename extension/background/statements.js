// What a post says, as evidence: the same as the server makes of it, for the work without a server.

/** @typedef {import("../types").Evidence} Evidence */
/** @typedef {import("../types").Statement} Statement */

const STATED_RANK = 60; // label specification, section 5

/**
 * @param {Statement[]} statements
 * @param {string | null} platform the site's own name
 * @returns {Evidence[]}
 */
export function statementEvidence(statements, platform) {
  return statements.map(({ source, process, pattern, language, reshare }) => ({
    source,
    process,
    confidence: "stated",
    rank: STATED_RANK,
    source_name: source === "platform" ? platform : null,
    date: null,
    details: { pattern, language, reshare, ...(source === "platform" && platform ? { platform } : {}) },
  }));
}

// What a post says, as evidence: the same as the server makes of it, for the work without a server.

/** @typedef {import("../types").Evidence} Evidence */
/** @typedef {import("../types").Statement} Statement */

const STATED_RANK = 60; // label specification, section 5

/**
 * A creator's words in a reshare are a claim by somebody else: a row of the card, never a label (section 5, rule 3).
 * @param {Statement[]} statements
 * @param {string | null} platform the site's own name
 * @returns {Evidence[]}
 */
export function statementEvidence(statements, platform) {
  return statements.map(({ source, process, pattern, language, reshare }) => {
    const fromPlatform = source === "platform" && platform !== null;
    const passedOn = reshare && source === "creator";
    return {
      source,
      process: passedOn ? "unknown" : process,
      confidence: "stated",
      rank: STATED_RANK,
      source_name: fromPlatform ? platform : null,
      date: null,
      details: {
        pattern,
        language,
        reshare,
        ...(fromPlatform ? { platform } : {}),
        ...(passedOn ? { said: process } : {}),
      },
    };
  });
}

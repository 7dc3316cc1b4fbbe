// From evidence to at most one label. The twin of server/colophon/resolve.py, which explains the rules: a change
// here is a change there. Both are held against tests/resolver/enumeration.json.gz.

/** @typedef {import("../types").Evidence} Evidence */
/** @typedef {import("../types").Resolution} Resolution */
/** @typedef {{weight: number[], labelId: string, process: string, evidence: Evidence}} Claim */

export const RESOLVER_VERSION = "1";

const RANK = { SIGNED_INTERIM: 85, STATED: 60, UNSIGNED: 50 };

/** How much of an image a claim takes in. @type {Record<string, number>} */
const SWEEP = {
  captured: 0, captured_edited: 0, composite: 0, ai_involved: 1, ai_edited: 2, composite_ai: 2, ai_generated: 3,
};
/** @param {string} process */
const isAI = (process) => (SWEEP[process] ?? 0) > 0;
/** @param {string} process */
const isCapture = (process) => process === "captured" || process === "captured_edited";

const SOURCE_ORDER = [
  "moderator", "signed", "watermark", "registry", "platform", "registry_creator", "creator", "metadata",
  "image_text", "community", "detector",
];

const STATED_ROW = ["ai_generated", "ai_edited", "ai_involved"];
/** The processes each source may put on a chip. @type {Record<string, string[]>} */
const CELLS = {
  moderator: ["captured", "ai_generated", "ai_edited"],
  signed: Object.keys(SWEEP),
  watermark: ["ai_generated", "ai_involved"],
  registry: STATED_ROW,
  platform: STATED_ROW,
  registry_creator: STATED_ROW,
  creator: STATED_ROW,
  metadata: ["ai_generated", "ai_edited", "composite_ai", "ai_involved"],
  image_text: ["ai_generated", "ai_edited"],
  community: ["ai_generated"],
};

/**
 * Decide which label, if any, the evidence gives, and whether a person should look.
 * @param {readonly Evidence[]} evidence
 * @param {{sensitive?: boolean, detectorMaySpeak?: boolean}} [options]
 * @returns {Resolution}
 */
export function resolve(evidence, { sensitive = false, detectorMaySpeak = false } = {}) {
  if (sensitive) return resolution();
  const counted = evidence.filter((e) => e.details.match !== "similar");
  const claims = counted.flatMap((e) => claim(e) ?? []).sort(byWeight);
  const earlier = counted.find((e) => e.process === "captured_earlier") ?? null;
  const decisions = counted.filter((e) => e.source === "moderator");
  if (decisions.length) return reviewed(decisions.reduce(leastSweeping), claims, earlier);
  if (claims.length) return claimed(claims, earlier, evidence.some(isLoud));
  return unclaimed(evidence, earlier, detectorMaySpeak);
}

/**
 * @param {Partial<Resolution>} [values]
 * @returns {Resolution}
 */
function resolution(values = {}) {
  return { label_id: null, headline: null, opposed: null, conflict: false, review: false, ...values };
}

/**
 * The process a label of this source names: its own, or the less sweeping "AI was used", or none.
 * @param {string} source
 * @param {string} process
 * @returns {string | null}
 */
function cell(source, process) {
  const row = CELLS[source] ?? [];
  if (row.includes(process)) return process;
  const falls = process === "ai_edited" || process === "composite_ai";
  return falls && row.includes("ai_involved") ? "ai_involved" : null;
}

/** @param {Evidence} e @returns {Claim | null} */
function claim(e) {
  const row = rowOf(e);
  const process = row && cell(row, processOf(e));
  if (!process) return null;
  const labelId = `${process}.${row}`;
  const weight = [-e.rank, SWEEP[process], SOURCE_ORDER.indexOf(e.source)];
  return { weight, labelId, process, evidence: e };
}

/** @param {Claim} a @param {Claim} b */
function byWeight(a, b) {
  const place = a.weight.findIndex((value, i) => value !== b.weight[i]);
  if (place >= 0) return a.weight[place] - b.weight[place];
  return Number(a.labelId > b.labelId) - Number(a.labelId < b.labelId);
}

/** No label of a signed record says "edited with AI" without saying what. @param {Evidence} e */
function processOf(e) {
  const what = /** @type {unknown[] | string | undefined} */ (e.details.what);
  return e.source === "signed" && e.process === "ai_edited" && !what?.length ? "ai_involved" : e.process;
}

/** The row of the table the evidence belongs to; none for a record that makes no claim. @param {Evidence} e */
function rowOf(e) {
  if (e.source !== "signed") return e.source;
  if ((e.details.integrity ?? "ok") !== "ok" || e.rank < RANK.UNSIGNED) return null;
  return e.rank >= RANK.SIGNED_INTERIM ? "signed" : "metadata";
}

/**
 * A reviewer's decision is the headline; what opposes it asks for another look.
 * @param {Evidence} decision
 * @param {Claim[]} claims
 * @param {Evidence | null} earlier
 */
function reviewed(decision, claims, earlier) {
  const review = claims.some((c) => opposed(decision.process, c.process))
    || (earlier !== null && decision.process === "ai_generated");
  if (cell("moderator", decision.process)) {
    return resolution({ label_id: `${decision.process}.moderator`, headline: decision, review });
  }
  const agreeing = claims.find((c) => agrees(c.process, decision.process));
  return agreeing ? label(agreeing, review) : resolution({ review });
}

/** @param {string} a @param {string} b */
function opposed(a, b) {
  return isCapture(a) !== isCapture(b) && a !== "unknown" && b !== "unknown";
}

/** @param {string} said @param {string} decided */
function agrees(said, decided) {
  return said === decided || (isAI(said) && isAI(decided) && SWEEP[said] <= SWEEP[decided]);
}

/**
 * The weightiest claim, unless a capture record and an AI claim of weight meet.
 * @param {Claim[]} claims
 * @param {Evidence | null} earlier
 * @param {boolean} loud
 */
function claimed(claims, earlier, loud) {
  const best = claims[0];
  const recorded = claims.find((c) => !isAI(c.process));
  const ai = claims.find((c) => isAI(c.process));
  if (recorded && ai && ai.evidence.rank >= RANK.STATED) {
    return conflict(best.evidence, (best === recorded ? ai : recorded).evidence);
  }
  if (earlier && best.process === "ai_generated") return conflict(best.evidence, earlier);
  const whole = loud || claims.some((c) => c.process === "ai_generated");
  const againstRecord = recorded !== undefined && (loud || ai !== undefined);
  return label(best, againstRecord || (earlier !== null && whole));
}

/**
 * No process to put on a chip: the state of a signed record, else the detector if it is alone.
 * @param {readonly Evidence[]} evidence
 * @param {Evidence | null} earlier
 * @param {boolean} maySpeak
 */
function unclaimed(evidence, earlier, maySpeak) {
  const loud = evidence.find(isLoud);
  const review = loud !== undefined && earlier !== null;
  const tampered = evidence.find((e) => e.source === "signed" && e.details.integrity === "tampered");
  if (tampered) return resolution({ label_id: "record_mismatch", headline: tampered, review });
  const unknown = evidence.find(
    (e) => isCapture(e.process) && e.source === "signed" && rowOf(e) === "metadata",
  );
  if (unknown) return resolution({ label_id: "signer_unknown", headline: unknown, review });
  const alone = !earlier && !evidence.some((e) => isAI(e.process) && e.source !== "detector");
  if (loud && alone && maySpeak) return resolution({ label_id: "ai_generated.detector", headline: loud });
  return resolution({ review });
}

/** @param {Claim} c @param {boolean} review */
function label(c, review) {
  return resolution({ label_id: c.labelId, headline: c.evidence, review });
}

/** @param {Evidence} headline @param {Evidence} other */
function conflict(headline, other) {
  return resolution({ label_id: "conflict", headline, opposed: other, conflict: true, review: true });
}

/** @param {Evidence} a @param {Evidence} b */
function leastSweeping(a, b) {
  return (a.rank - b.rank || (SWEEP[b.process] ?? 0) - (SWEEP[a.process] ?? 0)) >= 0 ? a : b;
}

/** @param {Evidence} e */
function isLoud(e) {
  return e.source === "detector" && e.details.band === "high";
}

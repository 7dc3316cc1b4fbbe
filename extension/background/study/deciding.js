// What is shown of one assessment, and why that or nothing. The label is worked out the same way in every arm before.

import { covered } from "../assignment.js";
import { renderNamed } from "../render.js";
import { insert } from "../strings.js";

/** @typedef {import("../../types").Assessment} Assessment */
/** @typedef {import("../../types").Label} Label */
/** @typedef {import("../../types").StudyPlan} StudyPlan */
/** @typedef {import("../../types").Treatment} Treatment */
/**
 * `reason`: why what the arm asks for is not drawn, in a word of server/colophon/study/events.py; null where it is.
 * `shown`: the label's id, or `placebo`. `dressed`: whether the arm's looks apply.
 * @typedef {{answer: Assessment, shown: string | null, reason: string | null, dressed: boolean}} Decision
 */
/**
 * @typedef {object} Case
 * @property {Assessment} assessment as the resolver has it
 * @property {Assessment} wanted the same after the reader's own choices
 * @property {boolean} covers whether the reader has images covered that AI was used for
 * @property {StudyPlan} plan
 * @property {Treatment} treatment
 * @property {"baseline" | "treatment"} phase
 * @property {boolean} holdout
 * @property {string} item
 * @property {Record<string, string>} strings of the interface
 * @property {string} locale
 */

const AI = /^(composite_)?ai(?!.*detector)/; // ids of labels that say so, and not as an estimate; as in content/chip.js

/** Nothing to see: the page learns no more than of an image without information. @param {Assessment} answer @returns {Assessment} */
const bare = ({ sha256, versions }) => ({
  ...{ sha256, pdq: null, pdq_quality: null, status: "none", label: null, conflict: false },
  ...{ evidence: [], checks: {}, versions, reason: null },
});

/** A chip that states nothing. @param {Record<string, string>} strings @param {string} locale @returns {Label} */
const placebo = (strings, locale) => ({
  ...{ id: "placebo", process: null, source: null, confidence: null, locale },
  ...{ short: strings["study_placebo"], explanation: strings["study_placebo_about"], limits: "" },
});

/** The words of the arm's label set, where it has some for this label in this language. @param {Label} label @param {Case} about @returns {Label} */
function worded(label, { plan, treatment, strings }) {
  const own = plan.label_sets[treatment.label_set]?.labels[label.id]?.[label.locale];
  const said = Object.fromEntries(Object.entries(own ?? {}).filter(([, text]) => text));
  const made = { ...label, ...said };
  if (treatment.detail !== "short_source" || !label.source) return made;
  return { ...made, short: insert(strings["study_with_source"], { label: made.short, source: strings[`source_${label.source}`] }) };
}

/** Why a label is shown, or not, whatever the arm asks for. @param {Case} about @returns {Decision | null} */
function beforeTheArm({ assessment, wanted, covers }) {
  const id = assessment.label?.id;
  const shipped = { answer: wanted, shown: wanted.label?.id ?? null, dressed: false };
  if (assessment.label?.source === "moderator") return { ...shipped, reason: "safety" }; // a person decided: never randomised away
  if (id && (wanted.label?.id !== id || (covers && AI.test(id)))) return { ...shipped, reason: "reader_choice" };
  return null;
}

/** Why nothing is shown, or null. @param {Case} about @param {Label | null} label */
function reasonOf({ plan, treatment, phase, holdout, item }, label) {
  if (treatment.show === "nothing" || phase === "baseline") return phase === "baseline" ? "baseline" : holdout ? "holdout" : "control";
  if (!label) return treatment.unlabelled === "no_origin_information" ? null : "no_label";
  return covered(plan.id, item, treatment.coverage) ? null : "coverage";
}

/**
 * Null where the study has no part in it: a protected image, or one that was not checked.
 * @param {Case} about @returns {Decision | null}
 */
export function decide(about) {
  const { assessment, wanted, treatment, locale, strings } = about;
  if (assessment.status !== "labelled" && assessment.status !== "none") return null;
  const settled = beforeTheArm(about);
  if (settled) return settled;
  const { label } = wanted;
  const reason = reasonOf(about, label);
  if (reason) return { answer: bare(wanted), shown: null, reason, dressed: false };
  const seen = { reason: null, dressed: true };
  if (!label) return { ...seen, answer: { ...wanted, asked: renderNamed("none", {}, locale) }, shown: "none" };
  if (treatment.show === "placebo") return { ...seen, answer: { ...bare(wanted), asked: placebo(strings, locale) }, shown: "placebo" };
  return { ...seen, answer: { ...wanted, label: worded(label, about) }, shown: label.id };
}

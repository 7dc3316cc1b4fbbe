// What a participant's levels ask for. The levels of factors drawn for participants come from the server and stay; those
// of items, sessions and days are drawn here, from names alone, so they cannot depend on what a check finds.

import { levelOf, unitOf } from "../assignment.js";

/** @typedef {import("../../types").StudyPlan} StudyPlan */
/** @typedef {import("../../types").Taking} Taking */
/** @typedef {import("../../types").Treatment} Treatment */
/** @typedef {{item: string, session: string, day: string}} Ids */

/** As `Treatment` in server/colophon/study/spec/treatment.py. @type {Treatment} */
const SHIPPED = {
  ...{ show: "labels", coverage: 1, unlabelled: "nothing", label_set: "shipped" },
  ...{ detail: "short", placement: "corner", colour: "neutral", delay_ms: 0 },
};

/** The day in UTC, as a unit. @param {number} t */
export const dayOf = (t) => new Date(t).toISOString().slice(0, 10);

/** @param {Taking} study @param {number} t @returns {"baseline" | "treatment"} */
export const phaseOf = ({ baselineEnds }, t) => (t < baselineEnds ? "baseline" : "treatment");

/**
 * The levels of the factors drawn for one kind of unit, by factor.
 * @param {StudyPlan} plan @param {Taking} study @param {string} unit @param {Ids} ids
 * @returns {Record<string, string>}
 */
export function levelsFor(plan, { code }, unit, ids) {
  const factors = plan.factors.filter((one) => one.unit === unit);
  return Object.fromEntries(factors.map((one) => [one.name, levelOf(plan.id, one, unitOf(unit, { participant: code, ...ids }))]));
}

/**
 * All levels in force for an item; none in the holdout.
 * @param {StudyPlan} plan @param {Taking} study @param {Ids} ids @returns {Record<string, string>}
 */
export function levelsOf(plan, study, ids) {
  if (study.holdout) return {};
  const drawn = ["session", "day", "item"].map((unit) => levelsFor(plan, study, unit, ids));
  return Object.assign({}, study.levels, ...drawn);
}

/** What is set of them. @param {object | null | undefined} setting */
const chosen = (setting) => Object.fromEntries(Object.entries(setting ?? {}).filter(([, value]) => value !== null));

/**
 * As `Study.treatment_of`: the defaults, what holds for everybody, then what each factor's level sets, in their order.
 * @param {StudyPlan} plan @param {Record<string, string>} levels @param {boolean} holdout @returns {Treatment}
 */
export function treatmentOf(plan, levels, holdout) {
  const own = holdout
    ? [plan.holdout?.treatment ?? { show: "nothing" }]
    : plan.factors.map(({ name, levels: all }) => all.find((one) => one.name === levels[name])?.treatment);
  return Object.assign({}, SHIPPED, ...[plan.treatment, ...own].map(chosen));
}

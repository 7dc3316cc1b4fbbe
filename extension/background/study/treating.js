// One question of a page, from the draw to what the page gets: what to show, and the number of the appearance. Drawn is
// before any check runs; what is drawn by image follows from its bytes alone. The page never hears the name of an arm.

import { adapterFor } from "../adapters.js";
import { readSettings } from "../settings.js";
import { loadStrings } from "../strings.js";
import { decide } from "./deciding.js";
import { keyed } from "./items.js";
import { askedOf, placeFor, probesFor } from "./places.js";
import { sessionOf } from "./sessions.js";
import { activePart } from "./state.js";
import { dayOf, levelsOf, phaseOf, treatmentOf } from "./treatment.js";

/** @typedef {import("../../types").Assessment} Assessment */
/** @typedef {import("./deciding.js").Decision} Decision */
/** @typedef {import("./state.js").Part} Part */
/**
 * `document`: of the page that asks; `page`: its host.
 * @typedef {{locale: string, page: string, document?: string, privatePage?: boolean}} Context
 */
/** @typedef {import("../answering.js").Question} Question */
/** @typedef {(assessment: Assessment, wanted: Assessment) => Promise<Assessment>} Treat */

/** @param {Part} part @param {string} page */
const concerns = ({ study, plan }, page) => plan.feed === "own" || new URL(study.server).hostname === page;

/**
 * Where the image is part of a study, how an answer about it becomes what the page gets. Not part of one are images in
 * private places, and those that the reader asks about.
 * @param {Question} question @param {Context} context
 * @returns {Promise<Treat | null>}
 */
export async function drawFor(question, context) {
  const part = await activePart();
  if (!part || question.asked || question.private || context.privatePage || !concerns(part, context.page)) return null;
  const t = Date.now();
  const session = await sessionOf(part, t);
  return (assessment, wanted) => treat(part, { session, t, question, context }, assessment, wanted);
}

/**
 * @param {Part} part @param {{session: string, t: number, question: Question, context: Context}} about
 * @param {Assessment} assessment @param {Assessment} wanted
 */
async function treat(part, { session, t, question, context }, assessment, wanted) {
  const left = (await activePart())?.study.code !== part.study.code; // while the check ran
  if (!assessment.sha256 || left) return wanted;
  const { study, plan } = part;
  const { locale, page, document = page } = context;
  const item = await keyed(study.itemKey, assessment.sha256);
  const levels = levelsOf(plan, study, { item, session, day: dayOf(t) });
  const [phase, treatment] = [phaseOf(study, t), treatmentOf(plan, levels, study.holdout)];
  const [{ cover }, strings] = await Promise.all([readSettings(), loadStrings(locale)]);
  const about = { assessment, wanted, covers: cover !== "none", plan, treatment, phase, holdout: study.holdout, item, strings, locale };
  const decision = decide(about);
  if (!decision) return wanted;
  const made = placeOf(part, { item, phase, levels, platform: adapterFor(page) ?? "other" }, assessment, decision);
  const { place, round } = await placeFor(session, await askedOf(study.itemKey, document, question.id), made);
  const { detail, placement, colour, delay_ms: delay } = treatment;
  const looks = decision.dressed ? { detail, placement, colour, delay } : null;
  return { ...decision.answer, study: { place, round, looks, probe: made.probes.length > 0 } };
}

/**
 * @param {Part} part @param {{item: string, phase: string, levels: object, platform: string}} drawn
 * @param {Assessment} assessment @param {Decision} decision
 */
function placeOf(part, { item, phase, levels, platform }, { label }, { answer, shown, reason }) {
  const would = { would_label: label?.id ?? null, would_process: label?.process ?? null, would_source: label?.source ?? null };
  const painted = shown ? null : { applied: false, shown_label: null, not_applied_reason: reason, latency_ms: null };
  const words = { shown: (answer.label ?? answer.asked)?.short ?? null, shipped: label?.short ?? null };
  const eligible = { platform, phase, levels, ...would };
  return { item, eligible, painted, shown, reason, words, probes: probesFor(part, item, label !== null) };
}

// Who gets what in a study: `server/colophon/study/assign.py` in JavaScript. The hash, the ranges and the choice are
// those of GrowthBook's SDKs (specification 0.8.0, hash version 2).

/**
 * @typedef {[number, number]} Range
 * @typedef {{ name: string, weight: number }} Level
 * @typedef {{ name: string, unit: string, levels: Level[] }} Factor
 */

const UNIT = /^[\x21-\x7e]{1,200}$/;

/**
 * FNV-1a of a text's code units, 32 bit.
 * @param {string} text
 */
export function fnv(text) {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return value;
}

/**
 * Where a unit lies in [0, 1), in steps of 1/10,000 (version 1: 1/1,000); null for other versions.
 * @param {string} seed
 * @param {string} unit
 */
export function bucket(seed, unit, version = 2) {
  if (version === 2) return (fnv(String(fnv(seed + unit))) % 10_000) / 10_000;
  return version === 1 ? (fnv(unit + seed) % 1000) / 1000 : null;
}

/**
 * Weights of so many variations that are equally likely; none for a number below 1.
 * @param {number} number
 * @returns {number[]}
 */
export const equalWeights = (number) => (number > 0 ? Array(number).fill(1 / number) : []);

/** @param {number[]} weights */
const total = (weights) => weights.reduce((sum, weight) => sum + weight, 0);

/**
 * The part of [0, 1) that each variation has. Weights that do not fit, or do not add up to 1, are made equal.
 * @param {number} number
 * @param {number[] | null} [weights]
 * @returns {Range[]}
 */
export function ranges(number, coverage = 1, weights = null) {
  const share = Math.min(1, Math.max(0, coverage));
  let used = weights?.length === number ? weights : equalWeights(number);
  if (total(used) < 0.99 || total(used) > 1.01) used = equalWeights(number);
  return used.map((weight, index) => {
    const start = total(used.slice(0, index));
    return [start, start + share * weight];
  });
}

/**
 * The number of the variation whose part `place` is in; -1 if in none.
 * @param {number} place
 * @param {Range[]} parts
 */
export const choose = (place, parts) => parts.findIndex(([start, end]) => start <= place && place < end);

/**
 * Whether a unit is in a part of a namespace, which studies that exclude each other share.
 * @param {string} unit
 * @param {string} namespace
 * @param {number} start
 * @param {number} end
 */
export function inNamespace(unit, namespace, start, end) {
  const place = bucket(`__${namespace}`, unit, 1);
  return place !== null && start <= place && place < end;
}

/**
 * The level of a unit (`unitOf`), by hash. Throws RangeError for a unit that is not ASCII.
 * @param {string} study
 * @param {Factor} factor
 * @param {string} unit
 */
export function levelOf(study, factor, unit) {
  const weights = factor.levels.map((level) => level.weight);
  const parts = ranges(weights.length, 1, weights.map((weight) => weight / total(weights)));
  const number = choose(placeOf(`${study}:${factor.name}`, unit), parts);
  return /** @type {Level} */ (factor.levels.at(number)).name; // -1, by rounding only, is the last
}

/**
 * What is hashed for a factor of this unit; `day` is YYYY-MM-DD in UTC. An item is drawn anew for each
 * participant. Throws RangeError where the part that is needed is absent.
 * @param {string} kind  participant, item, session or day
 * @param {{ participant: string, item?: string, session?: string, day?: string }} ids
 */
export function unitOf(kind, ids) {
  const needed = /** @type {Record<string, string | undefined>} */ (ids)[kind];
  if (!needed) throw new RangeError(`a factor drawn by ${kind} needs its id`);
  return kind === "participant" ? needed : `${ids.participant}|${needed}`;
}

/**
 * Whether a participant is outside all arms; drawn by a seed of its own, before anything else.
 * @param {string} study
 * @param {string} participant
 * @param {number} share
 */
export const inHoldout = (study, participant, share) => placeOf(`${study}:holdout`, participant) < share;

/**
 * Whether an item's label is among those shown where a treatment covers `share` of them.
 * @param {string} study
 * @param {string} item
 * @param {number} share
 */
export const covered = (study, item, share) => placeOf(`${study}:coverage`, item) < share;

/**
 * Whether a participant is asked about an item, where a survey asks about `share` of them.
 * @param {string} study
 * @param {string} survey
 * @param {{ participant: string, item: string }} of
 * @param {number} share
 */
export const surveyed = (study, survey, { participant, item }, share) =>
  placeOf(`${study}:survey:${survey}`, `${participant}|${item}`) < share;

/**
 * @param {string} seed
 * @param {string} unit
 */
function placeOf(seed, unit) {
  if (!UNIT.test(unit)) throw new RangeError("ids of units are 1 to 200 printable ASCII characters without a space");
  return (fnv(String(fnv(seed + unit))) % 10_000) / 10_000;
}

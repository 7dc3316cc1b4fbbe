// Sources that the reader switched off: what they say is left out, and the label is what the rest gives.

import { renderLabel } from "./render.js";
import { RESOLVER_VERSION, resolve } from "./resolve.js";
import { readSettings, reviseSettings } from "./settings.js";

/** @typedef {import("../types").Assessment} Assessment */
/** @typedef {import("../types").Evidence} Evidence */
/** @typedef {import("../types").SourceChoice} SourceChoice */
/** @typedef {Pick<Evidence, "source" | "source_name">} Named */

/** Kinds in which readers know one name from another: a team, a collection, a site, who signed. Accounts are not kept. */
const BY_NAME = ["moderator", "registry", "platform", "signed", "watermark"];
const DETECTOR = "ai_generated.detector";

/** What a reader switches off who wants nothing of this any more. @param {Named} evidence @returns {SourceChoice} */
const choiceOf = ({ source, source_name }) => ({ source, name: BY_NAME.includes(source) ? source_name : null });

/** @param {SourceChoice} a @param {SourceChoice} b */
const same = (a, b) => a.source === b.source && a.name === b.name;

/**
 * Use a source, or do not use it any more.
 * @param {{evidence: Named, use: boolean}} wish
 */
export async function useSource({ evidence, use }) {
  const choice = choiceOf(evidence);
  await reviseSettings(({ sourcesOff }) => {
    const others = sourcesOff.filter((one) => !same(one, choice));
    return { sourcesOff: use ? others : [...others, choice] };
  });
  return { use };
}

/** Each source once, with how many statements it made. @param {Evidence[]} evidence */
function counted(evidence) {
  /** @type {NonNullable<Assessment["unused"]>} */
  const found = [];
  for (const choice of evidence.filter(({ details }) => !details.experimental).map(choiceOf)) {
    const known = found.find((one) => same(one, choice));
    if (known) known.count++;
    else found.push({ ...choice, count: 1 });
  }
  return found;
}

/**
 * As the server does: an earlier post that says what this post says itself is not its headline.
 * @param {Evidence[]} evidence
 */
function withoutEchoes(evidence) {
  const said = new Set(evidence.filter(({ source }) => source === "creator").map(({ process }) => process));
  return evidence.filter(({ source, process }) => source !== "registry_creator" || !said.has(process));
}

/**
 * The assessment without what the reader does not want to be used. Whether an estimate may be a label is the server's
 * to say: one that was none before does not become one.
 * @param {Assessment} assessment @param {SourceChoice[]} off @param {string} locale
 * @returns {Assessment}
 */
export function withoutSources(assessment, off, locale) {
  const isOff = (/** @type {Evidence} */ evidence) => off.some((one) => same(one, choiceOf(evidence)));
  const unused = assessment.evidence.filter(isOff);
  if (!unused.length) return assessment;
  const evidence = assessment.evidence.filter((one) => !isOff(one));
  const detectorMaySpeak = assessment.label?.id === DETECTOR;
  const resolution = resolve(withoutEchoes(evidence), { detectorMaySpeak });
  const label = renderLabel(resolution, locale);
  const checked = assessment.status === "labelled" ? "none" : assessment.status;
  return {
    ...assessment,
    ...{ label, conflict: resolution.conflict, status: label ? "labelled" : checked },
    evidence: evidence.map((one) => ({ ...one, headline: one === resolution.headline })),
    versions: { ...assessment.versions, resolver: RESOLVER_VERSION },
    unused: counted(unused),
  };
}

/** What a label is about, by its id. @type {[RegExp, import("../types").LabelKind][]} */
const KINDS = [
  [/\.detector$/, "estimate"],
  [/^captured/, "camera"],
  [/^composite\./, "composite"],
  [/^(ai|composite_ai)/, "ai"],
  [/^(record|signer)_/, "record"],
];

/** Sources that disagree are always told. @param {string} id of a label */
export const kindOf = (id) => KINDS.find(([pattern]) => pattern.test(id))?.[1] ?? null;

/**
 * The assessment as this reader wants it. Where the reader asks about this very image, every kind of label is shown.
 * @param {Assessment} assessment @param {string} locale @param {boolean} [asked]
 * @returns {Promise<Assessment>}
 */
export async function asWanted(assessment, locale, asked = false) {
  const { sourcesOff, labelsOff } = await readSettings();
  const answer = withoutSources(assessment, sourcesOff, locale);
  const kind = answer.label && kindOf(answer.label.id);
  return kind && !asked && labelsOff.includes(kind) ? { ...answer, label: null } : answer;
}

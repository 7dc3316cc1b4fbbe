// Labels and card rows in a reader's language, whose words are loaded. The twin of server/colophon/labels/rendering.py.

import { LABEL_KINDS } from "./catalogue.js";
import { MAX_CHIP_NAME, STOPS, clean, fill, valuesOf } from "./values.js";
import { wordsOf } from "./words.js";

/** @typedef {import("../types").Evidence} Evidence */
/** @typedef {import("../types").Label} Label */
/** @typedef {import("../types").Resolution} Resolution */

const SIGNED_INTERIM_RANK = 85;
const BY_VALUE = {
  trust: "trust",
  note: "note",
  digital_source_type: "source_type",
  match: "match",
  place: "place",
  mark: "mark",
};
const BY_PRESENCE = ["generator", "description", "watermark_declared", "reason", "right_of_100"];

/**
 * The label of a resolution in words, or null where there is none.
 * @param {Resolution} resolution
 * @param {string} locale
 * @returns {Label | null}
 */
export function renderLabel(resolution, locale) {
  if (!resolution.label_id || !resolution.headline) return null;
  const book = wordsOf(locale);
  const values = valuesOf(resolution.headline, book);
  if (resolution.opposed) {
    values.a = statement(resolution.headline, book, false);
    values.b = statement(resolution.opposed, book, true);
  }
  const text = about(book.labels[resolution.label_id], resolution.headline);
  return labelOf(resolution.label_id, text, values, book);
}

/**
 * A label by its id: also `none` and `not_checked`, which are shown on demand only.
 * @param {string} id
 * @param {Record<string, string>} values
 * @param {string} locale
 * @returns {Label}
 */
export function renderNamed(id, values, locale) {
  const book = wordsOf(locale);
  return labelOf(id, book.labels[id], values, book);
}

/**
 * The text of one row of the card. Its words are the same whether or not the label speaks for it.
 * @param {Evidence} evidence
 * @param {string} locale
 */
export function renderRow(evidence, locale) {
  const book = wordsOf(locale);
  const values = valuesOf(evidence, book);
  const notes = noteKeys(evidence, values).filter((key) => Object.hasOwn(book.notes, key));
  const sentences = [rowOf(evidence, book), ...notes.map((key) => book.notes[key])];
  return sentences.map((template) => sentence(template, values, book)).join(book.punctuation.between);
}

/**
 * Why something was not checked: a phrase, such as "the file is empty".
 * @param {string} key
 * @param {Record<string, string>} values
 * @param {string} locale
 * @returns {string}
 */
export function renderReason(key, values, locale) {
  const book = wordsOf(locale);
  return fill(book.reasons[key], { ...book.fallbacks, ...values });
}

/**
 * The words for the evidence that the label speaks for; those of the chip are always the same.
 * @param {any} text @param {Evidence} headline
 */
function about(text, headline) {
  if (headline.source !== "signed") return text;
  const trust = String(headline.details.trust);
  const own = Object.hasOwn(text.by_trust, trust) ? text.by_trust[trust] : text.by_trust.other;
  return { ...text, ...own };
}

/** @param {string} id @param {any} text @param {Record<string, string>} values @param {any} book @returns {Label} */
function labelOf(id, text, values, book) {
  const onChip = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, clean(value, MAX_CHIP_NAME)]),
  );
  return {
    id,
    ...LABEL_KINDS[id],
    short: sentence(text.short, onChip, book),
    explanation: sentence(text.explanation, values, book),
    limits: text.limits,
    locale: book.locale,
  };
}

/**
 * The row's sentence as a clause; within another sentence its first letter is small.
 * @param {Evidence} evidence @param {any} book @param {boolean} within
 */
function statement(evidence, book, within) {
  const text = sentence(rowOf(evidence, book), valuesOf(evidence, book), book, within);
  return STOPS.includes(text[text.length - 1]) ? text.slice(0, -1) : text;
}

/** @param {Evidence} evidence @param {any} book @returns {string} */
function rowOf(evidence, book) {
  const key = rowKey(evidence);
  return Object.hasOwn(book.rows, key) ? book.rows[key] : book.rows[`${key.split(".")[0]}.other`];
}

/**
 * The message filled. A name given from outside keeps its own first letter.
 * @param {string} template @param {Record<string, string>} values @param {any} book
 */
function sentence(template, values, book, within = false) {
  const text = fill(template, { ...book.fallbacks, ...values });
  const first = /^\{(\w+)\}/.exec(template)?.[1];
  if (first && Object.hasOwn(values, first)) return text;
  return (within ? text[0].toLowerCase() : text[0].toUpperCase()) + text.slice(1);
}

/** The key of the sentence that says what this evidence says. @param {Evidence} e */
function rowKey(e) {
  if (e.source === "signed") return signedKey(e);
  if (e.source === "detector") return `detector.${e.details.band}`;
  if (e.details.match === "similar") return `${e.source}.similar`;
  if (e.source === "creator" && e.details.reshare) return `creator_reshare.${e.details.said ?? e.process}`;
  return `${e.source}.${e.process}`;
}

/** @param {Evidence} e */
function signedKey(e) {
  const integrity = e.details.integrity ?? "ok";
  if (integrity !== "ok") return `signed.${integrity}`;
  const known = e.rank >= SIGNED_INTERIM_RANK ? "signed" : "signed_unrecognised";
  return `${known}.${e.process === "unknown" ? e.details.content_claim : e.process}`;
}

/**
 * The sentences that follow the first: how a signer is known, what the record lacks, names it gives.
 * @param {Evidence} e @param {Record<string, string>} values
 */
function noteKeys(e, values) {
  if (e.source === "signed" && (e.details.integrity ?? "ok") !== "ok") return [];
  const keys = Object.entries(BY_VALUE)
    .filter(([detail]) => detail in e.details)
    .map(([detail, note]) => `${note}.${e.details[detail]}`);
  return [...keys, ...BY_PRESENCE.filter((key) => Object.hasOwn(values, key))];
}

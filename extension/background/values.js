// Values that fill a message's placeholders. The twin of server/colophon/labels/values.py.

/** @typedef {import("../types").Evidence} Evidence */

const MAX_NAME = 60;
export const MAX_CHIP_NAME = 18;
export const STOPS = ".。।"; // what ends a sentence
const NAMES = ["signer", "scheme", "platform", "source", "team"];

/**
 * Text on one line, without characters that reorder or hide what is beside it.
 * @param {string} text
 */
export function clean(text, length = MAX_NAME) {
  const line = text
    .replace(/[\p{Cf}\p{Cs}]/gu, "")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, " ")
    .replace(/^ | $/g, "");
  const characters = [...line];
  if (characters.length <= length) return line;
  return `${characters.slice(0, length - 1).join("").replace(/ +$/, "")}…`;
}

/**
 * Everything a message may say about this evidence, cleaned; what is not known is absent.
 * @param {Evidence} evidence
 * @param {any} words
 * @returns {Record<string, string>}
 */
export function valuesOf(evidence, words) {
  const name = clean(evidence.source_name ?? "");
  const values = Object.fromEntries(NAMES.map((key) => [key, name]));
  for (const key of Object.keys(words.fallbacks)) {
    const text = textOf(evidence.details[key]);
    if (text) values[key] = text;
  }
  values.date = localisedDate(evidence.date, words);
  values.measured = localisedDate(String(evidence.details.measured ?? ""), words);
  values.what = changes(evidence.details.what, words);
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value));
}

/**
 * An ISO date, or a time that begins with one, in the words of the language; empty if it is neither.
 * @param {string | null} date
 * @param {any} words
 */
export function localisedDate(date, words) {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})(?![0-9])/.exec(date ?? "");
  if (!match) return "";
  const [year, month, day] = match.slice(1).map(Number);
  if (month < 1 || month > 12 || day < 1 || day > 31) return "";
  return fill(words.date.pattern, { day: String(day), month: words.date.months[month - 1], year: String(year) });
}

/**
 * The template with its placeholders filled, once. A value's own full stop takes the place of the template's.
 * @param {string} template
 * @param {Record<string, string>} values
 */
export function fill(template, values) {
  return template.replace(/\{(\w+)\}([.。।]?)/g, (_, name, stop) => {
    const text = values[name];
    return STOPS.includes(text[text.length - 1]) ? text : text + stop;
  });
}

/** @param {unknown} value */
function textOf(value) {
  if (typeof value === "string") return clean(value);
  return Number.isInteger(value) ? String(value) : "";
}

/**
 * Recorded changes as words, each once; a change without a word is "other edits", last.
 * @param {unknown} value
 * @param {any} words
 */
function changes(value, words) {
  if (!Array.isArray(value)) return "";
  const other = words.what.edited;
  const known = new Set(value.map((key) => (Object.hasOwn(words.what, key) ? words.what[key] : other)));
  const last = known.delete(other) ? [other] : [];
  return [...known, ...last].join(words.punctuation.comma);
}

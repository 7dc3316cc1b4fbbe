// The words of labels and cards: one file per language, of which only the reader's is read.

import { LANGUAGES } from "./catalogue.js";

const ALSO = /** @type {Record<string, string>} */ ({ nb: "no", nn: "no" }); // as on the server
/** @type {Map<string, any>} */
const books = new Map();

/** The one of the languages that a tag asks for: `pt` for `pt-BR`, `no` for `nb`; else English. @param {string} tag */
export function languageOf(tag) {
  const language = tag.split(/[-_]/)[0].toLowerCase();
  const known = ALSO[language] ?? language;
  return Object.hasOwn(LANGUAGES, known) ? known : "en";
}

/** Read the words for a language tag, so that they can be rendered. @param {string} tag */
export async function loadWords(tag) {
  const language = languageOf(tag);
  if (!books.has(language)) {
    const answer = await fetch(chrome.runtime.getURL(`background/words/${language}.json`));
    books.set(language, await answer.json());
  }
  return books.get(language);
}

/** The words for a language tag, which are loaded. @param {string} tag */
export function wordsOf(tag) {
  const book = books.get(languageOf(tag));
  if (!book) throw new Error(`the words for ${tag} are not loaded`);
  return book;
}

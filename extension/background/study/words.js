// A study's own words, in as many languages as it has.

/** In the reader's language, or in one that there is. @param {import("../../types").Words} words @param {string} locale */
export const inLocale = (words, locale) => words[locale] ?? words.en ?? Object.values(words)[0] ?? "";

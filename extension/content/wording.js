// Of all that the patterns can match, what the words of one line leave: most of their branches, and of the alternatives
// in these, have no word there. Expressions stay short: the line is read in a fraction of the time.
"use strict";
globalThis.Colophon ??= /** @type {any} */ ({});
{
  const PIECE = /\\[^]|\[(?:\\[^]|[^\]\\])*\]|<#?\w+>|[^]/g;
  const LETTER = /^[\p{L}\p{N}]$/u;
  const WORDS = /^[^()[\]<>?*+{}]*$/; // else there is more than words in a part
  const PARTS = /(<#?\w+>|\(\?:[^()[\]<>?*+{}]*\))/;
  const NEVER = "(?!)";
  const NONE = /** @type {Record<string, string>} */ ({}); // classes
  const MAX_COMPILED = 300; // a page chooses what is asked for
  /** A class by its name, words, or more than words. @typedef {{ name: string } | { all: string[] } | { source: string }} Part */
  /** One of several wordings in a part. @typedef {{ part: Part, at: number, text: string, whole: string }} Alternative */
  /** With the parts it cannot match without. @typedef {{ needs: Part[], segments: (string | Part)[] }} Branch */
  /** @typedef {{ found: Map<Part, boolean>, short: Map<string, string> }} Known */

  /** @template K, V @param {Map<K, V>} memory @param {K} key @param {() => V} make @returns {V} */
  function once(memory, key, make) {
    let known = memory.get(key);
    if (known === undefined) memory.set(key, (known = make()));
    return known;
  }

  /** @type {Map<string, Part>} */
  const parts = new Map();
  /** By their first words. @type {Map<string, Alternative[]>} */
  const alternatives = new Map();

  /** In every part of a pattern words are whole: an alternative begins where a word does. @param {string} text @returns {Part} */
  const partOf = (text) =>
    once(parts, text, () => {
      if (text[0] === "<") return { name: text.slice(1, -1) };
      const source = text.startsWith("(?:") ? text.slice(3, -1) : text;
      if (!WORDS.test(source)) return { source };
      const part = { all: source.split("|") };
      part.all.forEach((one, at) => {
        const whole = one.replaceAll("\\", "");
        once(alternatives, whole.split(" ", 1)[0], () => /** @type {Alternative[]} */ ([])).push({ part, at, text: one, whole });
      });
      return part;
    });

  /** @param {string} source */
  function parse(source) {
    const pieces = [...source.matchAll(PIECE)].map(String);
    const branches = [{ text: "", needs: /** @type {Part[]} */ ([]) }];
    let depth = 0, part = "", word = "", cut = false; // `cut`: it is not sure that the word is a whole one
    pieces.forEach((piece, i) => {
      if (piece === "|" && !depth) return (word = ""), (cut = false), branches.push({ text: "", needs: [] });
      const branch = branches[branches.length - 1];
      branch.text += piece;
      part = depth ? part + piece : piece;
      depth += Number(piece === "(") - Number(piece === ")");
      if (depth || (piece === "?" && pieces[i - 1] === ")")) return;
      const always = !/^[?*{]/.test(pieces[i + 1] ?? "");
      if (always && LETTER.test(part)) return (word += part);
      if (part === " " && word && !cut) branch.needs.push(partOf(`${word} `));
      else if (always && /^(<|\(\?:)/.test(part)) branch.needs.push(partOf(part));
      [word, cut] = ["", !/^[ <(]/.test(part)];
    });
    return branches.map(({ text, needs }) => ({ needs, segments: text.split(PARTS).map((one) => (PARTS.test(one) ? partOf(one) : one)) }));
  }

  /** By source, of which there are as many as the pattern file has. @type {Map<string, Branch[]>} */
  const parsed = new Map();

  /** @param {string} source */
  const branchesOf = (source) => once(parsed, source, () => parse(source));

  /** @type {Map<string, RegExp>} */
  const compiled = new Map();

  Colophon.expression = (source) => {
    if (compiled.size > MAX_COMPILED) compiled.clear();
    const made = once(compiled, source, () => new RegExp(source, "gu"));
    made.lastIndex = 0;
    return made;
  };

  /** Of every branch one part that is looked for first, with the languages that it speaks for. @type {Map<Part | null, Set<object>>} */
  const signs = new Map();

  /** Rather a word of the language than a name that all of them use (`<#ai>`); null without any. @param {Branch} branch @param {Record<string, string>} classes */
  function signOf({ needs }, classes) {
    const wordsOf = (/** @type {Part} */ part) => {
      const inner = "name" in part ? branchesOf(classes[part.name]) : [];
      return inner.length === 1 && inner[0].needs.length ? inner[0].needs[0] : part;
    };
    const names = needs.filter((part) => "name" in part && part.name.startsWith("#"));
    const known = [...needs.filter((part) => !names.includes(part)), ...names].map(wordsOf);
    return known.find((part) => "all" in part) ?? null;
  }

  /** All that is ever looked for, so that alternatives and signs are known. */
  function parseAll() {
    const { mentions, silencers, tag_silencers, languages } = Colophon.patterns;
    for (const source of [mentions, silencers, tag_silencers]) branchesOf(source);
    for (const { classes, patterns, guards, photo_guards, neutral } of languages) {
      for (const source of [...Object.values(classes), guards, photo_guards, neutral]) branchesOf(source);
      for (const { source } of patterns)
        for (const branch of branchesOf(source)) once(signs, signOf(branch, classes), () => new Set()).add(classes);
    }
  }

  Colophon.Wording = class {
    /** What the line has of every part. @type {Map<Part, Alternative[]>} */ #said = new Map();
    /** By the classes of a language. @type {Map<object, Known>} */ #known = new Map();
    /** The classes of the languages that have a word on the line. @type {Set<object>} */ #spoken;

    /** @param {string} line */
    constructor(line) {
      if (!parsed.size) parseAll();
      // with the marks of tags and names (`#tag#`, `@name@`), and without
      for (const word of new Set(line.split(" ").flatMap((one) => [one, one.replace(/^[#@]|[#@]$/g, "")])))
        for (const one of alternatives.get(word) ?? []) if (line.includes(one.whole)) once(this.#said, one.part, () => []).push(one);
      this.#spoken = new Set([NONE, ...(signs.get(null) ?? []), ...[...this.#said.keys()].flatMap((part) => [...(signs.get(part) ?? [])])]);
    }

    /** What is left of a pattern with its classes, or null where it cannot match the line or a part of it. */
    expression(/** @type {string} */ source, classes = NONE) {
      if (!this.#spoken.has(classes)) return null;
      const known = once(this.#known, classes, () => ({ found: new Map(), short: new Map() }));
      const left = branchesOf(source).filter((branch) => this.#can(branch, classes, known));
      return left.length ? Colophon.expression(this.#shorten(left, classes, known)) : null;
    }

    /** @param {Branch} branch @param {Record<string, string>} classes @param {Known} known @returns {boolean} */
    #can({ needs }, classes, known) {
      return needs.every((part) => {
        if ("all" in part) return this.#said.has(part);
        const source = "name" in part ? classes[part.name] : part.source;
        return once(known.found, part, () => branchesOf(source).some((branch) => this.#can(branch, classes, known)));
      });
    }

    /** With the alternatives that the line has, in their order. @param {Part} part */
    #left = (part) => (this.#said.get(part) ?? []).sort((a, b) => a.at - b.at).map(({ text }) => text).join("|") || NEVER;

    /** @param {Branch[]} branches @param {Record<string, string>} classes @param {Known} known @returns {string} */
    #shorten(branches, classes, known) {
      const short = (/** @type {string | Part} */ one) => {
        if (typeof one === "string") return one;
        if ("name" in one) return once(known.short, one.name, () => this.#shorten(branchesOf(classes[one.name]), classes, known));
        return `(?:${this.#left(one)})`;
      };
      return branches.map(({ segments }) => segments.map(short).join("")).join("|");
    }
  };
}

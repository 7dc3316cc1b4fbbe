// What a post says about its picture, as statements; the words (`quote`) stay in the page.
// Twin of server/colophon/checks/{words,disclosure,platform}.py, held against the same vectors.
"use strict";
globalThis.Colophon ??= /** @type {any} */ ({});
{
  /** @typedef {{ line: string, starts: number[], spans: [number, number][] }} Words */
  /** @typedef {{ start: number, end: number, id: string, process: Statement["process"], language: string }} Hit */
  /** @typedef {import("../types").Statement} Statement */
  /** @typedef {StatementPatterns["languages"][number]} Language */
  /** @typedef {InstanceType<ColophonNamespace["Wording"]>} Wording */

  /** Letters and marks that Unicode keeps apart and writers do not. @type {Map<string, string>} */
  const SAME = new Map([
    ...each("\u2018\u2019\u201b\u02bc\u0060\u00b4\u2032\uff07", "'"),
    ...each("\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a\u201a\u300c\u300d", '"'),
    ...each("\u2010\u2011\u00b7\u2027", "-"),
    ...each("\r\x0b\x0c\x85\u2028\u2029", "\n"),
    ...each("\t\u200b", " "),
    ...each("\u3002\u2026", "."),
    ...["\u061f?", "\u060c,", "\u061b,", "\u0649\u064a", "\u0629\u0647", "\u03c2\u03c3", "\u0131i", "\u00dfss"].map(
      (pair) => /** @type {[string, string]} */ ([pair[0], pair.slice(1)]),
    ),
  ]);
  const DROPPED = /[\u00ad\u0640\u200c-\u200f\u2060\ufeff\u2122\u00ae\u00a9\u202a-\u202e\u2066-\u2069]/;
  const LESSER = new Set(",;()[]{}\u2012\u2013\u2014\u2015-/\\&+=*~<>%^$_'");
  const WORD = /[\p{L}\p{N}]/u;
  const KINDS = ["", "address", "short", "marked", "word", "space", "mark"]; // by group of TOKEN
  const TOKEN = new RegExp(
    "((?:https?://|www\\.)[^ \\n]+)|((?:[a-z]\\.){2,}[a-z]?(?![\\p{L}\\p{N}]))" +
      "|([#@][\\p{L}\\p{N}](?:_*[\\p{L}\\p{N}])*)|([\\p{L}\\p{N}]+(?:\\.[\\p{L}\\p{N}]+)*)|( )|([^])",
    "gu",
  );
  const TAG_RUN = /(?<= )(?:[#@][^ ]*[#@] [|,:"]? ?)+(?=[.?¶])/gu;
  const TAG = /(?<= )#([^ ]*)#(?= )/gu;
  /** @type {Map<string, string>} */
  const foldedChars = new Map();

  /** @param {string} chars @param {string} same @returns {[string, string][]} */
  function each(chars, same) {
    return [...chars].map((c) => [c, same]);
  }

  /** One character as it is compared: NFKD, lower case, without marks. @param {string} char */
  function fold(char) {
    let done = foldedChars.get(char);
    if (done === undefined) {
      const parts = DROPPED.test(char) ? [] : [...(SAME.get(char) ?? char).normalize("NFKD")];
      done = parts.flatMap((part) => [...part.toLowerCase()])
        .filter((c) => !/\p{Mn}/u.test(c) && !DROPPED.test(c)).map((c) => SAME.get(c) ?? c).join("");
      foldedChars.set(char, done);
    }
    return done;
  }

  /** The text as a line of tokens. @param {string[]} chars @returns {Words} */
  function words(chars) {
    /** @type {number[]} */
    const origin = []; // by UTF-16 unit of the folded text
    const folded = chars.map((c, i) => {
      const part = fold(c);
      for (let k = 0; k < part.length; k++) origin.push(i);
      return part;
    }).join("");
    const tokens = ["¶"];
    /** @type {[number, number][]} */
    const spans = [[0, 0]];
    for (const { token, start, end } of tokensOf(folded)) {
      tokens.push(token);
      spans.push([origin[start], origin[end - 1] + 1]);
    }
    tokens.push("¶");
    spans.push([chars.length, chars.length]);
    let at = 0;
    const starts = tokens.map((token) => (at += token.length + 1) - token.length - 1);
    return { line: tokens.join(" ") + " ", starts, spans };
  }

  /** @param {string} folded */
  function* tokensOf(folded) {
    /** @type {{ token: string, start: number }[]} */
    let ends = [];
    for (const match of folded.matchAll(TOKEN)) {
      const [token] = match, start = match.index, end = start + token.length;
      const kind = KINDS[match.findIndex((text, i) => i && text !== undefined)];
      if (kind === "space") continue;
      if (kind === "mark" && ".!?\n".includes(token)) {
        ends.push({ token, start });
        continue;
      }
      yield* ending(ends);
      ends = [];
      if (kind !== "mark" || !joins(folded, start)) yield { token: written(kind, token), start, end };
    }
    yield* ending(ends);
  }

  /** A run of full stops, question marks and line ends as one mark of each kind.
   * @param {{ token: string, start: number }[]} ends */
  function* ending(ends) {
    if (!ends.length) return;
    const marks = new Set(ends.map(({ token }) => token));
    const start = ends[0].start, end = ends[ends.length - 1].start + 1;
    if (marks.has("?")) yield { token: "?", start, end };
    else if (marks.has(".") || marks.has("!")) yield { token: ".", start, end };
    if (marks.has("\n")) yield { token: "¶", start, end };
  }

  /** Whether the mark is a hyphen or apostrophe inside a word. @param {string} folded @param {number} at */
  function joins(folded, at) {
    const before = String.fromCodePoint(...[folded.codePointAt(at - 2) ?? 32].filter((c) => c > 0xffff));
    return "-'".includes(folded[at]) && at > 0 && at < folded.length - 1 &&
      WORD.test(before || folded[at - 1]) && WORD.test(String.fromCodePoint(folded.codePointAt(at + 1) ?? 32));
  }

  /** @param {string} kind @param {string} token */
  function written(kind, token) {
    if (kind === "address") return "|";
    if (kind === "short") return token.replaceAll(".", "");
    if (kind === "marked") return token.replaceAll("_", "") + token[0];
    if (kind === "word" || token === '"' || token === ":") return token;
    if (token === "'") return '"';
    return LESSER.has(token) ? "," : "|";
  }

  /** The sentence around a part of the line, with its closing mark. @param {string} line @param {number} start @param {number} end */
  function sentence(line, start, end) {
    const begin = Math.max(...[". ", "? ", "¶ "].map((mark) => line.slice(0, start).lastIndexOf(mark)));
    const closing = [" . ", " ? ", " ¶ "].map((mark) => line.indexOf(mark, end - 1)).filter((at) => at >= 0);
    return line.slice(begin + 1, Math.min(...closing) + 3);
  }

  /** Whether the sentence takes the force out of what it holds.
   * @param {string} said @param {Wording} wording @param {Language} language @param {boolean} photo */
  function unsure(said, wording, language, photo) {
    if (said.endsWith("? ")) return true;
    const guards = wording.expression(photo ? language.photo_guards : language.guards);
    const neutral = photo ? null : wording.expression(language.neutral);
    return guards?.test(neutral ? said.replace(neutral, " ") : said) ?? false;
  }

  /** @param {string} line @param {number} at */
  function quoted(line, at) {
    const before = line.slice(0, at);
    return before.slice(Math.max(before.lastIndexOf("¶"), 0)).split('"').length % 2 === 0;
  }

  /** @param {string} line @param {"caption" | "alt"} where @returns {Generator<Hit>} */
  function* hits(line, where) {
    const { mentions, silencers, languages } = Colophon.patterns;
    const wording = new Colophon.Wording(line);
    const silenced = () => wording.expression(silencers)?.test(line) ?? false;
    const noAi = !wording.expression(mentions)?.test(line) || silenced();
    for (const language of languages) {
      for (const { id, process, source, where: only } of language.patterns) {
        const photo = process === "photo";
        if ((noAi && !photo) || (only && only !== where)) continue;
        const expression = wording.expression(source, language.classes);
        for (const match of expression ? line.matchAll(expression) : []) {
          const start = match.index, end = start + match[0].length;
          if (quoted(line, start) || unsure(sentence(line, start, end), wording, language, photo)) continue;
          yield { start, end, id, process, language: language.language };
        }
      }
    }
    yield* tagHits(line, wording, silenced);
  }

  /** @param {string} line @param {Wording} wording @param {() => boolean} silenced @returns {Generator<Hit>} */
  function* tagHits(line, wording, silenced) {
    const { tag_silencers, tags, languages } = Colophon.patterns;
    let offTopic = false;
    for (const run of line.matchAll(TAG_RUN)) {
      offTopic ||= silenced() || (wording.expression(tag_silencers)?.test(line) ?? false);
      const said = sentence(line, run.index, run.index + run[0].length);
      const doubtful = new Set(languages.filter((g) => unsure(said, wording, g, false)).map((g) => g.language));
      for (const match of line.matchAll(TAG)) {
        const start = match.index, end = start + match[0].length;
        if (start < run.index || end > run.index + run[0].length || !Object.hasOwn(tags, match[1])) continue;
        const tag = tags[match[1]];
        if (doubtful.has(tag.language) || doubtful.has("en") || (offTopic && tag.process !== "photo")) continue;
        yield { start, end: end + 1, ...tag };
      }
    }
  }

  /** @param {Words} words @param {string[]} chars @param {Hit} hit */
  function quote({ starts, spans }, chars, hit) {
    const first = starts.filter((s) => s <= hit.start).length - 1, last = starts.filter((s) => s < hit.end).length - 1;
    return chars.slice(spans[first][0], spans[last][1]).join("");
  }

  /** @param {string | null} text @param {"caption" | "alt"} where @param {boolean} reshare @returns {Statement[]} */
  function read(text, where, reshare) {
    if (!text) return [];
    const { limit, automatic_alt, quoting_alt } = Colophon.patterns;
    const chars = [...text.slice(0, 2 * limit)].slice(0, limit);
    const line = words(chars);
    if (where === "alt" && [automatic_alt, quoting_alt].some((s) => Colophon.expression(s).test(line.line))) return [];
    /** @type {Map<string, Hit>} */
    const first = new Map();
    for (const hit of [...hits(line.line, where)].sort((a, b) => a.start - b.start || b.end - a.end)) {
      if (!first.has(hit.process)) first.set(hit.process, hit);
    }
    return [...first.values()].map((hit) => ({
      source: "creator", process: hit.process, pattern: hit.id, language: hit.language, reshare,
      quote: quote(line, chars, hit),
    }));
  }

  /** @param {string | null} text @param {string | null} site @returns {Statement[]} */
  function readLabel(text, site) {
    if (!text) return [];
    const name = (site ?? "").toLowerCase().replace(/\.+$/, "");
    const { platforms } = Colophon.patterns;
    const platform = platforms.find(({ key, hosts }) =>
      name === key || hosts.some((host) => name === host || name.endsWith(`.${host}`))) ?? platforms[platforms.length - 1];
    const label = platform.labels.find((l) => l.words.includes(plain([...text].slice(0, 200))));
    if (!label?.process) return [];
    const { source, process, id, language } = label;
    return [{ source, process, pattern: id, language, reshare: false, quote: text.trim().slice(0, 200) }];
  }

  /** The words alone. @param {string[]} chars */
  const plain = (chars) => words(chars).line.split(" ").filter((t) => t && !'¶.,|:?"'.includes(t)).map((t) => `${t} `).join("");

  Colophon.readStatements = ({ caption, alt, platformLabel, site, reshare }) => {
    const all = [...readLabel(platformLabel, site), ...read(caption, "caption", reshare), ...read(alt, "alt", reshare)];
    const keyOf = (/** @type {Statement} */ s) => JSON.stringify([s.source, s.process, s.pattern, s.language, s.reshare]);
    return all.filter((s, i) => all.findIndex((other) => keyOf(other) === keyOf(s)) === i);
  };
  Colophon.restsOnWords = (assessment) =>
    Boolean(assessment?.evidence.some(({ headline, source, details }) => headline && (source === "image_text" || details.place === "image")));
  void 0; // the last value goes back to the background, and a function cannot
}

// The rows of the card: who says what about an image and when, and where the earliest known copy of it is.
"use strict";
{
  const { element } = Colophon;
  const MATCHED = ["registry", "registry_creator"]; // evidence that comes from another copy of the image
  const LINKED = [...MATCHED, "moderator"]; // that may say where it was recorded
  const DECISION = /^\/decisions\/[0-9a-f]{32}$/; // the public page of what reviewers decided, on any server
  const PROGRAMS = ["metadata", "detector"]; // whose evidence is named for one
  /** @typedef {import("../types").Evidence} Evidence */

  /** @param {string | null} date an ISO date */
  const readDate = (date) => {
    const when = date ? new Date(date) : null;
    return when && !Number.isNaN(when.getTime()) ? when : null;
  };

  /** @param {string | null} date an ISO date */
  function dateElement(date) {
    const when = readDate(date);
    if (!when) return "";
    const text = new Intl.DateTimeFormat(Colophon.locale, { dateStyle: "medium", timeZone: "UTC" }).format(when);
    return element("time", { dateTime: date, textContent: text });
  }

  /** The exact words: those the evidence came with, else those of the post on this page. */
  Colophon.quoteOf = ({ details }, { statements }) =>
    typeof details?.quote === "string"
      ? details.quote
      : (statements.find(({ quote, pattern }) => quote && pattern === details?.pattern)?.quote ?? null);

  /** Who says it, as people call it: a program only writes what it is told to. */
  Colophon.nameOf = ({ source, source_name }) => (!PROGRAMS.includes(source) && source_name) || Colophon.t(`source_${source}`);

  /** The sentences that are not said already. @param {string} text @param {string} said */
  function rest(text, said) {
    const sentences = new Intl.Segmenter(Colophon.locale, { granularity: "sentence" }).segment(text);
    return Array.from(sentences, ({ segment }) => (said.includes(segment.trim()) ? "" : segment)).join("");
  }

  /** Who and when. @param {Evidence} evidence */
  const headOf = (evidence) =>
    element("div", { className: "who" }, element("span", { textContent: Colophon.nameOf(evidence) }), dateElement(evidence.date));

  Colophon.rowOf = (evidence, entry, said) => {
    const item = element("li", {}, headOf(evidence));
    if (said === null) return item;
    const words = rest(evidence.text ?? "", said);
    if (words) item.append(element("div", { textContent: words }));
    const quote = Colophon.quoteOf(evidence, entry);
    if (quote) item.append(element("blockquote", { dir: "auto", textContent: Colophon.t("quote", { words: quote }) }));
    return item;
  };

  /** Does it come from another copy of the same picture, and not of one that only looks alike? */
  Colophon.isMatch = ({ source, details }) => MATCHED.includes(source) && details?.match !== "similar";

  /** Where an earlier record points; nothing is asked there before the reader follows it. */
  Colophon.earlierPost = ({ source, details }) => {
    const address = LINKED.includes(source) ? String(details?.permalink ?? "") : "";
    if (!URL.canParse(address) || new URL(address).protocol !== "https:") return null;
    const { href, hostname: host, pathname } = new URL(address);
    const text = Colophon.t(DECISION.test(pathname) ? "card_decision" : "card_earlier_post", { host });
    return element("a", { className: "plain", href, target: "_blank", rel: "noopener noreferrer", textContent: text });
  };

  /** The statement about the earliest copy that the server knows, or null. Nobody can know which copy was the first. */
  Colophon.earliestOf = (told) => {
    const time = (/** @type {Evidence} */ { date }) => readDate(date)?.getTime() ?? Infinity;
    const copies = told.filter((evidence) => Colophon.isMatch(evidence) && time(evidence) < Infinity);
    return copies.sort((a, b) => time(a) - time(b))[0] ?? null;
  };

  /** The earliest known copy: its date, who recorded it, and the way there. @param {Evidence | null} earliest */
  Colophon.copySection = (earliest) => {
    if (!earliest) return element("section", { hidden: true });
    const link = Colophon.earlierPost(earliest);
    return element(
      "section",
      {},
      element("h3", { textContent: Colophon.t("card_earliest") }),
      headOf(earliest),
      ...(link ? [link] : []),
    );
  };
  void 0; // the last value goes back to the background, and a function cannot
}

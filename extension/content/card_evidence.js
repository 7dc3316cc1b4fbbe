// What the card holds for those who want all of it: every statement with its source to switch off, what was not
// checked, and the data as the server gave it.
"use strict";
{
  const { element } = Colophon;
  /** @typedef {import("../types").Assessment} Assessment */
  /** @typedef {import("../types").Evidence} Evidence */

  /** @param {Evidence} evidence @param {Tracked} entry @param {Evidence | null} earliest whose link stands elsewhere @param {string | null} said */
  function fullRow(evidence, entry, earliest, said) {
    const item = Colophon.rowOf(evidence, entry, said);
    const kind = Colophon.t(`source_${evidence.source}`);
    if (kind !== Colophon.nameOf(evidence)) item.firstElementChild?.after(element("div", { className: "soft", textContent: kind }));
    const link = evidence === earliest ? null : Colophon.earlierPost(evidence);
    item.append(...(link ? [link] : []), Colophon.sourceButton("card_source_off", evidence, false));
    return item;
  }

  /** What was not looked at, in plain words. */
  const notChecked = (/** @type {Assessment} */ assessment) =>
    Object.entries(assessment.checks)
      .filter(([, state]) => !state.startsWith("done"))
      .map(([check, state]) => ({
        name: Colophon.strings[`check_${check}`] ?? check,
        reason: state === "pending" ? Colophon.t("pending") : state.replace(/^\w+:\s*/, ""),
      }));

  /** @param {Assessment} assessment */
  function notCheckedList(assessment) {
    const missing = notChecked(assessment);
    const reasons = [...new Set(missing.map(({ reason }) => reason))];
    const items = reasons.map((reason) => {
      const names = missing.filter((one) => one.reason === reason).map(({ name }) => name);
      return element("li", {}, element("b", { textContent: names.join(" · ") }), element("div", { textContent: reason }));
    });
    return missing.length
      ? [element("h3", { textContent: Colophon.t("card_not_checked") }), element("ul", { className: "unchecked" }, ...items)]
      : [];
  }

  /** To a reader who asked it is said at once what was not looked at. */
  Colophon.uncheckedSection = (assessment) => {
    const list = assessment.asked ? notCheckedList(assessment) : [];
    return element("section", { hidden: !list.length }, ...list);
  };

  Colophon.evidenceSection = (told, entry, earliest, short) => {
    const assessment = /** @type {Assessment} */ (entry.assessment);
    const rows = told.map((evidence, number) => fullRow(evidence, entry, earliest, number < short ? null : ""));
    return element(
      "details",
      { hidden: Boolean(assessment.asked && !rows.length) },
      element("summary", { textContent: Colophon.t("card_evidence") }),
      element("ul", {}, ...rows),
      ...(assessment.asked ? [] : notCheckedList(assessment)),
    );
  };

  Colophon.dataSection = (assessment) => {
    const json = JSON.stringify(assessment, null, 2);
    const copy = Colophon.plainButton("card_copy", () =>
      navigator.clipboard?.writeText(json).then(
        () => (copy.textContent = Colophon.t("card_copied")),
        () => (copy.textContent = Colophon.t("card_not_copied")),
      ),
    );
    const save = element("a", {
      className: "plain",
      download: `colophon-${(assessment.sha256 ?? "image").slice(0, 12)}.json`,
      href: `data:application/json;charset=utf-8,${encodeURIComponent(json)}`,
      textContent: Colophon.t("card_download"),
    });
    return element(
      "details",
      {},
      element("summary", { textContent: Colophon.t("card_data") }),
      element("pre", { textContent: json, tabIndex: 0 }),
      ...(navigator.clipboard ? [copy] : []),
      save,
    );
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// The card: who says what about an image, what that does and does not tell, and what was not checked.
"use strict";
{
  const { element } = Colophon;

  /** @param {string | null} date an ISO date */
  function dateElement(date) {
    const when = date ? new Date(date) : null;
    if (!when || Number.isNaN(when.getTime())) return "";
    const text = new Intl.DateTimeFormat(Colophon.locale, { dateStyle: "medium", timeZone: "UTC" }).format(when);
    return element("time", { dateTime: date, textContent: text });
  }

  /**
   * One row: who says so, when, what.
   * @param {import("../types").Evidence} evidence @param {Tracked} entry
   */
  function row(evidence, entry) {
    const who = evidence.source_name || Colophon.t(`source_${evidence.source}`);
    const item = element(
      "li",
      {},
      element("div", { className: "who" }, element("span", { textContent: who }), dateElement(evidence.date)),
      element("div", { textContent: evidence.text ?? "" }),
    );
    const quote = entry.statements.find((s) => s.quote && s.pattern === evidence.details?.pattern)?.quote;
    if (quote) item.append(element("blockquote", { textContent: Colophon.t("quote", { words: quote }) }));
    return item;
  }

  /** What was not looked at, in plain words. */
  Colophon.notChecked = (assessment) =>
    Object.entries(assessment.checks)
      .filter(([, state]) => !state.startsWith("done"))
      .map(([check, state]) => ({
        name: Colophon.strings[`check_${check}`] ?? check,
        reason: state === "pending" ? Colophon.t("pending") : state.replace(/^\w+:\s*/, ""),
      }));

  /** @param {import("../types").Assessment} assessment */
  function notCheckedSection(assessment) {
    const missing = Colophon.notChecked(assessment);
    if (!missing.length) return "";
    const reasons = [...new Set(missing.map(({ reason }) => reason))];
    const items = reasons.map((reason) => {
      const names = missing.filter((one) => one.reason === reason).map(({ name }) => name);
      return element("li", {}, element("b", { textContent: names.join(" · ") }), element("div", { textContent: reason }));
    });
    return element(
      "section",
      { className: "unchecked" },
      element("h3", { textContent: Colophon.t("card_not_checked") }),
      assessment.local ? element("p", { className: "note", textContent: Colophon.t("card_local") }) : "",
      element("ul", {}, ...items),
    );
  }

  /** @param {import("../types").Assessment} assessment */
  function rawSection(assessment) {
    const json = JSON.stringify(assessment, null, 2);
    const copy = element("button", { className: "plain", type: "button", textContent: Colophon.t("card_copy") });
    copy.addEventListener("click", async () => {
      await navigator.clipboard?.writeText(json).then(
        () => (copy.textContent = Colophon.t("card_copied")),
        () => (copy.textContent = Colophon.t("card_not_copied")),
      );
    });
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
  }

  /** @param {HTMLElement} card */
  function closeButton(card) {
    const glyph = Colophon.glyph();
    glyph.firstElementChild?.setAttribute("d", "M2 2l12 12M14 2L2 14");
    const button = element("button", { className: "close", type: "button" }, glyph);
    button.setAttribute("aria-label", Colophon.t("card_close"));
    button.addEventListener("click", () => card.hidePopover());
    return button;
  }

  Colophon.fillCard = (card, entry) => {
    const assessment = /** @type {import("../types").Assessment} */ (entry.assessment);
    const label = /** @type {import("../types").Label} */ (assessment.label);
    const weightiest = (/** @type {import("../types").Evidence} */ a, /** @type {import("../types").Evidence} */ b) =>
      Number(b.headline ?? false) - Number(a.headline ?? false) || b.rank - a.rank;
    // An experimental model's score is data for researchers, not a statement to a reader.
    const told = assessment.evidence.filter((evidence) => !evidence.details?.experimental);
    const rows = told.sort(weightiest).map((evidence) => row(evidence, entry));
    card.replaceChildren(
      element("h2", { id: "heading", textContent: label.short }),
      element("p", { textContent: label.explanation }),
      element("h3", { textContent: Colophon.t("card_limits") }),
      element("p", { textContent: label.limits }),
      element("h3", { textContent: Colophon.t("card_who") }),
      element("ul", {}, ...rows),
      notCheckedSection(assessment),
      rawSection(assessment),
      closeButton(card),
    );
  };

  /** Without anchor positioning the card is put once, below the chip. @param {HTMLElement} card @param {HTMLElement} button */
  function positionByHand(card, button) {
    const box = button.getBoundingClientRect();
    const left = Math.max(12, Math.min(box.right - card.offsetWidth, innerWidth - card.offsetWidth - 12));
    const below = box.bottom + card.offsetHeight + 12 <= innerHeight;
    card.style.left = `${left}px`;
    card.style.top = below ? `${box.bottom}px` : `${Math.max(12, box.top - card.offsetHeight - 12)}px`;
  }

  Colophon.openCard = (card, button) => {
    if (card.matches(":popover-open")) return card.hidePopover();
    /** @type {any} */ (card).showPopover({ source: button });
    if (!CSS.supports("position-area", "block-end")) positionByHand(card, button);
    button.setAttribute("aria-expanded", "true");
    const within = /** @type {ShadowRoot} */ (card.getRootNode());
    card.addEventListener(
      "beforetoggle",
      () => {
        button.setAttribute("aria-expanded", "false");
        if (within.activeElement && card.contains(within.activeElement)) button.focus({ preventScroll: true });
      },
      { once: true },
    );
  };
}

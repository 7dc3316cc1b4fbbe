// The card: who says what about an image, what that does and does not tell, and what was not checked.
"use strict";
{
  const { element } = Colophon;
  const MATCHED = ["registry", "registry_creator"]; // evidence that comes from another copy of the image
  const AI = ["ai_generated", "ai_edited", "ai_involved"];

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
    const quote = Colophon.quoteOf(evidence, entry);
    if (quote) item.append(element("blockquote", { dir: "auto", textContent: Colophon.t("quote", { words: quote }) }));
    const link = earlierPost(evidence);
    if (link) item.append(link);
    return item;
  }

  /** The exact words: those the evidence came with, else those of the post on this page. */
  Colophon.quoteOf = ({ details }, { statements }) =>
    typeof details?.quote === "string"
      ? details.quote
      : (statements.find(({ quote, pattern }) => quote && pattern === details?.pattern)?.quote ?? null);

  /** Where an earlier record points; nothing is asked there before the reader follows it. @param {import("../types").Evidence} evidence */
  function earlierPost({ source, details }) {
    const address = MATCHED.includes(source) ? String(details?.permalink ?? "") : "";
    if (!URL.canParse(address) || new URL(address).protocol !== "https:") return null;
    const { href, hostname: host } = new URL(address);
    const text = Colophon.t("card_earlier_post", { host });
    return element("a", { className: "plain", href, target: "_blank", rel: "noopener noreferrer", textContent: text });
  }

  /** What was not looked at, in plain words. */
  const notChecked = (/** @type {import("../types").Assessment} */ assessment) =>
    Object.entries(assessment.checks)
      .filter(([, state]) => !state.startsWith("done"))
      .map(([check, state]) => ({
        name: Colophon.strings[`check_${check}`] ?? check,
        reason: state === "pending" ? Colophon.t("pending") : state.replace(/^\w+:\s*/, ""),
      }));

  /** @param {import("../types").Assessment} assessment */
  function notCheckedSection(assessment) {
    const missing = notChecked(assessment);
    if (!missing.length) return element("section", { hidden: true });
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

  /** May the reader have the server remember what the label says? Only what the post itself or its site states. */
  function mayRemember(/** @type {Tracked} */ { assessment, posted }) {
    const { label, evidence = [], local, private: hidden } = assessment ?? {};
    const stated = ["creator", "platform"].includes(label?.source ?? "") && AI.includes(label?.process ?? "");
    const known = evidence.some(({ source, details }) => MATCHED.includes(source) && details?.match !== "similar");
    return stated && !known && !local && !hidden && posted?.post !== "reshare";
  }

  /** @param {Tracked} entry */
  function rememberSection(entry) {
    const section = element("section", { hidden: !mayRemember(entry) });
    const button = element("button", { className: "plain", type: "button", textContent: Colophon.t("remember") });
    button.addEventListener("click", async () => {
      if (Colophon.remember || (await Colophon.need("remember"))) Colophon.remember?.(section, entry);
    });
    section.append(button, element("p", { className: "note", textContent: Colophon.t("remember_about") }));
    return section;
  }

  /** The parts of the card by name, in their order. @param {Tracked} entry @returns {Record<string, HTMLElement>} */
  function parts(entry) {
    const assessment = /** @type {import("../types").Assessment} */ (entry.assessment);
    const label = /** @type {import("../types").Label} */ (assessment.label);
    const weightiest = (/** @type {import("../types").Evidence} */ a, /** @type {import("../types").Evidence} */ b) =>
      Number(b.headline ?? false) - Number(a.headline ?? false) || b.rank - a.rank;
    // An experimental model's score is data for researchers, not a statement to a reader.
    const told = assessment.evidence.filter((evidence) => !evidence.details?.experimental);
    const rows = told.sort(weightiest).map((evidence) => row(evidence, entry));
    return {
      label: element(
        "section",
        {},
        element("h2", { id: "heading", textContent: label.short }),
        element("p", { textContent: label.explanation }),
        element("h3", { textContent: Colophon.t("card_limits") }),
        element("p", { textContent: label.limits }),
      ),
      who: element("section", {}, element("h3", { textContent: Colophon.t("card_who") }), element("ul", {}, ...rows)),
      remember: rememberSection(entry),
      unchecked: notCheckedSection(assessment),
      data: rawSection(assessment),
    };
  }

  /** Put `part` where an older one stands; what is open stays open, and the focus stays. @param {Element} old @param {HTMLElement} part */
  function renew(old, part) {
    const focused = /** @type {ShadowRoot} */ (old.getRootNode()).activeElement;
    part.toggleAttribute("open", old.hasAttribute("open"));
    if (old.isEqualNode(part)) return;
    old.replaceWith(part);
    if (focused && old.contains(focused)) /** @type {HTMLElement} */ (part.querySelector(focused.localName))?.focus();
  }

  /** Fill the card, or renew what changed in it. @param {HTMLElement} card @param {Tracked} entry */
  function fill(card, entry) {
    const fresh = Object.entries(parts(entry));
    for (const [name, part] of fresh) part.dataset.part = name;
    if (!card.childElementCount) return card.append(...fresh.map(([, part]) => part), closeButton(card));
    for (const [name, part] of fresh) {
      const old = /** @type {HTMLElement} */ (card.querySelector(`[data-part="${name}"]`));
      if (!old.dataset.started) renew(old, part); // what the reader has begun to do is left alone
    }
  }

  Colophon.fillCard = fill;

  /** Without anchor positioning the card is put once, below the chip. @param {HTMLElement} card @param {HTMLElement} button */
  function positionByHand(card, button) {
    const box = button.getBoundingClientRect();
    const left = Math.max(12, Math.min(box.right - card.offsetWidth, innerWidth - card.offsetWidth - 12));
    const below = box.bottom + card.offsetHeight + 12 <= innerHeight;
    card.style.left = `${left}px`;
    card.style.top = below ? `${box.bottom}px` : `${Math.max(12, box.top - card.offsetHeight - 12)}px`;
  }

  Colophon.openCard = (card, button, entry) => {
    if (card.matches(":popover-open")) return card.hidePopover();
    const within = /** @type {ShadowRoot} */ (card.getRootNode());
    within.adoptedStyleSheets = [Colophon.chipSheet, Colophon.cardSheet];
    if (!card.childElementCount) fill(card, entry);
    /** @type {any} */ (card).showPopover({ source: button });
    if (!CSS.supports("position-area", "block-end")) positionByHand(card, button);
    button.setAttribute("aria-expanded", "true");
    card.addEventListener(
      "beforetoggle",
      () => {
        button.setAttribute("aria-expanded", "false");
        if (within.activeElement && card.contains(within.activeElement)) button.focus({ preventScroll: true });
      },
      { once: true },
    );
  };
  void 0; // the last value goes back to the background, and a function cannot
}

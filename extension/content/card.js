// The card: who says what about an image, what that does and does not tell, and what a reader can do about it. Its parts
// are made elsewhere; here they are put in order, renewed, opened and closed.
"use strict";
{
  const { element } = Colophon;
  const ANCHORED = CSS.supports("position-area", "block-end");
  const SHORT_ROWS = 3; // statements told at once; all of them are one step further
  /** @typedef {import("../types").Assessment} Assessment */
  /** @typedef {import("../types").Evidence} Evidence */

  /** What the label says, or what is said where a reader asked and there is none. @param {Tracked} entry */
  const saidOf = ({ assessment }) => assessment?.label ?? assessment?.asked ?? null;

  /** What is said and what that does not tell; or that it is gone while the reader looks. @param {Tracked} entry */
  function labelSection(entry) {
    const [label, local] = [saidOf(entry), entry.assessment?.local];
    const texts = label ? [label.short, label.explanation] : [Colophon.t("card_gone"), Colophon.t("card_gone_about")];
    const limits = label?.limits && [
      element("h3", { textContent: Colophon.t("card_limits") }),
      element("p", { textContent: label.limits }),
    ];
    return element(
      "section",
      {},
      element("h2", { id: "heading", textContent: texts[0] }),
      element("p", { textContent: texts[1] }),
      ...(limits || []),
      ...(local ? [element("p", { className: "note", textContent: Colophon.t("card_local") })] : []),
    );
  }

  /** The weightiest first. @param {Assessment} assessment */
  function toldOf({ evidence }) {
    const weightiest = (/** @type {Evidence} */ a, /** @type {Evidence} */ b) =>
      Number(b.headline ?? false) - Number(a.headline ?? false) || b.rank - a.rank;
    // An experimental model's score is data for researchers, not a statement to a reader.
    return evidence.filter(({ details }) => !details?.experimental).sort(weightiest);
  }

  /** The parts of the card by name, in their order. @param {Tracked} entry @returns {Record<string, HTMLElement>} */
  function parts(entry) {
    const assessment = /** @type {Assessment} */ (entry.assessment);
    const told = toldOf(assessment);
    const earliest = Colophon.earliestOf(told);
    const said = assessment.conflict ? "" : (saidOf(entry)?.explanation ?? ""); // who says which of two is told in full
    const rows = told.slice(0, SHORT_ROWS).map((evidence) => Colophon.rowOf(evidence, entry, said));
    const who = element("h3", { textContent: Colophon.t("card_who") });
    return {
      label: labelSection(entry),
      unchecked: Colophon.uncheckedSection?.(assessment) ?? element("section", { hidden: true }),
      who: element("section", { hidden: !rows.length }, who, element("ul", {}, ...rows)),
      copy: Colophon.copySection(earliest),
      contest: Colophon.contestSection(entry),
      case: element("section", { hidden: true }),
      unused: Colophon.unusedSection?.(assessment) ?? element("section", { hidden: true, role: "status" }),
      remember: Colophon.rememberSection(entry),
      hide: Colophon.hideSection(entry),
      learn: Colophon.learnSection(entry),
      elsewhere: Colophon.elsewhereSection?.(entry) ?? element("details", { hidden: true }),
      evidence: Colophon.evidenceSection?.(told, entry, earliest, rows.length) ?? element("details", { hidden: true }),
      data: Colophon.dataSection?.(assessment) ?? element("details", { hidden: true }),
    };
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

  /** Put what is in `part` where the older is; what is open stays open, and the focus stays. @param {HTMLElement} old @param {HTMLElement} part */
  function renew(old, part) {
    const focused = /** @type {ShadowRoot} */ (old.getRootNode()).activeElement;
    const held = focused && old.contains(focused) ? focused : null;
    old.hidden = part.hidden;
    part.toggleAttribute("open", old.hasAttribute("open"));
    if (old.isEqualNode(part)) return;
    old.replaceChildren(...part.childNodes);
    if (!held) return;
    const alike = /** @type {HTMLElement[]} */ ([...old.querySelectorAll(held.localName)]);
    const next = alike.find(({ textContent }) => textContent === held.textContent) ?? alike[0] ?? old.closest(".card");
    next.focus();
  }

  /** Fill the card, or renew what changed in it. @param {HTMLElement} card @param {Tracked} entry */
  function fill(card, entry) {
    const fresh = Object.entries(parts(entry));
    for (const [name, part] of fresh) part.dataset.part = name;
    const leaf = /** @type {HTMLElement} */ (card.firstElementChild);
    if (!leaf.childElementCount) return leaf.append(...fresh.map(([, part]) => part));
    for (const [name, part] of fresh) {
      const old = /** @type {HTMLElement} */ (card.querySelector(`[data-part="${name}"]`));
      if (!old.dataset.started && name !== "case") renew(old, part); // what the reader has begun to do is left alone
    }
  }

  /** @param {HTMLElement} button @returns {HTMLElement | null} */
  const cardOf = (button) => button.parentElement?.querySelector(".card") ?? null;

  /** A card behind the chip, empty. @param {HTMLElement} button @param {Tracked} entry */
  function createCard(button, entry) {
    const card = element("div", { id: "card", className: "card", popover: "auto", role: "dialog", tabIndex: -1 });
    card.setAttribute("aria-labelledby", "heading");
    /** @type {HTMLButtonElement} */ (button).popoverTargetElement = card; // else a click on it first closes the card
    card.addEventListener("toggle", () => {
      const over = !card.matches(":popover-open") && !saidOf(entry); // the label went while the reader looked
      if (over) /** @type {ShadowRoot} */ (card.getRootNode()).host.remove();
    });
    card.append(element("div", { className: "leaf", tabIndex: -1 }), closeButton(card)); // the corners stay round where it scrolls
    button.after(card);
    const frame = /** @type {HTMLElement} */ (button.closest(".frame"));
    frame.dir = getComputedStyle(document.documentElement).direction; // else Firefox anchors the card to the other edge
    void Colophon.need("evidence").then((ready) => ready && fill(card, entry));
    return card;
  }

  Colophon.fillCard = (button, entry) => {
    const card = cardOf(button);
    if (card) fill(card, entry);
  };

  Colophon.openCard = (button, entry) => {
    const within = /** @type {ShadowRoot} */ (button.getRootNode());
    const card = cardOf(button) ?? createCard(button, entry);
    if (card.matches(":popover-open")) return card.hidePopover();
    within.adoptedStyleSheets = [Colophon.chipSheet, Colophon.cardSheet];
    const over = /** @type {HTMLElement | null} */ (card.querySelector('[data-part="contest"][data-started="sent"]'));
    delete over?.dataset.started; // how it stands is asked for anew
    fill(card, entry);
    /** @type {any} */ (card).showPopover({ source: button });
    if (!ANCHORED) void Colophon.need("by_hand").then(() => Colophon.placeCard?.(card, button));
    button.setAttribute("aria-expanded", "true");
    Colophon.study?.opened(entry, card);
    void Colophon.showCase(/** @type {HTMLElement} */ (card.querySelector('[data-part="case"]')), entry);
    const closing = () => {
      button.setAttribute("aria-expanded", "false");
      if (within.activeElement && card.contains(within.activeElement)) button.focus({ preventScroll: true });
    };
    card.addEventListener("beforetoggle", closing, { once: true });
  };

  if (!ANCHORED) void Colophon.need("by_hand"); // before a reader opens one
  void 0; // the last value goes back to the background, and a function cannot
}

// The chip: a button beside an image that says in a few words what is known, and opens the card.
"use strict";
{
  /** @type {Record<"chip" | "card", CSSStyleSheet> | null} */
  let sheets = null;

  /** One pair of style sheets for all labels of the page. */
  function adoptedSheets() {
    if (!sheets) {
      sheets = { chip: new CSSStyleSheet(), card: new CSSStyleSheet() };
      sheets.chip.replaceSync(Colophon.sheets.chip);
      sheets.card.replaceSync(Colophon.sheets.card);
    }
    return [sheets.chip, sheets.card];
  }

  /**
   * A whole post is often one link: what happens on the label stays there.
   * @param {HTMLElement} host
   */
  function keepEventsIn(host) {
    const pointer = "pointerdown pointerup mousedown mouseup touchstart touchend dblclick auxclick dragstart";
    for (const type of `${pointer} keydown keyup keypress`.split(" "))
      host.addEventListener(type, (event) => event.stopPropagation());
    host.addEventListener("dragstart", (event) => event.preventDefault());
    host.addEventListener("click", (event) => {
      event.stopPropagation();
      const target = /** @type {Element} */ (event.composedPath()[0]);
      if (!target.closest?.("summary, a[download]")) event.preventDefault();
    });
  }

  /**
   * State for the browser tests, on the host element.
   * @param {HTMLElement} host @param {Tracked} entry
   */
  function publish(host, { assessment }) {
    const { label, status, sha256, local } = /** @type {import("../types").Assessment} */ (assessment);
    host.dataset.colophonState = JSON.stringify({ label: label?.id ?? null, status, sha256, local: Boolean(local) });
  }

  /** @param {Tracked} entry */
  Colophon.createChip = (entry) => {
    const label = /** @type {import("../types").Label} */ (entry.assessment?.label);
    const host = Colophon.element("colophon-label", { lang: label.locale, dir: "ltr" });
    const root = host.attachShadow({ mode: Colophon.openForTests ? "open" : "closed" });
    root.adoptedStyleSheets = adoptedSheets();

    const button = Colophon.element(
      "button",
      { className: "chip", type: "button", title: label.short, "aria-expanded": "false", "aria-controls": "card" },
      Colophon.glyph(),
      Colophon.element("span", { className: "text", textContent: label.short }),
    );
    button.setAttribute("aria-label", `${label.short}. ${Colophon.t("chip_opens")}`);
    const card = Colophon.element("div", { id: "card", className: "card", popover: "auto", role: "dialog", tabIndex: -1 });
    card.setAttribute("aria-labelledby", "heading");
    const group = Colophon.element("div", { className: "group", role: "group" }, button, card);
    group.setAttribute("aria-label", Colophon.t("chip_group"));
    const rtl = getComputedStyle(entry.img).direction === "rtl";
    root.append(Colophon.element("div", { className: "frame", "data-end": rtl ? "left" : "right" }, group));

    /** @type {HTMLButtonElement} */ (button).popoverTargetElement = card; // else a click on it first closes the card
    keepEventsIn(host);
    button.addEventListener("click", () => {
      if (!card.childElementCount) Colophon.fillCard(card, entry);
      Colophon.openCard(card, button);
    });
    if (Colophon.openForTests) publish(host, entry);
    Colophon.place(host, entry.img);
    return { host, setHidden: (hidden) => (host.hidden = hidden), remove: () => host.remove() };
  };
}

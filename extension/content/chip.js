// The chip: a button beside an image that says in a few words what is known, and opens the card.
"use strict";
{
  const { element } = Colophon;
  /**
   * A whole post is often one link: what happens on the label stays there. Listens inside, where the target is known.
   * @param {ShadowRoot} root
   */
  function keepEventsIn(root) {
    const pointer = "pointerdown pointerup mousedown mouseup touchstart touchend dblclick auxclick dragstart";
    for (const type of `${pointer} keydown keyup keypress`.split(" "))
      root.addEventListener(type, (event) => event.stopPropagation());
    root.addEventListener("dragstart", (event) => event.preventDefault());
    root.addEventListener("click", (event) => {
      event.stopPropagation();
      const target = /** @type {Element} */ (event.target);
      if (!target.closest?.("summary, label, a")) event.preventDefault();
    });
  }

  /** An element on the page that takes no room, for something at the corner of an image. */
  Colophon.createHost = (img, locale) => {
    const host = element("colophon-label", { lang: locale, dir: "ltr" });
    const root = host.attachShadow({ mode: Colophon.openForTests ? "open" : "closed" });
    root.adoptedStyleSheets = [Colophon.chipSheet];
    keepEventsIn(root);
    const rtl = getComputedStyle(img).direction === "rtl";
    const frame = element("div", { className: "frame", "data-end": rtl ? "left" : "right" });
    root.append(frame);
    return { host, root, frame };
  };

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
    const { host, frame } = Colophon.createHost(entry.img, Colophon.locale);
    const text = element("span", { className: "text" });
    const button = element(
      "button",
      { className: "chip", type: "button", "aria-expanded": "false", "aria-controls": "card" },
      Colophon.glyph(),
      text,
    );
    const card = element("div", { id: "card", className: "card", popover: "auto", role: "dialog", tabIndex: -1 });
    card.setAttribute("aria-labelledby", "heading");
    const group = element("div", { className: "group", role: "group" }, button, card);
    group.setAttribute("aria-label", Colophon.t("chip_group"));
    frame.append(group);

    const update = () => {
      const { short, locale } = /** @type {import("../types").Label} */ (entry.assessment?.label);
      host.lang = locale;
      text.textContent = button.title = short;
      button.setAttribute("aria-label", `${short}. ${Colophon.t("chip_opens")}`);
      if (card.childElementCount) Colophon.fillCard?.(card, entry);
      if (Colophon.openForTests) publish(host, entry);
    };
    update();
    /** @type {HTMLButtonElement} */ (button).popoverTargetElement = card; // else a click on it first closes the card
    button.addEventListener("click", async () => {
      if (Colophon.openCard || (await Colophon.need("card"))) Colophon.openCard?.(card, button, entry);
    });
    void Colophon.need("card"); // so that it is there when the reader asks for it
    Colophon.place(host, entry.img);
    return { kind: "label", host, update, setHidden: (hidden) => (host.hidden = hidden), remove: () => host.remove() };
  };
}

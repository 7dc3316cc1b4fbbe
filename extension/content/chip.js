// The chip: a button beside an image that says in a few words what is known, and opens the card.
"use strict";
{
  const { element } = Colophon;
  /** A whole post is often one link: what happens on the label stays there. @param {ShadowRoot} root where targets are known */
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

  /** @param {HTMLElement} host @param {string} locale of what it says, not of the page */
  const speak = (host, locale) => Object.assign(host, { lang: locale, dir: locale === "ar" ? "rtl" : "ltr" });

  /** An element on the page that takes no room, for something at the corner of an image. */
  Colophon.createHost = (locale) => {
    const host = speak(element("colophon-label"), locale);
    const root = host.attachShadow({ mode: Colophon.openForTests ? "open" : "closed" });
    root.adoptedStyleSheets = [Colophon.chipSheet];
    keepEventsIn(root);
    const frame = element("div", { className: "frame" });
    root.append(frame);
    return { host, root, frame };
  };

  /** State for the browser tests. @param {HTMLElement} host @param {Tracked} entry */
  function publish(host, { assessment }) {
    const { label, status, sha256, local } = /** @type {import("../types").Assessment} */ (assessment);
    host.dataset.colophonState = JSON.stringify({ label: label?.id ?? null, status, sha256, local: Boolean(local) });
  }

  const AI = /^(composite_)?ai(?!.*detector)/; // ids of labels that say so, and not as an estimate

  /** @param {Tracked} entry */
  Colophon.createChip = (entry) => {
    const { host, frame } = Colophon.createHost(Colophon.locale);
    const text = element("span", { className: "text" });
    const state = { type: "button", "aria-expanded": "false", "aria-controls": "card" };
    const button = element("button", { className: "chip", ...state }, Colophon.glyph(), text);
    frame.append(element("div", { className: "group", role: "group", "aria-label": Colophon.t("chip_group") }, button));

    /** @type {(() => void) | undefined} */
    let uncover;
    const wanted = () => Colophon.coverBy !== "none" && AI.test(entry.assessment?.label?.id ?? "");
    const cover = async () => {
      if (wanted() && !uncover) await Colophon.need("cover");
      if (wanted() && host.isConnected) uncover ??= Colophon.cover?.(entry, button);
      else uncover = void uncover?.();
    };

    const update = () => {
      const label = entry.assessment?.label ?? entry.assessment?.asked;
      button.classList.toggle("gone", !label);
      if (label) {
        speak(host, label.locale);
        Colophon.setWords(button, text, label);
        button.title = label.short;
        button.setAttribute("aria-label", `${label.short}. ${Colophon.t("chip_opens")}`);
      }
      Colophon.fillCard?.(button, entry);
      if (Colophon.openForTests) publish(host, entry);
      if (host.isConnected) void cover();
    };
    update();
    button.addEventListener("click", async () => {
      if (Colophon.openCard || (await Colophon.need("card"))) Colophon.openCard?.(button, entry);
    });
    void Colophon.need("card"); // so that it is there when the reader asks for it
    Colophon.place(host, entry.element);
    void cover();
    const remove = () => {
      host.remove();
      uncover?.();
    };
    const stays = () => button.ariaExpanded === "true";
    return { kind: "label", host, button, update, stays, setHidden: (hidden) => (host.hidden = hidden), remove };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

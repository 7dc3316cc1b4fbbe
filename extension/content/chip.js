// The chip: a button beside an image that says in a few words what is known, and opens the card.
"use strict";
{
  const { element } = Colophon;
  const KEPT = "pointerdown pointerup mousedown mouseup touchstart touchend dblclick auxclick dragstart keydown keyup keypress click".split(" ");

  /** A whole post is often one link: what happens on the label stays there. @param {Event} event where targets are known */
  function keep(event) {
    event.stopPropagation();
    const target = /** @type {Element} */ (event.target);
    const acts = event.type !== "click" || target.closest?.("summary, label, a");
    if (event.type === "dragstart" || !acts) event.preventDefault();
  }

  /** @param {HTMLElement} host @param {string} locale of what it says, not of the page */
  const speak = (host, locale) => Object.assign(host, { lang: locale, dir: locale === "ar" ? "rtl" : "ltr" });

  /** An element on the page that takes no room, for something at the corner of an image. */
  Colophon.createHost = (locale) => {
    const host = speak(element("colophon-label"), locale);
    const root = host.attachShadow({ mode: Colophon.openForTests ? "open" : "closed" });
    root.adoptedStyleSheets = [Colophon.chipSheet];
    for (const type of KEPT) root.addEventListener(type, keep);
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

  const state = { type: "button", "aria-expanded": "false", "aria-controls": "card" };
  /** Copied for every picture. */
  const pattern = element("div", { className: "group", role: "group" },
    element("button", { className: "chip", ...state }, Colophon.glyph(), element("span", { className: "text" })));

  /** @param {Tracked} entry */
  Colophon.createChip = (entry) => {
    const { host, frame } = Colophon.createHost(Colophon.locale);
    const group = /** @type {HTMLElement} */ (pattern.cloneNode(true));
    const button = /** @type {HTMLElement} */ (group.firstElementChild);
    const text = /** @type {HTMLElement} */ (button.lastElementChild);
    group.ariaLabel = Colophon.t("chip_group");
    frame.append(group);

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
      Colophon.study?.dressed(entry, button);
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

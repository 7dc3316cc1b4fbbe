// Hides an image at the reader's wish: a plain box takes its place and its room. Loaded when it is needed.
"use strict";
{
  const { element } = Colophon;

  const sheet = Colophon.sheetOf(`
  :host {
   display: block !important; position: absolute !important; box-sizing: border-box !important; margin: 0 !important;
   padding: 0 !important; border: 0 !important; overflow: hidden !important; float: none !important; opacity: 1;
   pointer-events: auto !important; transform: none; animation: none; transition: none; background: #f3f4f6 !important;
   color: #1f2937; --focus: #2563eb; color-scheme: light dark; text-align: center; text-transform: none;
   font: 400 14px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; letter-spacing: normal; white-space: normal;
  }
  @media (prefers-color-scheme: dark) { :host { background: #1f2937 !important; color: #f9fafb; --focus: #93c5fd; } }
  .frame { container-type: size; position: absolute; inset: 0; }
  .box { position: absolute; inset: 0; display: flex; flex-flow: row wrap; gap: 4px 14px; place-content: center; align-items: center; padding: 8px; }
  p { margin: 0; flex-basis: 100%; }
  button { all: unset; cursor: pointer; min-height: 24px; text-decoration: underline; text-underline-offset: 2px; }
  button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
  @container (max-width: 130px) or (max-height: 70px) { p { position: absolute; width: 1px; height: 1px; clip-path: inset(50%); } .box { padding: 2px; font-size: 12px; } }
  @media (pointer: coarse) { button { min-height: 44px; display: inline-flex; align-items: center; } }`);

  /** Pictures that are hidden now. @type {WeakSet<Element>} */
  const hidden = new WeakSet();

  /** Every picture of the page, also in shadow roots. @param {ParentNode} root @returns {Generator<HTMLElement>} */
  function* imagesIn(root) {
    for (const one of root.querySelectorAll("*")) {
      if (Colophon.isPicture(one)) yield /** @type {HTMLElement} */ (one);
      const shadow = Colophon.shadowOf(one);
      if (shadow) yield* imagesIn(shadow);
    }
  }

  /** The pictures that show what is at `url`, and are not hidden. */
  Colophon.imagesAt = (url) =>
    [...imagesIn(document)].filter((one) => !hidden.has(one) && (Colophon.sourceOf(one) === url || /** @type {HTMLImageElement} */ (one).src === url));

  Colophon.createHiddenBox = (picture, show) => {
    const img = /** @type {HTMLElement} */ (picture);
    const { host, frame, root } = Colophon.createHost(Colophon.locale);
    root.adoptedStyleSheets = [sheet];
    const button = (/** @type {string} */ key, /** @type {() => void} */ act) => {
      const made = element("button", { type: "button", textContent: Colophon.t(key) });
      made.addEventListener("click", act);
      return made;
    };
    const help = () => void Colophon.ask({ type: "help" });
    const [text, shows, helps] = [element("p", { textContent: Colophon.t("hidden_text") }), button("hidden_show", show), button("help_link", help)];
    const box = element("div", { className: "box", role: "group" }, text, shows, helps);
    box.setAttribute("aria-label", Colophon.t("hidden_text"));
    frame.append(box);
    if (Colophon.openForTests) host.dataset.colophonState = JSON.stringify({ label: null, status: "hidden" });
    Colophon.place(host, img);
    Colophon.study?.did("hide", img);
    hidden.add(img);
    const before = /** @type {const} */ (["opacity", img.style.getPropertyValue("opacity"), img.style.getPropertyPriority("opacity")]);
    const unspoken = img.getAttribute("aria-hidden");
    img.style.setProperty("opacity", "0", "important"); // not `visibility`: an invisible anchor hides what is anchored to it
    img.setAttribute("aria-hidden", "true");
    const remove = () => {
      hidden.delete(img);
      img.style.setProperty(...before);
      if (unspoken === null) img.removeAttribute("aria-hidden");
      else img.setAttribute("aria-hidden", unspoken);
      host.remove();
    };
    return { kind: "hidden", host, update: () => {}, setHidden: () => {}, remove };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// Blurs or blanks a picture whose label says that AI was used, where the reader chose so in the options. The page keeps
// its layout, and one button shows the picture. Loaded with the first picture that is covered.
"use strict";
{
  /** @type {Record<string, string>} */
  const FILTERS = { blur: "blur(24px)", blank: "brightness(0) opacity(0.12)" };
  const GREY = "#767676"; // words on it stay readable, white ones and black ones
  /** What has nothing but its picture in it. */
  const ALONE = /^(img|input|video|canvas|image)$/;
  const SIDES = ["top", "left", "right", "bottom"];
  /** @type {WeakMap<Element, string>} */
  const shown = new WeakMap(); // what the reader wanted to see, by its address
  let veils = 0;

  /** Set styles that no page overrules; gives how to take them back. @param {any} element @param {[string, string][]} styles */
  function dress({ style }, styles) {
    const before = styles.map(([name]) => [name, style.getPropertyValue(name), style.getPropertyPriority(name)]);
    for (const [name, value] of styles) style.setProperty(name, value, "important");
    return () => before.forEach((one) => style.setProperty(...one));
  }

  /** @param {string} name @param {string} value @returns {[string, string]} */
  const named = (name, value) => [name, value];

  const BACKGROUND = ["image", "size", "position", "repeat", "origin", "clip"].map((name) => `background-${name}`);

  /** The background of an element once more, blurred. @param {Element} element */
  function blurred(element) {
    const copy = Colophon.element("div");
    const styles = getComputedStyle(element);
    for (const name of BACKGROUND) copy.style.setProperty(name, styles.getPropertyValue(name));
    Object.assign(copy.style, { position: "absolute", inset: "0", filter: FILTERS.blur });
    return copy;
  }

  /**
   * Between the background of an element and all that is in it: at the bottom of its own stack, so that its words, its
   * buttons and its label stay as they are. @param {HTMLElement} element
   */
  function veil(element) {
    const cover = Colophon.element("colophon-label", { "aria-hidden": "true" });
    const name = element.style.getPropertyValue("anchor-name") || `--colophon-veil-${++veils}`;
    const isAnchor = getComputedStyle(element).position === "static" && CSS.supports("anchor-name", name);
    const undress = dress(element, [["isolation", "isolate"], ...(isAnchor ? [named("anchor-name", name)] : [])]);
    dress(cover, [
      ...(isAnchor ? [named("position-anchor", name)] : []),
      ...SIDES.map((side) => named(side, isAnchor ? `anchor(${side})` : "0")),
      ...Object.entries({ display: "block", position: "absolute", width: "auto", height: "auto", margin: "0", padding: "0", border: "0" }),
      ...Object.entries({ "z-index": "-1", "border-radius": "inherit", "pointer-events": "none", overflow: "hidden", background: GREY }),
    ]);
    if (Colophon.coverBy === "blur") cover.attachShadow({ mode: "closed" }).append(blurred(element));
    element.append(cover); // at the end, or it would be the first child to the page's styles
    return () => {
      cover.remove();
      undress();
    };
  }

  /** A picture without opacity is there for its menu only: the background beside it is what is seen. @param {Element} picture */
  function behind(picture) {
    const beside = [...(picture.parentElement?.children ?? [])].filter((one) => one !== picture && !ALONE.test(one.localName));
    return /** @type {HTMLElement[]} */ (beside.filter((one) => getComputedStyle(one).backgroundImage.includes("url(")));
  }

  /** @param {Element} picture */
  function coverAll(picture) {
    if (!ALONE.test(picture.localName)) return [veil(/** @type {HTMLElement} */ (picture))];
    const unseen = getComputedStyle(picture).opacity === "0";
    return [dress(picture, [["filter", FILTERS[Colophon.coverBy]]]), ...(unseen ? behind(picture).map(veil) : [])];
  }

  Colophon.cover = ({ element: picture, src }, button) => {
    if (!Object.hasOwn(FILTERS, Colophon.coverBy) || shown.get(picture) === src) return () => {};
    const covers = coverAll(picture);
    const show = Colophon.element("button", { className: "chip show", type: "button", textContent: Colophon.t("cover_show") });
    Object.assign(show.style, { width: "auto", padding: "0 9px" }); // its words stay on small pictures
    const uncover = () => {
      for (const take of covers.splice(0)) take();
      show.remove();
    };
    show.addEventListener("click", () => {
      shown.set(picture, src);
      button.focus({ preventScroll: true });
      uncover();
    });
    button.before(show);
    return uncover;
  };
  void 0; // the last value goes back to the background, and a function cannot
}

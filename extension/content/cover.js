// Blurs or blanks a picture whose label says that AI was used, where the reader chose so in the options. The page keeps
// its layout, and one button shows the picture. Loaded with the first picture that is covered.
"use strict";
{
  /** @type {Record<string, string>} */
  const FILTERS = { blur: "blur(24px)", blank: "brightness(0) opacity(0.12)" };
  /** What has nothing but its picture in it. */
  const ALONE = /^(img|input|video|canvas|image)$/;
  /** @type {WeakMap<Element, string>} */
  const shown = new WeakMap(); // what the reader wanted to see, by its address

  Colophon.cover = ({ element: picture, src }, button) => {
    const how = FILTERS[Colophon.coverBy];
    if (!how || !ALONE.test(picture.localName) || shown.get(picture) === src) return () => {};
    const { style } = /** @type {HTMLElement} */ (picture);
    const before = style.getPropertyValue("filter");
    style.setProperty("filter", how, "important");
    const show = Colophon.element("button", { className: "chip show", type: "button", textContent: Colophon.t("cover_show") });
    Object.assign(show.style, { width: "auto", padding: "0 9px" }); // its words stay on small pictures
    const uncover = () => {
      style.setProperty("filter", before);
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

// Puts a label at the upper inline-end corner of its image without touching the page's layout: the label takes no
// space and lives in the image's own container, so it scrolls, clips and goes away with it.
"use strict";
{
  const LEVELS = 5; // how far up a fitting container is looked for
  const TOLERANCE = 3; // px between the corners of image and container
  let anchors = 0;

  /**
   * The nearest positioned ancestor whose upper edge and width are those of the image, or null.
   * @param {HTMLImageElement} img
   */
  function fittingContainer(img) {
    const box = img.getBoundingClientRect();
    let element = img.parentElement;
    for (let level = 0; element && level < LEVELS; level++, element = element.parentElement) {
      const style = getComputedStyle(element);
      if (style.position === "static" && style.transform === "none") continue;
      if (element.localName === "picture" || style.display === "inline") return null;
      const outer = element.getBoundingClientRect();
      const fits =
        Math.abs(outer.top - box.top) <= TOLERANCE &&
        Math.abs(outer.left - box.left) <= TOLERANCE &&
        Math.abs(outer.right - box.right) <= TOLERANCE;
      return fits ? element : null;
    }
    return null;
  }

  /** The element after which a label may be put: never inside `<picture>`. @param {HTMLImageElement} img */
  const wrapperOf = (img) => (img.parentElement?.localName === "picture" ? img.parentElement : img);

  /** @param {HTMLElement} host @param {HTMLImageElement} img */
  function anchor(host, img) {
    const name = img.style.getPropertyValue("anchor-name") || `--colophon-${++anchors}`;
    img.style.setProperty("anchor-name", name);
    host.style.setProperty("position-anchor", name); // works only in the light tree: anchor names are scoped to it
    for (const side of ["top", "left", "right", "bottom"]) host.style.setProperty(side, `anchor(${side})`);
    host.style.setProperty("position-visibility", "anchors-visible");
    wrapperOf(img).after(host);
  }

  /** @param {HTMLElement} host @param {HTMLImageElement} img */
  Colophon.place = (host, img) => {
    const container = fittingContainer(img);
    const layer = getComputedStyle(img).zIndex;
    if (Number(layer) > 0) host.style.setProperty("z-index", layer);
    if (!container && CSS.supports("anchor-name", "--a")) return anchor(host, img);
    for (const side of ["top", "left", "right"]) host.style.setProperty(side, "0");
    if (container) {
      const below = container.getBoundingClientRect().bottom - img.getBoundingClientRect().bottom;
      host.style.setProperty("bottom", `${below}px`);
      return container.append(host);
    }
    // offsets are relative to the same ancestor that positions the host
    const box = { top: img.offsetTop, left: img.offsetLeft, width: img.offsetWidth, height: img.offsetHeight };
    for (const [name, length] of Object.entries(box)) host.style.setProperty(name, `${length}px`);
    host.style.right = "auto";
    wrapperOf(img).after(host);
  };
}

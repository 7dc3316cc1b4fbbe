// Puts a label at a corner of its picture without touching the page's layout: the label takes no space and lives in the
// picture's own container, so it scrolls, clips and goes away with it.
"use strict";
{
  const LEVELS = 5; // how far up a fitting container is looked for
  const OURS = "colophon-label";
  const MAX_INSIDE = 150; // elements
  const TOLERANCE = 3; // px between the corners of picture and container
  /** @typedef {{clip: HTMLElement | null, container: Element | null, below: string, inset: string, layer: string, corner: string, row: number}} Plan */
  /** @type {WeakMap<Element, Plan>} */
  const plans = new WeakMap();
  let anchors = 0;

  /** What has a box of its own: of a picture in a drawing, the drawing. @param {Element} element @returns {HTMLElement} */
  const boxOf = (element) => {
    const drawing = /** @type {SVGElement} */ (element).ownerSVGElement;
    return drawing ? boxOf(drawing) : /** @type {HTMLElement} */ (element);
  };

  /** Does something inside lie outside? Then it may be moved: a track of slides, a list that scrolls. @param {Element} element */
  const overflows = ({ clientWidth, clientHeight, scrollWidth, scrollHeight }) =>
    clientWidth > 0 && (scrollWidth > clientWidth + TOLERANCE || scrollHeight > clientHeight + TOLERANCE);

  /** Are its upper edge and its width those of a picture? @param {Element} element @param {DOMRect} box */
  function fits(element, box) {
    const outer = element.getBoundingClientRect();
    return [outer.top - box.top, outer.left - box.left, outer.right - box.right].every((difference) => Math.abs(difference) <= TOLERANCE);
  }

  /** Is nothing in it placed by what is around it? @param {Element} element */
  const isPlain = (element) => [...element.querySelectorAll("*")].slice(0, MAX_INSIDE).every((one) => one.localName === OURS || getComputedStyle(one).position !== "absolute");

  /**
   * What cuts the picture off and would not cut off a label, because it is not positioned: a list that scrolls, a frame
   * around a picture that grows. Null too where it cannot be positioned without moving something. @param {Element} picture
   */
  function clipOf(picture) {
    for (let at = boxOf(picture).parentElement; at; at = at.parentElement) {
      const { position, transform, overflow } = getComputedStyle(at);
      if (position !== "static" || transform !== "none" || at === document.body) return null;
      if (overflow !== "visible") return isPlain(at) ? at : null;
    }
    return null;
  }

  /** The nearest positioned element whose upper edge and width are those of the picture, or null. @param {Element} picture @param {Element | null} clip will be positioned */
  function fittingContainer(picture, clip) {
    const box = picture.getBoundingClientRect();
    const takesChildren = !/^(img|input|video|canvas|image)$/.test(picture.localName);
    let element = takesChildren ? picture : boxOf(picture).parentElement;
    for (let level = 0; element && level < LEVELS; level++, element = element.parentElement) {
      if (element !== picture && overflows(element)) return null;
      const { position, transform, display } = getComputedStyle(element);
      if (position === "static" && transform === "none" && element !== clip) continue;
      if (element.localName === "picture" || display === "inline") return null;
      return fits(element, box) ? element : null;
    }
    return null;
  }

  /** Where in its drawing a picture is, as the margins of what has the width of the drawing. @param {Element} element @param {DOMRect} box */
  function insetIn(element, box) {
    const outer = boxOf(element).getBoundingClientRect();
    const lengths = [box.top - outer.top, outer.right - box.right, 0, box.left - outer.left];
    return lengths.map((length) => `${(100 * length) / outer.width}%`).join(" ");
  }

  /** Read all that a label on this picture needs to know. @param {Element} element @param {number} chars */
  function planOf(element, chars) {
    const box = element.getBoundingClientRect();
    const clip = clipOf(element);
    const container = fittingContainer(element, clip);
    const outer = container?.getBoundingClientRect();
    const { zIndex, direction } = getComputedStyle(element);
    const below = outer ? `${(100 * (outer.bottom - box.bottom)) / outer.height}%` : "0";
    const inset = !container && boxOf(element) !== element ? insetIn(element, box) : "";
    const layer = Number(zIndex) > 0 ? zIndex : "";
    return { clip, container, below, inset, layer, ...Colophon.freeCorner(element, box, direction === "rtl", chars) };
  }

  Colophon.measure = (element, chars) => void plans.set(element, planOf(element, chars));

  /** The element after which a label may be put: never inside `<picture>`. @param {HTMLElement} box */
  const wrapperOf = (box) => (box.parentElement?.localName === "picture" ? box.parentElement : box);

  /** @param {HTMLElement} host @param {Element} element */
  function anchor(host, element) {
    const box = boxOf(element);
    const name = box.style.getPropertyValue("anchor-name") || `--colophon-${++anchors}`;
    box.style.setProperty("anchor-name", name);
    host.style.setProperty("position-anchor", name); // works only in the light tree: anchor names are scoped to it
    for (const side of ["top", "left", "right", "bottom"]) host.style.setProperty(side, `anchor(${side})`);
    host.style.setProperty("position-visibility", "anchors-visible");
    wrapperOf(box).after(host);
  }

  /** Pages write styles anew; without its name the picture would lose its label. */
  Colophon.holdAnchor = (element, host) => {
    const name = host.style.getPropertyValue("position-anchor");
    const { style } = boxOf(element);
    if (name && style.getPropertyValue("anchor-name") !== name) style.setProperty("anchor-name", name);
  };

  /** For browsers without anchors: offsets are relative to the same ancestor that positions the host. @param {HTMLElement} host @param {HTMLElement} box */
  function follow(host, box) {
    const measure = () => {
      const lengths = { top: box.offsetTop, left: box.offsetLeft, width: box.offsetWidth, height: box.offsetHeight };
      for (const [name, length] of Object.entries(lengths)) host.style.setProperty(name, `${length}px`);
    };
    host.style.right = "auto";
    wrapperOf(box).after(host);
    new ResizeObserver((_entries, observer) => (host.isConnected ? measure() : observer.disconnect())).observe(box);
  }

  Colophon.place = (host, element) => {
    const { clip, container, below, inset, layer, corner, row } = plans.get(element) ?? planOf(element, 0);
    plans.delete(element);
    host.dataset.corner = corner;
    clip?.style.setProperty("position", "relative");
    if (row) host.style.setProperty("--row", `${row}px`);
    if (inset) host.style.setProperty("--inset", inset);
    if (layer) host.style.setProperty("z-index", layer);
    if (!container) return CSS.supports("anchor-name", "--a") ? anchor(host, element) : follow(host, boxOf(element));
    for (const side of ["top", "left", "right"]) host.style.setProperty(side, "0");
    host.style.setProperty("bottom", below);
    container.append(host);
  };

  /** The container has another size: when it is not that of the picture any more, the label goes with the picture alone. */
  Colophon.refit = (element, host) => {
    const container = host.parentElement;
    if (!container || host.style.getPropertyValue("position-anchor") || fits(container, element.getBoundingClientRect())) return;
    for (const name of ["top", "left", "right", "bottom", "--row", "--inset"]) host.style.removeProperty(name);
    Colophon.place(host, element);
  };
  void 0; // the last value goes back to the background, and a function cannot
}

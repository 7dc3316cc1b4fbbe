// Puts a label at a corner of its picture without touching the page's layout: the label takes no space and lives in the
// picture's own container, so it scrolls, clips and goes away with it.
"use strict";
{
  const LEVELS = 5; // how far up a fitting container is looked for
  const OURS = "colophon-label";
  const MAX_INSIDE = 150; // elements
  const TOLERANCE = 3; // px between the corners of picture and container
  const ANCHORS = CSS.supports("anchor-name", "--a");
  /** @typedef {{container: Element | null, room: Element | null, after: Element, relative: (HTMLElement | null)[], below: string, inset: string, layer: string, corner: string, row: number, chars: number, side: PageSettings["side"]}} Plan */
  /** What was read, until it is used. @type {WeakMap<Element, Plan>} */
  const plans = new WeakMap();
  /** By the label. @type {WeakMap<HTMLElement, Plan>} */
  const placed = new WeakMap();
  let anchors = 0;

  /** What has a box of its own: of a picture in a drawing, the drawing. @param {Element} element @returns {HTMLElement} */
  const boxOf = (element) => {
    const drawing = /** @type {SVGElement} */ (element).ownerSVGElement;
    return drawing ? boxOf(drawing) : /** @type {HTMLElement} */ (element);
  };

  Colophon.parentOf = (element) => element.parentElement ?? /** @type {HTMLElement | null} */ (/** @type {Partial<ShadowRoot>} */ (element.parentNode ?? {}).host ?? null);

  /** Then it may be moved: a track of slides, a list that scrolls. */
  Colophon.overflows = ({ clientWidth, clientHeight, scrollWidth, scrollHeight }) =>
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
   * around a picture that grows. Null too where it cannot be positioned without moving something. @param {HTMLElement | null} around
   */
  function clipOf(around) {
    for (let at = around; at; at = at.parentElement) {
      const { position, transform, overflow } = getComputedStyle(at);
      if (position !== "static" || transform !== "none" || at === document.body) return null;
      if (overflow !== "visible") return isPlain(at) ? at : null;
    }
    return null;
  }

  /** The block that a label is moved in where it has to follow, so that the two move together. @param {HTMLElement | null} around */
  function blockAround(around) {
    let at = around;
    while (at && /^(inline|contents)$/.test(getComputedStyle(at).display)) at = Colophon.parentOf(at);
    if (!at || at === document.body) return null;
    const { position, transform } = getComputedStyle(at);
    return position === "static" && transform === "none" && isPlain(at) ? at : null;
  }

  /** The nearest positioned element whose upper edge and width are those of the picture, or null. @param {Element} picture @param {Element | null} clip will be positioned */
  function fittingContainer(picture, clip) {
    const box = picture.getBoundingClientRect();
    const takesChildren = !/^(img|input|video|canvas|image)$/.test(picture.localName);
    let element = takesChildren ? picture : boxOf(picture).parentElement;
    for (let level = 0; element && level < LEVELS; level++, element = element.parentElement) {
      if (element !== picture && Colophon.overflows(element)) return null;
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

  /** The element after which a label may be put: never inside `<picture>`. @param {HTMLElement} box */
  const wrapperOf = (box) => (box.parentElement?.localName === "picture" ? box.parentElement : box);

  /** Read all that a label on this picture needs to know. @param {Element} element @param {number} chars none for what is no label @param {PageSettings["side"]} [side] @returns {Plan} */
  function planOf(element, chars, side = Colophon.side) {
    const box = element.getBoundingClientRect();
    const { zIndex, direction } = getComputedStyle(element);
    const rtl = direction === "rtl";
    const own = boxOf(element);
    const room = chars && own === element && side === "below" ? Colophon.roomBelow(element, box, rtl, chars) : null;
    const after = wrapperOf(own);
    const around = room?.within ?? after.parentElement;
    const clip = clipOf(around);
    const container = room ? null : fittingContainer(element, clip);
    const outer = container?.getBoundingClientRect();
    const below = outer ? `${(100 * (outer.bottom - box.bottom)) / outer.height}%` : "0";
    const relative = [clip, container || ANCHORS ? null : blockAround(around)];
    const inset = !container && own !== element ? insetIn(element, box) : "";
    const layer = Number(zIndex) > 0 ? zIndex : "";
    const corner = room ? { corner: room.corner, row: 0 } : Colophon.freeCorner(element, box, rtl, chars);
    return { container, room: room?.within ?? null, after, relative, below, inset, layer, chars, side, ...corner };
  }

  Colophon.measure = (element, chars, side) => void plans.set(element, planOf(element, chars, side));

  /** @param {HTMLElement} host @param {HTMLElement} box */
  function anchor(host, box) {
    const name = box.style.getPropertyValue("anchor-name") || `--colophon-${++anchors}`;
    box.style.setProperty("anchor-name", name);
    host.style.setProperty("position-anchor", name); // works only in the light tree: anchor names are scoped to it
    for (const side of ["top", "left", "right", "bottom"]) host.style.setProperty(side, `anchor(${side})`);
    host.style.setProperty("position-visibility", "anchors-visible");
  }

  /** Pages write styles anew; without its name the picture would lose its label. */
  Colophon.holdAnchor = (element, host) => {
    const name = host.style.getPropertyValue("position-anchor");
    const { style } = boxOf(element);
    if (name && style.getPropertyValue("anchor-name") !== name) style.setProperty("anchor-name", name);
    else if (!name) Colophon.catchUp?.(host);
  };

  Colophon.place = (host, element) => {
    const plan = plans.get(element) ?? planOf(element, 0);
    const { container, room, after, relative, below, inset, layer, corner, row } = plan;
    plans.delete(element);
    placed.set(host, plan);
    host.dataset.corner = corner;
    for (const one of relative) one?.style.setProperty("position", "relative");
    if (row) host.style.setProperty("--row", `${row}px`);
    if (inset) host.style.setProperty("--inset", inset);
    if (layer) host.style.setProperty("z-index", layer);
    if (!container) {
      if (room) room.append(host); // above what lies over the whole post
      else after.after(host);
      if (ANCHORS) return anchor(host, boxOf(element));
      host.style.visibility = "hidden"; // until it is where it belongs
      return void Colophon.need("follow").then(() => host.isConnected && Colophon.follow?.(host, boxOf(element)));
    }
    for (const side of ["top", "left", "right"]) host.style.setProperty(side, "0");
    host.style.setProperty("bottom", below);
    container.append(host);
  };

  /** Is it in a container of the picture's size, which takes it along and cuts it off with the picture? */
  Colophon.goesAlong = (host) => Boolean(placed.get(host)?.container);

  /** What is around the picture has another size: is it still that of the picture, is there still room below it? */
  Colophon.refit = (element, host) => {
    const plan = placed.get(host);
    const holds = !plan?.room && (!plan?.container || fits(plan.container, element.getBoundingClientRect()));
    if (!plan || holds) return void Colophon.catchUp?.(host);
    const fresh = planOf(element, plan.chars, plan.side);
    if (fresh.room && fresh.room === plan.room && fresh.corner === plan.corner) return void Colophon.catchUp?.(host);
    Colophon.unfollow?.(host);
    for (const name of ["position-anchor", "position-visibility", "top", "left", "right", "bottom", "width", "height", "--low", "--row", "--inset"]) host.style.removeProperty(name);
    plans.set(element, fresh);
    Colophon.place(host, element);
  };
  void 0; // the last value goes back to the background, and a function cannot
}

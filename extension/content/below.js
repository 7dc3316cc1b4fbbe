// Room for a label below its picture, for readers who want it there (label specification, section 14, 12). A label takes
// no room of the page, so there is some only where the post leaves it free. For other readers nothing of this is read.
"use strict";
{
  const CHIP = { around: 35, char: 7.5, fine: 36, coarse: 46 }; // px, as in sheets.js; high with what a finger may hit
  const LEVELS = 6; // around a picture
  const MAX_NODES = 200; // after a picture
  const CONTROLS = "a, button, [role=button], [role=link], [tabindex]";
  /** @typedef {{top: number, left: number, right: number, bottom: number}} Box */

  /** @param {Box} a @param {Box} b */
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  /** The nearest element of the post that has the strip in it, and that part of it which has the picture. @param {Element} picture @param {Box} strip */
  function around(picture, strip) {
    let after = picture;
    for (let level = 0, at = picture.parentElement; at && level < LEVELS; level++, after = at, at = at.parentElement) {
      if (Colophon.shadowOf(at) || Colophon.overflows(at)) return null; // what else is shown there is not known
      const outer = at.getBoundingClientRect();
      if (outer.bottom >= strip.bottom && outer.left <= strip.left && outer.right >= strip.right) return { within: at, after };
      if (at.matches([...Colophon.site.post, "body"].join())) return null;
    }
    return null;
  }

  /** What shows this node: itself, what is around its words, or nothing. @param {Node} node @param {Element} picture */
  function shownBy(node, picture) {
    if (node instanceof Element) {
      const alone = !node.firstChild || node.matches(CONTROLS) || Colophon.shadowOf(node);
      return alone && !node.contains(picture) && node.localName !== "colophon-label" ? node : null;
    }
    if (!node.nodeValue?.trim()) return null;
    if (node.parentElement && !node.parentElement.contains(picture)) return node.parentElement;
    const words = document.createRange();
    words.selectNode(node);
    return words;
  }

  /** What is shown in the strip; what lies over the picture too is a link to the whole. @param {{within: Element, after: Element}} room @param {Element} picture @param {Box} strip @param {number} top */
  function taken({ within, after }, picture, strip, top) {
    const walker = document.createTreeWalker(within, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    walker.currentNode = after;
    const boxes = [];
    for (let count = 0; count < MAX_NODES && walker.nextNode(); count++) {
      const box = shownBy(walker.currentNode, picture)?.getBoundingClientRect();
      if (box && meet(box, strip) && (box.top > top || box.bottom < strip.bottom)) boxes.push(box);
    }
    return boxes;
  }

  Colophon.roomBelow = (picture, { left, right, top, bottom, width }, rtl, chars) => {
    const height = matchMedia("(pointer: coarse)").matches ? CHIP.coarse : CHIP.fine;
    const strip = { left, right, top: bottom, bottom: bottom + height };
    const room = around(picture, strip);
    if (!room) return null;
    const boxes = taken(room, picture, strip, top);
    const chip = Math.min(0.6 * width, CHIP.around + CHIP.char * chars);
    const places = { left: { ...strip, right: left + chip }, right: { ...strip, left: right - chip } };
    const side = (rtl ? /** @type {const} */ (["right", "left"]) : /** @type {const} */ (["left", "right"])).find((one) => !boxes.some((box) => meet(box, places[one])));
    return side ? { within: room.within, corner: `below ${side}` } : null;
  };
  void 0; // the last value goes back to the background, and a function cannot
}

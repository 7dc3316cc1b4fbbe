// Which corner of a picture is free. The lower ones belong to notes in the picture, so only adapters name them.
"use strict";
{
  const CHIP = { height: 44, icon: 42, around: 51, char: 7.5 }; // px with margins, as in sheets.js
  const SLACK = 24; // px that what is around a picture may be larger
  const MAX_ELEMENTS = 200; // around one picture
  const LEVELS = 6;
  const MIN_SIDE = 8; // px; below are words for screen readers only
  const NARROW = 240; // px; below, a chip is its icon
  /** @typedef {{top: number, left: number, right: number, bottom: number}} Box */

  /** The outermost element that begins where the picture does: the site's own controls on it are inside. @param {Element} picture @param {DOMRect} box */
  function around(picture, box) {
    let found = picture.parentElement;
    for (let level = 0, at = found; at && level < LEVELS; level++, at = at.parentElement) {
      const outer = at.getBoundingClientRect();
      const near = Math.abs(outer.top - box.top) + Math.abs(outer.left - box.left) + Math.abs(outer.right - box.right) <= SLACK;
      if (near) found = at;
    }
    return found;
  }

  /** What of the site lies on the picture, from controls to small words. @param {Element} picture @param {DOMRect} box @returns {Box[]} */
  function onTop(picture, box) {
    const within = around(picture, box);
    const most = (box.width * box.height) / 2;
    return [...(within?.querySelectorAll("*") ?? [])].slice(0, MAX_ELEMENTS).flatMap((element) => {
      if (element.contains(picture)) return [];
      if (element.localName === "colophon-label" || element.localName === "source") return [];
      const own = element.getBoundingClientRect();
      return Math.min(own.width, own.height) >= MIN_SIDE && own.width * own.height < most ? [own] : [];
    });
  }

  /** @param {Box} a @param {Box} b */
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

  /** @param {DOMRect} box @param {string} corner @param {number} width @param {number} row px from its edge @returns {Box} */
  function chipAt({ top, left, right, bottom }, corner, width, row) {
    const upper = corner.startsWith("top") ? top + row : bottom - CHIP.height;
    const start = corner.endsWith("left") ? left : right - width;
    return { top: upper, bottom: upper + CHIP.height, left: start, right: start + width };
  }

  Colophon.freeCorner = (picture, box, rtl, chars) => {
    const asked = Colophon.side === "left" || Colophon.side === "right" ? Colophon.side : null;
    const [edge, side] = (asked ? "top-" : (Colophon.site.corner ?? "top-end")).split("-");
    const first = asked ?? ((side === "end") === rtl ? "left" : "right");
    const second = first === "left" ? "right" : "left";
    const width = box.width < NARROW ? CHIP.icon : Math.min(0.6 * box.width, CHIP.around + CHIP.char * chars);
    const taken = onTop(picture, box);
    const meets = (/** @type {string} */ corner, row = 0) => taken.filter((one) => meet(one, chipAt(box, corner, width, row)));
    const corners = [`${edge} ${first}`, `${edge} ${second}`];
    const free = corners.find((corner) => !meets(corner).length);
    if (free) return { corner: free, row: 0 };
    for (const one of [first, second]) { // below what is there, in the upper half
      const corner = `top ${one}`;
      const row = Math.max(...meets(corner).map(({ bottom }) => bottom - box.top), 0);
      if (row + CHIP.height <= box.height / 2 && !meets(corner, row).length) return { corner, row };
    }
    return { corner: corners[0], row: 0 };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

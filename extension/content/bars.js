// Bars that stay where they are while the page scrolls below them. Nearly all have a level and lie over labels by
// themselves; under one without, a label is made invisible. Nothing is done while the page scrolls.
"use strict";
{
  const FIRST = 8; // children that are looked at, of every element around a picture
  const FRESH_MS = 1000; // what lies at the top is looked at so often: for that the browser lays out and paints
  const CHIP = { near: 8, far: 36 }; // px from the edge of the picture to those of a chip, as in sheets.js
  /** @type {Set<HTMLElement>} */
  const bars = new Set();
  /** Where it was looked at the top, in px from the left, and since when. */
  const looked = { since: -Infinity, at: /** @type {Set<number>} */ (new Set()) };
  /** @type {WeakSet<Element>} */
  const searched = new WeakSet();
  /** By the edge of the bar, in px from the top. @type {Map<number, IntersectionObserver>} */
  const watching = new Map();
  /** @type {WeakMap<Element, number>} */
  const edges = new WeakMap();

  /** Does it stay, on no level of its own? @param {Element} element */
  function isBar(element) {
    const { position, top } = getComputedStyle(element);
    if (!/fixed|sticky/.test(position) || !Number.isFinite(parseFloat(top))) return false;
    for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) if (Number(getComputedStyle(at).zIndex) > 0) return false;
    return true;
  }

  /** The bar that an element is part of. @param {Element | null} element */
  function barOf(element) {
    for (let at = element; at; at = at.parentElement) if (isBar(at)) return /** @type {HTMLElement} */ (at);
    return null;
  }

  /** Its lower edge while it stays; of one that covers the page, none. @param {HTMLElement} bar */
  function edgeOf(bar) {
    const edge = parseFloat(getComputedStyle(bar).top) + bar.offsetHeight;
    return edge < innerHeight / 2 ? edge : 0;
  }

  /** What sticks does so within its parent, which is around the picture. @param {Element} element */
  function searchAround(element) {
    for (let at = element.parentElement; at && !searched.has(at); at = at.parentElement) {
      searched.add(at);
      for (const child of [...at.children].slice(0, FIRST)) if (isBar(child)) bars.add(/** @type {HTMLElement} */ (child));
    }
  }

  /** Add the bar that lies at the top now. @param {number} x */
  function lookAtTop(x) {
    const now = performance.now();
    if (now - looked.since > FRESH_MS) Object.assign(looked, { since: now, at: new Set() });
    if (looked.at.has(x)) return;
    looked.at.add(x);
    const bar = barOf(document.elementFromPoint(x, 1));
    if (bar) bars.add(bar);
  }

  Colophon.lookForBars = (element) => {
    const { left, right } = element.getBoundingClientRect();
    searchAround(element);
    lookAtTop((left + right) / 2);
    const over = [...bars].filter((one) => {
      const own = one.getBoundingClientRect();
      return one.isConnected && !one.contains(element) && own.left < right && own.right > left;
    });
    edges.set(element, Math.max(0, ...over.map(edgeOf)));
  };

  Colophon.heedBars = (element, host) => {
    const edge = edges.get(element);
    if (!edge) return;
    const below = edge + (host.dataset.corner?.startsWith("bottom") ? CHIP.far : -CHIP.near - (parseFloat(host.style.getPropertyValue("--row")) || 0));
    const known = watching.get(below);
    const observer =
      known ??
      new IntersectionObserver(
        (views) => {
          for (const { target, isIntersecting } of views) {
            if (!target.isConnected) observer.unobserve(target);
            target.toggleAttribute("data-under", !isIntersecting);
          }
        },
        { rootMargin: `${-below}px 0px 0px 0px` },
      );
    watching.set(below, observer);
    observer.observe(host);
  };
  void 0; // the last value goes back to the background, and a function cannot
}

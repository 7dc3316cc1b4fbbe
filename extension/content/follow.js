// For browsers that cannot tie a label to its picture by name (Firefox before 147): the label is moved to where its
// picture is, and again whenever something around them has another size or style.
"use strict";
{
  const LEVELS = 6; // around a picture that are watched
  /** @typedef {{host: HTMLElement, box: HTMLElement}} Pair box: of the picture */
  /** @type {WeakMap<Element, Pair>} by the label */
  const pairs = new WeakMap();
  /** @type {WeakMap<Element, Set<Pair>>} by what is watched */
  const around = new WeakMap();
  const sizes = new ResizeObserver((entries) => move(new Set(entries.flatMap(({ target }) => pairsAround(target)))));

  /** Those that are still there. @param {Element} element */
  function pairsAround(element) {
    const found = new Set([...(around.get(element) ?? [])].filter((pair) => pair.host.isConnected && pairs.get(pair.host) === pair));
    around.set(element, found);
    if (!found.size) sizes.unobserve(element);
    return [...found];
  }

  /** Where the picture is, as seen from its label, in px of their layout. @param {Pair} pair */
  function between({ host, box }) {
    if (box.offsetParent === host.offsetParent && box.getRootNode() === document) {
      const { offsetTop, offsetLeft, offsetWidth, offsetHeight } = box;
      return { top: offsetTop - host.offsetTop, left: offsetLeft - host.offsetLeft, width: offsetWidth, height: offsetHeight };
    }
    const [own, of] = [host.getBoundingClientRect(), box.getBoundingClientRect()];
    const scale = own.width / host.offsetWidth || 1; // of what is around both
    return { top: (of.top - own.top) / scale, left: (of.left - own.left) / scale, width: of.width / scale, height: of.height / scale };
  }

  /** First all that is read of the page, then all that is written. @param {Iterable<Pair>} moved */
  function move(moved) {
    const seen = [...moved].filter(({ host }) => host.offsetParent).map((pair) => ({ host: pair.host, at: getComputedStyle(pair.host), ...between(pair) }));
    const spots = seen.map(({ host, at, top, left, ...size }) => ({ host, size, top: parseFloat(at.top) + top, left: parseFloat(at.left) + left }));
    for (const { host, size, top, left } of spots) {
      const lengths = { top, left, ...size, "--low": top + size.height };
      for (const [name, length] of Object.entries(lengths)) host.style.setProperty(name, `${length}px`);
      host.style.visibility = "";
    }
  }

  Colophon.follow = (host, box) => {
    // whole, or at the edge of a column Firefox would split it in two and draw neither
    Object.assign(host.style, { top: "0px", left: "0px", width: "1px", contain: "size" });
    const pair = { host, box };
    pairs.set(host, pair);
    for (let at = /** @type {Element | null} */ (box), level = 0; at && level < LEVELS; at = Colophon.parentOf(at), level++) {
      around.set(at, new Set(around.get(at)).add(pair));
      sizes.observe(at, { box: "border-box" }); // tells the first size, too
    }
  };

  Colophon.unfollow = (host) => void pairs.delete(host);

  Colophon.catchUp = (host) => {
    const pair = pairs.get(host);
    if (pair) move([pair]);
  };
  void 0; // the last value goes back to the background, and a function cannot
}

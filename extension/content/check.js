// "Check this image": finds the picture that a reader asks about, and shows what is known of it, always something.
// Loaded when a reader first asks.
"use strict";
{
  /** Every element of the page, also in shadow roots. @param {ParentNode} root @returns {Generator<Element>} */
  function* elementsIn(root) {
    for (const one of root.querySelectorAll("*")) {
      yield one;
      const shadow = Colophon.shadowOf(one);
      if (shadow) yield* elementsIn(shadow);
    }
  }

  /**
   * The elements at a point, the uppermost first, also in shadow roots.
   * @param {DocumentOrShadowRoot} root @param {number} x @param {number} y @param {Set<unknown>} [seen] @returns {Generator<Element>}
   */
  function* elementsAt(root, x, y, seen = new Set()) {
    for (const one of root.elementsFromPoint(x, y)) {
      const shadow = Colophon.shadowOf(one);
      if (shadow && !seen.has(shadow)) yield* elementsAt(shadow, x, y, seen.add(shadow));
      yield one;
    }
  }

  /** Pictures that lie there and cannot be pointed at: below something, or made so by their style. @param {number} x @param {number} y */
  function* coveredAt(x, y) {
    for (const one of elementsIn(document)) {
      if (!Colophon.isPicture(one)) continue;
      const { left, right, top, bottom } = one.getBoundingClientRect();
      if (left <= x && x < right && top <= y && y < bottom) yield one;
    }
  }

  /** Does it show a picture, be it in its background? @param {Element} element */
  function shows(element) {
    if (Colophon.sourceOf(element) || element.localName === "canvas") return true;
    (Colophon.askedFor ??= new WeakSet()).add(element);
    return Boolean(Colophon.sourceOf(element));
  }

  /** The picture at an address, or without one the picture where the reader pointed. @param {string | null} url */
  function find(url) {
    const [x, y] = Colophon.pointed ?? [-1, -1];
    const is = (/** @type {any} */ one) => (url ? Colophon.sourceOf(one) === url || one.src === url : shows(one));
    for (const one of elementsAt(document, x, y)) if (is(one)) return one;
    for (const one of url ? elementsIn(document) : coveredAt(x, y)) if (is(one)) return one;
    return null;
  }

  /** What stands on the picture meanwhile, and where there is no answer at all. @param {string} short @param {string} about @returns {import("../types").Assessment} */
  const saying = (short, about) => ({
    ...{ sha256: null, pdq: null, pdq_quality: null, status: "not_checked", label: null, conflict: false },
    ...{ evidence: [], checks: {}, versions: {}, reason: null },
    asked: {
      ...{ id: "not_checked", process: null, source: null, confidence: null, locale: Colophon.locale },
      ...{ short: Colophon.t(short), explanation: Colophon.t(about), limits: "" },
    },
  });

  /** @param {Element} picture */
  async function hasPicture(picture) {
    if (picture instanceof HTMLCanvasElement && (await Colophon.need("canvas"))) await Colophon.readCanvas?.(picture);
    return Boolean(Colophon.sourceOf(picture));
  }

  /** The reader asked by the keyboard, perhaps: the focus goes along. @param {Mark} mark */
  function open({ button, stays }) {
    button?.focus({ preventScroll: true });
    if (!stays?.()) button?.click();
  }

  Colophon.check = async (keeper, url) => {
    const picture = find(url);
    if (!picture || !(await hasPicture(picture))) return false;
    const meanwhile = saying("check_waiting", "check_waiting_about");
    const failed = saying("check_failed", "check_failed_about");
    await keeper.look(picture, { meanwhile, failed, shown: open, private: Colophon.isPrivate(picture) });
    return true;
  };
  void 0; // the last value goes back to the background, and a function cannot
}

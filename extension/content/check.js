// "Check this image": finds the picture that a reader asks about, and shows what is known of it, always something.
// Loaded when a reader first asks.
"use strict";
{
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
    for (const one of Colophon.elementsIn(document)) {
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

  /** The picture of a list, at an address, or without one the picture where the reader pointed. @param {Sought} sought */
  function find({ url, number }) {
    const chosen = number === undefined ? null : Colophon.offered(number);
    if (chosen) return chosen;
    const [x, y] = (number === undefined && Colophon.pointed) || [-1, -1];
    const is = (/** @type {any} */ one) => (url ? Colophon.sourceOf(one) === url || one.src === url : shows(one));
    for (const one of elementsAt(document, x, y)) if (is(one)) return one;
    for (const one of url ? Colophon.elementsIn(document) : coveredAt(x, y)) if (is(one)) return one;
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

  /** What was lent so that the picture could be read is given back with its card. @param {Mark} mark */
  function giveBackAfter({ button }) {
    const [root, ask] = [button?.getRootNode(), () => Colophon.ask({ type: "returned" })];
    const closed = (/** @type {any} */ { target, newState }) => {
      if (newState !== "closed" || !target.matches(".card")) return;
      root?.removeEventListener("toggle", closed, true);
      void ask();
    };
    root?.addEventListener("toggle", closed, true);
    addEventListener("pagehide", ask, { once: true });
  }

  /** The reader asked by the keyboard, perhaps: the focus goes along. @param {Mark} mark */
  function open(mark) {
    giveBackAfter(mark);
    mark.button?.focus({ preventScroll: true });
    if (!mark.stays?.()) mark.button?.click();
  }

  /** May the reader want the picture to be read once more? @param {Element} picture */
  async function mayGoOn(picture) {
    const entry = Colophon.tracked().find(({ element }) => element === picture);
    return Boolean(entry?.mark?.stays?.() && (await Colophon.need("card")) && Colophon.mayRemember(entry));
  }

  Colophon.check = async (keeper, sought) => {
    const picture = find(sought);
    if (!picture || !(await hasPicture(picture))) return { shown: false };
    if (sought.number !== undefined) picture.scrollIntoView({ block: "center" });
    const meanwhile = saying("check_waiting", "check_waiting_about");
    const failed = saying("check_failed", "check_failed_about");
    await keeper.look(picture, { meanwhile, failed, shown: open, private: Colophon.isPrivate(picture) });
    return { shown: true, keeps: await mayGoOn(picture) };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

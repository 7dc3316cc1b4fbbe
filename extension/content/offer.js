// The pictures of a page that have no label, for a reader who asks about one without a right-click menu: by keyboard, or
// on a phone. Loaded with "Check this image", and when a reader opens the list in the popup.
"use strict";
{
  const MIN_SIDE = 40; // CSS px: faces of accounts are that large, emoji and icons are not
  const MAX_OFFERED = 60;
  const MAX_ABOUT = 80; // characters
  const MAX_DATA = 100_000; // characters of an address that holds its picture
  /** @type {WeakRef<Element>[]} */
  let offered = [];

  /** Every element below, also in shadow roots. @param {ParentNode} root @returns {Generator<Element>} */
  Colophon.elementsIn = function* elementsIn(root) {
    for (const one of root.querySelectorAll("*")) {
      yield one;
      const shadow = Colophon.shadowOf(one);
      if (shadow) yield* elementsIn(shadow);
    }
  };

  /** What stands on a picture says enough, or must not be asked about. @param {Tracked} entry */
  const isSettled = ({ assessment, mark }) =>
    Boolean(assessment?.label) || assessment?.status === "protected" || mark?.kind === "hidden";

  /** How far from what the reader sees. @param {DOMRect} box */
  const distance = ({ top, bottom }) => Math.max(0, top - innerHeight, -bottom);

  /** @param {Element} picture */
  function isSeen(picture) {
    const { width, height } = picture.getBoundingClientRect();
    return Math.min(width, height) >= MIN_SIDE && picture.checkVisibility({ visibilityProperty: true });
  }

  /** Where it can be read again, or null. @param {string} source */
  const addressOf = (source) => (/^https?:/.test(source) || (/^data:image\//.test(source) && source.length <= MAX_DATA) ? source : null);

  /** @param {any} picture @param {number} number @returns {Offer} */
  function offerOf(picture, number) {
    const { width, height } = picture.getBoundingClientRect();
    const words = ["alt", "aria-label", "title"].map((name) => picture.getAttribute(name)?.trim()).find(Boolean);
    return {
      ...{ number, url: addressOf(Colophon.sourceOf(picture)), about: words?.slice(0, MAX_ABOUT) ?? "" },
      ...{ width: picture.naturalWidth || Math.round(width), height: picture.naturalHeight || Math.round(height) },
    };
  }

  /** The nearest first; a picture that is there several times once. */
  Colophon.offer = () => {
    const settled = new Set(Colophon.tracked().filter(isSettled).map(({ element }) => element));
    const met = new Set();
    const found = [...Colophon.elementsIn(document)]
      .filter((one) => !settled.has(one) && Colophon.sourceOf(one) && isSeen(one))
      .map((one) => ({ one, far: distance(one.getBoundingClientRect()) }))
      .sort((a, b) => a.far - b.far)
      .map(({ one }) => one)
      .filter((one) => !met.has(Colophon.sourceOf(one)) && met.add(Colophon.sourceOf(one)))
      .slice(0, MAX_OFFERED);
    offered = found.map((one) => new WeakRef(one));
    return found.map(offerOf);
  };

  Colophon.offered = (number) => {
    const picture = offered[number]?.deref();
    return picture?.isConnected ? picture : null;
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// What counts as a picture: every element that shows one, and the address of what it shows now.
"use strict";
{
  const MIN_NATURAL = 120; // px; below are icons and faces (facts on finding images, section 6)
  const IN_STYLE = /url\((["']?)(.+?)\1\)/;

  /** @param {string | undefined} address */
  const absolute = (address) => (address && URL.canParse(address, document.baseURI) ? new URL(address, document.baseURI).href : "");

  /** @param {number} width @param {number} height */
  const large = (width, height) => Math.min(width, height) >= MIN_NATURAL;

  /** Elements that adapters name, nothing else: a style costs more than an attribute. @param {Element} element */
  const isBackground = (element) =>
    Boolean(Colophon.site.backgrounds?.some((selector) => element.matches(selector)) || Colophon.askedFor?.has(element));

  /** @param {any} element */
  function backgroundOf(element) {
    if (!isBackground(element)) return "";
    return absolute(IN_STYLE.exec(element.style?.backgroundImage || getComputedStyle(element).backgroundImage)?.[2]);
  }

  /** By element: may it be a picture that is large enough, and which one? @type {Record<string, {is(element: any): unknown, source(element: any): string}>} */
  const KINDS = {
    img: { is: (e) => e.complete && large(e.naturalWidth, e.naturalHeight), source: (e) => e.currentSrc || e.src },
    input: { is: (e) => e.type === "image", source: (e) => (e.type === "image" ? e.src : "") },
    video: { is: (e) => e.poster, source: (e) => e.poster },
    canvas: { is: (e) => large(e.width, e.height), source: (e) => Colophon.canvasSource?.(e) ?? "" },
    image: { is: (e) => e.href, source: (e) => absolute(e.href?.baseVal) },
  };

  Colophon.isPicture = (element) => Boolean(Object.hasOwn(KINDS, element.localName) ? KINDS[element.localName].is(element) : isBackground(element));

  Colophon.sourceOf = (element) =>
    Object.hasOwn(KINDS, element.localName) ? KINDS[element.localName].source(element) : backgroundOf(element);

  /** The attributes that tell of another picture, where the document's own observer does not see them. */
  Colophon.ownAttributes = (element) => {
    if (element.localName === "image") return []; // `xlink:href` has a namespace: filters do not see it
    return Object.hasOwn(KINDS, element.localName) ? null : ["style", "class"];
  };
}

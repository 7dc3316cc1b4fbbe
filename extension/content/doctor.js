// How well the adapter still fits the page: for each list which selector hits, and whether the page's large pictures are
// found in posts. Loaded when a reader opens the popup; nothing is counted before, and no words are read.
"use strict";
{
  const IN_DOCUMENT = /** @type {const} */ (["post", "quoted", "images", "ignored", "avatars", "ads", "backgrounds", "lightbox", "reshare"]);
  const IN_POSTS = /** @type {const} */ (["author", "permalink", "caption", "platformLabel"]);
  const NEEDED = ["author", "permalink", "caption"];
  const LARGE = 120; // px, as for what is looked at
  const MAX_POSTS = 40; // that are looked into

  /** Every element that a selector matches, also in shadow roots. @param {ParentNode} root @param {string} selector @returns {Element[]} */
  const all = (root, selector) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((one) => {
      const shadow = one.localName.includes("-") ? Colophon.shadowOf(one) : null;
      return shadow ? all(shadow, selector) : [];
    }),
  ];

  /** @param {HTMLImageElement} img */
  const isLarge = ({ naturalWidth, naturalHeight }) => Math.min(naturalWidth, naturalHeight) >= LARGE;

  /** @param {string[]} selectors @param {(selector: string) => number} hits */
  const counted = (selectors, hits) => selectors.map((selector) => ({ selector, hits: hits(selector) }));

  Colophon.examine = () => {
    const { site } = Colophon;
    const skipped = [...site.ignored, ...(site.avatars ?? []), ...(site.ads ?? []).map((ad) => `${ad} *`)].join();
    const pictures = all(document, "img").filter((img) => isLarge(/** @type {HTMLImageElement} */ (img)) && !(skipped && img.matches(skipped)));
    const found = pictures.filter((img) => Colophon.closest(img, [...site.quoted, ...site.post]));
    const posts = [...new Set(found.map((img) => Colophon.closest(img, [...site.quoted, ...site.post])))].slice(0, MAX_POSTS);
    const inPosts = (/** @type {string} */ selector) => posts.filter((post) => post?.matches(selector) || post?.querySelector(selector)).length;
    const lists = [
      ...IN_DOCUMENT.map((name) => ({ name, selectors: counted(site[name] ?? [], (selector) => all(document, selector).length) })),
      ...IN_POSTS.map((name) => ({ name, selectors: counted(site[name], inPosts) })),
    ];
    const missing = lists.filter(({ name, selectors }) => NEEDED.includes(name) && selectors.length && !selectors.some(({ hits }) => hits));
    return {
      site: site.id,
      state: !pictures.length ? "empty" : !found.length ? "misses" : missing.length ? "partly" : "fits",
      pictures: pictures.length,
      inPosts: found.length,
      posts: posts.length,
      missing: missing.map(({ name }) => name),
      lists: lists.filter(({ selectors }) => selectors.length),
    };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

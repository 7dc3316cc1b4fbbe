// How well the adapter still fits the page: for each list which selector hits, and whether the page's large pictures are
// found in posts. Loaded when a reader opens the popup; nothing is counted before, and no words are read.
"use strict";
{
  const IN_DOCUMENT = /** @type {const} */ (["post", "quoted", "images", "ignored", "avatars", "ads", "backgrounds", "lightbox", "reshare"]);
  const IN_POSTS = /** @type {const} */ (["author", "permalink", "caption", "platformLabel"]);
  const NEEDED = ["author", "permalink", "caption"];
  const MAX_POSTS = 40; // that are looked into

  /** The document and its shadow roots. @param {ParentNode} root @returns {Generator<ParentNode>} */
  function* rootsOf(root) {
    yield root;
    for (const one of root.querySelectorAll("*")) {
      const shadow = one.localName.includes("-") ? Colophon.shadowOf(one) : null;
      if (shadow) yield* rootsOf(shadow);
    }
  }

  /** @param {string[]} selectors @param {(selector: string) => number} hits */
  const counted = (selectors, hits) => selectors.map((selector) => ({ selector, hits: hits(selector) }));

  Colophon.examine = () => {
    const { site } = Colophon;
    const roots = [...rootsOf(document)]; // once: a page has thousands of elements
    const all = (/** @type {string} */ selector) => roots.flatMap((root) => [...root.querySelectorAll(selector)]);
    const skipped = [...site.ignored, ...(site.avatars ?? []), ...(site.ads ?? []).map((ad) => `${ad} *`)].join();
    const shown = all(["img", "video[poster]", ...(site.backgrounds ?? [])].join());
    const pictures = shown.filter((picture) => Colophon.isPicture(picture) && !(skipped && picture.matches(skipped)));
    const found = pictures.map((picture) => Colophon.closest(picture, [...site.quoted, ...site.post])).filter(Boolean);
    const posts = [...new Set(found)].slice(0, MAX_POSTS);
    const inPosts = (/** @type {string} */ selector) => posts.filter((post) => post?.matches(selector) || post?.querySelector(selector)).length;
    const lists = [
      ...IN_DOCUMENT.map((name) => ({ name, selectors: counted(site[name] ?? [], (selector) => all(selector).length) })),
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

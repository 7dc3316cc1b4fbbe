// Tumblr (facts on adapters, section 8, 2024-10; [tabindex][data-id], header and footer from XKit Rewritten's published
// selectors). Class names are hashed. No AI label of the platform is known: tags are the account's words.
"use strict";
{
  Colophon.adapt({
    id: "tumblr",
    images: ["figure img", "img[srcset]", 'img[src*="media.tumblr.com"]', "video[poster]"],
    ignored: ['a[href^="http"]:not([href*="tumblr.com"]) img', 'img[src*="assets.tumblr.com"]'],
    avatars: ['img[src*="/avatar_"]', "header img", 'a[rel="author"] img', 'img[src*="/s64x64u"]', 'img[src*="/s128x128u"]'],
    adWords: /^(sponsored|advertisement|patrocinado|publicidad|sponsorisé|gesponsert|anzeige)$/i,
    post: ['[tabindex="-1"][data-id]', "[data-post-id]", "[data-id]:has(article)", "article", ".post"],
    author: ['header a[rel="author"]', ".tumblelog", 'a[rel="author"]'],
    permalink: ['a[href*="/post/"]:has(time)', 'header a[href*="/post/"]', 'a[href*="/post/"]'],
    caption: ['article p, article h1, article h2, a[href*="/tagged/"]', "p"],
    lightbox: ['[role="dialog"]', '[aria-modal="true"]'],

    /** What was passed on names its account below the one that passes it on. */
    passedOn: (post) => new Set([...post.querySelectorAll('a[rel="author"]')].map((link) => link.textContent?.trim())).size > 1,

    /** www.tumblr.com/blog/ID */
    link: (post) => {
      const blog = post.querySelector('header a[rel="author"]')?.textContent?.trim();
      const id = post.getAttribute("data-id") ?? post.getAttribute("data-post-id");
      return blog && id && /^[\w-]+$/.test(blog) ? `/${blog}/${id}` : null;
    },

    // 64.media.tumblr.com/HASH/PART/s540x810/NAME.jpg, older /HASH/tumblr_NAME_540.jpg
    mediaKey: ({ hostname, pathname }) =>
      hostname.endsWith(".media.tumblr.com")
        ? (/^\/([\da-f]{32}\/[\da-f]{16}-[\da-f]{2})\//.exec(pathname)?.[1] ?? /\/(tumblr_\w+)_\d+\.\w+$/.exec(pathname)?.[1] ?? null)
        : null,
  });
}

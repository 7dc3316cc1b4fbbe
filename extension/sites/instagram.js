// Instagram (facts on adapters, section 8, undated; hashed class names only as last resorts). Its label "AI info" stands
// below the account's name; public sources agree on the header and have no other markup for it (2026-09).
"use strict";
{
  Colophon.adapt({
    id: "instagram",
    images: ["._aagv img", "img[srcset]", 'img[src*="cdninstagram"]', 'img[src*="fbcdn"]', "video[poster]"],
    ignored: Colophon.meta.ignored,
    avatars: ["header img", ...Colophon.meta.avatars],
    adWords: Colophon.meta.adWords,
    post: ["article", 'a[href*="/p/"]:has(img)', 'a[href*="/reel/"]:has(img)', '[role="dialog"]:has(time)', "main:has(time)"],
    author: ['header a[href^="/"]', 'a[href^="/"] span'],
    permalink: ['a[href*="/p/"]', 'a[href*="/reel/"]'],
    caption: ["h1", "span._aacu", '[data-testid="post-caption"]', "ul li [dir]"],
    oneText: true,
    platformLabel: ['[role="button"] span', "header span"], // not any text: a comment may be as short
    corner: "top-start", // opposite: the sign of a series or a film

    /** A tile on an account's page links to /name/p/ID/. */
    handle: (post) => /^\/([\w.]+)\/(?:p|reel)\//.exec(post.getAttribute("href") ?? "")?.[1] ?? null,
    mediaKey: Colophon.meta.mediaKey,
  });
}

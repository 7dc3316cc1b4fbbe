// Threads (facts on adapters, section 8, undated). Labels as on Instagram; their markup is not in public sources.
"use strict";
{
  Colophon.adapt({
    id: "threads",
    images: ["picture img", "video[poster]"],
    ignored: Colophon.meta.ignored,
    avatars: ['img[alt*="profile picture" i]', ...Colophon.meta.avatars],
    adWords: Colophon.meta.adWords,
    post: ['div[data-pressable-container="true"]'], // a quoted post is one inside another
    author: ['a[href^="/@"]:not([href*="/post/"])'],
    permalink: ['a[href*="/post/"]:has(time)', 'a[href*="/post/"]'],
    caption: ['[dir="auto"]:not(a, a *, time, [role="button"], [role="button"] *, [dir="auto"] *)'],
    platformLabel: ['[role="button"] span', '[role="button"]', "span"],
    lightbox: ['[role="dialog"]', "body"],
    handle: (post) => /^\/(@[\w.]+)/.exec(post.querySelector('a[href^="/@"]')?.getAttribute("href") ?? "")?.[1] ?? null,
    mediaKey: Colophon.meta.mediaKey,
  });
}

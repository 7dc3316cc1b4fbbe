// X. Markup as of 2026-08 (facts on adapters, section 8).
"use strict";
{
  (Colophon.sites ??= []).push({
    id: "x",
    recognises: ({ hostname }) => /(^|\.)(x|twitter)\.com$/.test(hostname),
    images: ['[data-testid="tweetPhoto"] img', 'img[src*="/media/"]'],
    ignored: ['img[src*="/profile_images/"]', 'img[src*="/emoji/"]', '[data-testid="card.wrapper"] img'],
    post: ['article[data-testid="tweet"]', '[data-testid="placementTracking"]', "article"],
    quoted: ['article [role="link"]:has([data-testid="User-Name"])'],
    author: ['[data-testid="User-Name"] a[href^="/"] span', '[data-testid="User-Name"]'],
    permalink: ['a[href*="/status/"]:has(time)', 'a[href*="/status/"]'],
    caption: ['[data-testid="tweetText"]'],
    platformLabel: ["span"], // its markup is not known, so any short text that names AI outside of what the account wrote
    reshare: [],

    mediaKey: ({ hostname, pathname }) =>
      hostname === "pbs.twimg.com" ? (/^\/media\/([\w-]+)/.exec(pathname)?.[1] ?? null) : null,

    /** In the lightbox the picture is outside its post: take the post that the address names. */
    postElsewhere: (img) => {
      const status = /\/status\/\d+/.exec(location.pathname)?.[0];
      if (!status || !img.src.includes("/media/")) return null;
      const link = document.querySelector(`article a[href*="${status}"]:has(time)`);
      return link?.closest("article") ?? null;
    },
  });
}

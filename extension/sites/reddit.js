// Reddit: the current site with its shadow roots, and the old one (facts on adapters, section 8).
"use strict";
{
  const MEDIA_HOSTS = new Set(["i.redd.it", "preview.redd.it", "external-preview.redd.it"]);

  (Colophon.sites ??= []).push({
    id: "reddit",
    recognises: ({ hostname }) => /(^|\.)reddit\.com$/.test(hostname),
    images: [],
    ignored: ['img[src*="/avatars/"]', 'img[src*="styles.redditmedia.com"]', 'img[src*="emoji.redditmedia.com"]'],
    post: ["shreddit-post", "shreddit-comment", "div.thing", ".Comment", "article"],
    quoted: [],
    author: ["[author]", ".author", 'a[href^="/user/"]'],
    permalink: ["[permalink]", 'a[href*="/comments/"]'],
    caption: ['[slot="title"]', "a.title", '[slot="text-body"]', '[slot="comment"]', ".md"],
    platformLabel: ["shreddit-post-flair", ".linkflairlabel"], // a flair is chosen by the account
    reshare: ['[post-type="crosspost"]', ".thing[data-crosspost-root-id]"],
    adult: ["shreddit-post[nsfw]", ".thing.over18"],

    // i.redd.it/ID.png, preview.redd.it/some-title-v0-ID.png?width=640
    mediaKey: ({ hostname, pathname }) =>
      MEDIA_HOSTS.has(hostname) ? (/([a-z0-9]{10,})\.\w+$/i.exec(pathname)?.[1] ?? null) : null,
  });
}

// LinkedIn (facts on adapters, section 8: a selector module that its author checked on 2026-08-09, and the older markup). It
// shows the Cr mark on pictures with Content Credentials; no markup of it is public, and the mark names no AI by itself.
"use strict";
{
  const POSTS = ['[role="listitem"][componentkey^="expanded"]', "div.feed-shared-update-v2[data-urn]", '[data-urn^="urn:li:activity:"]'];

  Colophon.adapt({
    id: "linkedin",
    images: ['img[alt="View image"]', ".update-components-image img", 'img[src*="/feedshare-"]', "video[poster]"],
    ignored: ['img[src*="/articleshare-"]', 'img[src*="static.licdn.com"]'],
    avatars: ['img[src*="/profile-displayphoto"]', 'img[src*="/company-logo"]', 'img[alt^="View "]:not([alt="View image"])'],
    ads: POSTS.map((post) => `${post}:has([data-testid="sponsored-label"])`),
    adWords: /^(promoted|promocionado|anuncio|post sponsorisé|sponsorisé|anzeige|gesponsert|promovido|patrocinado|promotert|推广)$/i,
    post: POSTS,
    quoted: [".update-components-mini-update-v2", ".feed-shared-update-v2__update-content-wrapper", ".comments-comment-entity", '[componentkey*="comment" i]'],
    author: [
      '.update-components-actor__title span[aria-hidden="true"]', // every text is there twice
      'a[href*="/in/"] [aria-hidden="true"]',
      'a[href*="/in/"]',
      'a[href*="/company/"]',
    ],
    permalink: ['a[href*="/feed/update/"]'],
    caption: ['[data-testid="expandable-text-box"]', ".update-components-text", ".feed-shared-update-v2__description"],
    oneText: true,
    platformLabel: ['[aria-label*="content credentials" i]', "span"],
    lightbox: ['[role="dialog"]', "dialog"],
    link: (post) => (/^urn:li:\w+:\d+$/.test(post.getAttribute("data-urn") ?? "") ? `/feed/update/${post.getAttribute("data-urn")}/` : null),

    // media.licdn.com/dms/image/v2/D4E22AQ.../feedshare-shrink_800/...
    mediaKey: ({ hostname, pathname }) =>
      hostname.endsWith(".licdn.com") ? (/\/dms\/image\/(?:v2\/)?([\w-]{10,})\//.exec(pathname)?.[1] ?? null) : null,
  });
}

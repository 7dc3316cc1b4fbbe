// X. Markup as of 2026-08 (facts on adapters, section 8). Its label "Made with AI" (seen by others since 2026-03) has no
// markup in public sources: any short text of the page itself that is one of its known wordings.
"use strict";
{
  const STATUS = /^\/\w+\/status\/\d+/;

  Colophon.adapt({
    id: "x",
    images: ['[data-testid="tweetPhoto"] img', 'img[src*="/media/"]', "video[poster]"],
    ignored: ['img[src*="/emoji/"]', '[data-testid="card.wrapper"] img'],
    avatars: ['img[src*="/profile_images/"]', '[data-testid^="UserAvatar"] img', 'img[src*="/profile_banners/"]'],
    ads: ['[data-testid="placementTracking"] article'],
    post: ['article[data-testid="tweet"]', "article"],
    quoted: ['article [role="link"]:has([data-testid="User-Name"])'],
    author: ['[data-testid="User-Name"] a[href^="/"] span', '[data-testid="User-Name"] span', '[data-testid="User-Name"]'],
    permalink: ['a[href*="/status/"]:has(time)', 'a[href*="/status/"]'],
    caption: ['[data-testid="tweetText"]', "[lang]:not(html)"],
    platformLabel: ["span"],
    lightbox: ['[role="dialog"]', '[aria-modal="true"]', '[data-testid="swipe-to-dismiss"]'],

    // pbs.twimg.com/media/ID?format=jpg&name=small, also /ext_tw_video_thumb/ID/pu/img/NAME.jpg
    mediaKey: ({ hostname, pathname }) =>
      hostname === "pbs.twimg.com" ? (/^\/(?:media|(?:\w+_video|tweet_video)_thumb)\/([\w-]+)/.exec(pathname)?.[1] ?? null) : null,

    /** In the lightbox the picture is outside its post: the address names the post. */
    postElsewhere: (picture) => {
      const status = STATUS.exec(location.pathname)?.[0];
      if (!status || !picture.matches('img[src*="/media/"]')) return null;
      const named = [...document.querySelectorAll(`article a[href*="${status.slice(status.indexOf("/", 1))}"]:has(time)`)];
      return named.find((link) => STATUS.exec(link.getAttribute("href") ?? "")?.[0] === status)?.closest("article") ?? null;
    },
  });
}

// TikTok (facts on adapters, section 8, undated; browse mode from public readers of 2025). Its labels "Creator labeled as
// AI-generated" and "AI-generated" are known by their words (policy pages as quoted on 2026-09-18), not by their markup.
"use strict";
{
  const PATH = /^\/@[\w.]+\/(?:video|photo)\/\d+/;

  Colophon.adapt({
    id: "tiktok",
    images: ['img[src*="tiktokcdn"]', "video[poster]"],
    ignored: ['img[src*="/obj/tiktok-web"]', '[data-e2e*="music"] img'],
    avatars: ['[data-e2e*="avatar"] img', 'img[src*="-avt-"]', '[class*="Avatar"] img', 'img[class*="Avatar"]'],
    ads: ['[data-e2e="recommend-list-item-container"]:has([data-e2e*="ad-label"], [data-e2e="ad-tag"])'],
    adWords: /^(ad|sponsored|anzeige|publicidad|anuncio|patrocinado|sponsorisé|annonce|إعلان|विज्ञापन|广告|廣告)$/i,
    post: [
      '[data-e2e="recommend-list-item-container"]',
      '[data-e2e="explore-item"]',
      '[data-e2e="user-post-item"]',
      '[data-e2e="challenge-item"]',
      '[class*="DivItemContainerV2"]',
      '[class*="DivItemContainerForSearch"]',
      '[data-e2e="search_top-item"]',
      '[class*="DivBrowserModeContainer"]',
      "#main-content-video_detail",
      "article[data-e2e]",
    ],
    quoted: ['[data-e2e^="comment-"]', '[class*="DivComment"]'],
    author: [
      '[data-e2e="video-author-uniqueid"]',
      '[data-e2e="browse-username"]',
      '[data-e2e="explore-card-user-unique-id"]',
      '[data-e2e="search-card-user-unique-id"]',
    ],
    permalink: ['a[href*="/video/"]', 'a[href*="/photo/"]'],
    caption: [
      '[data-e2e="browse-video-desc"]',
      '[data-e2e="video-desc"]',
      '[data-e2e="search-card-video-caption"]',
      '[data-e2e="explore-card-desc"]',
      '[data-e2e="new-desc-span"]',
    ],
    platformLabel: ['[data-e2e*="ai-generated"]', '[data-e2e*="aigc"]', "span, p, div, strong"],
    corner: "bottom-end", // above: sound, menu, "pinned"

    handle: (post) => /^\/(@[\w.]+)/.exec(post.querySelector('a[href*="/@"]')?.getAttribute("href")?.replace(/^https:\/\/[^/]+/, "") ?? "")?.[1] ?? null,

    /** One video alone has its address in the bar; in the feed the player's name ends with the video's. */
    link: (post) => {
      if (post.matches('[class*="DivBrowserModeContainer"], #main-content-video_detail')) return PATH.exec(location.pathname)?.[0] ?? null;
      const id = /^xgwrapper-\d+-(\d+)$/.exec(post.querySelector('[id^="xgwrapper-"]')?.id ?? "")?.[1];
      const account = Colophon.site.handle?.(post);
      return id && account ? `/${account}/video/${id}` : null;
    },

    // p16-sign-va.tiktokcdn.com/tos-maliva-p-0068/NAME~tplv-photomode-image.jpeg?...
    mediaKey: ({ hostname, pathname }) =>
      /(^|\.)tiktokcdn(-\w+)?\.com$/.test(hostname) ? (/([\w-]{16,})~tplv/.exec(pathname)?.[1] ?? null) : null,
  });
}

// Any page with posts in plain markup: the sample feed, and sites that have no adapter of their own yet.
"use strict";
{
  /** @type {Site} */
  Colophon.generic = {
    id: "generic",
    recognises: () => true,
    images: [],
    ignored: ['[src*="/avatar" i]', '[src*="profile_pic" i]', '[role="presentation"]'],
    post: ["article", '[role="article"]', "figure", "li"],
    quoted: ["blockquote"],
    author: ['[rel~="author"]', '[itemprop="author"]', "header a[href]"],
    permalink: ["a[href]:has(time)"],
    caption: ["figcaption", '[itemprop="caption"]', '[itemprop="articleBody"]', "p"],
    platformLabel: ["[data-platform-label]"],
    reshare: ["[data-reshare]"],
    mediaKey: () => null,
  };

  /** The adapter for a page: the first that recognises it, else the generic one. */
  Colophon.siteOf = (location, document) =>
    Colophon.sites.find((site) => site.recognises(location, document)) ?? Colophon.generic;
}

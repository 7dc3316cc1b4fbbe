// Any page with posts in plain markup: the sample feed, and sites that have no adapter of their own. An adapter for the
// page, which the background picks and runs, takes its place.
"use strict";
{
  const LISTS = { images: [], ignored: [], quoted: [], author: [], permalink: [], caption: [], platformLabel: [], reshare: [] };

  /** Signs of software that runs under many names (facts on adapters, section 8; Misskey's views/base.pug of 2024). */
  const MARKS = {
    mastodon: "#mastodon",
    misskey: '#misskey_app, [name="application-name"][content="Misskey"], html[style*="--MI_THEME-accent"]',
  };

  Colophon.adapt = (site) => void (Colophon.site = { ...LISTS, mediaKey: () => null, ...site });

  Colophon.marks = () =>
    Object.entries(MARKS).flatMap(([name, selector]) => (document.querySelector(selector) ? [name] : []));

  Colophon.adapt({
    id: "generic",
    ignored: ['[role="presentation"]'],
    avatars: ['[src*="/avatar" i]', '[src*="profile_pic" i]'],
    backgrounds: ['[role="img"]:not(svg)'], // what a page calls a picture without being one
    post: ["article", '[role="article"]', "figure", "li"],
    quoted: ["blockquote"],
    author: ['[rel~="author"]', '[itemprop="author"]', "header a[href]"],
    permalink: ["a[href]:has(time)"],
    caption: ["figcaption", '[itemprop="caption"]', '[itemprop="articleBody"]', "p"],
    platformLabel: ["[data-platform-label]"],
    reshare: ["[data-reshare]"],
  });
  Colophon.generic = Colophon.site;
}

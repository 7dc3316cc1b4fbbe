// Facebook (facts on adapters, section 8; data-ad-rendering-role and aria-posinset from several public extensions of 2025
// and 2026). Its label "AI info" is a short text beside the date; no markup of it is public.
"use strict";
{
  const POSTS = ['[role="article"][aria-labelledby]', '[data-pagelet^="FeedUnit_"]', "div[aria-posinset]"];
  const VIEWER = '[data-pagelet="MediaViewerPhoto"], [data-visualcompletion="media-vc-image"]';

  Colophon.adapt({
    id: "facebook",
    images: ['img[src*="fbcdn"]', "video[poster]"],
    ignored: Colophon.meta.ignored,
    avatars: Colophon.meta.avatars,
    ads: ['[data-pagelet^="AdUnit_"]', ...POSTS.map((post) => `${post}:has(a[href*="/ads/about"], [data-ad-rendering-role^="cta"])`)],
    adWords: Colophon.meta.adWords,
    post: [...POSTS, '[role="feed"] > div', `[role="dialog"]:has(h2, h3, ${VIEWER})`, `[role="main"]:has(${VIEWER})`, '[role="article"]'],
    quoted: ['[role="article"] [role="article"]', '[role="article"][aria-label]:not([aria-labelledby])'], // comments
    author: ['[data-ad-rendering-role="profile_name"] a', "h2 a", "h3 a", "h4 a", "strong a", "a strong", "a[href]"],
    permalink: ["/posts/", "/permalink/", "/permalink.php", "story_fbid=", "/videos/", "/photo/?fbid", "/photo.php", "/share/p/"].map(
      (part) => `a[href*="${part}"]`,
    ),
    caption: [
      '[data-ad-rendering-role="story_message"]',
      '[data-ad-preview="message"], [data-ad-comet-preview="message"]',
      '[role="complementary"] [dir="auto"]:not(a *, [role="button"] *, h2 *, [dir="auto"] *)',
      'div[dir="auto"]:not([role="button"] *, [dir="auto"] *)',
    ],
    platformLabel: ['[role="button"] span', "span"],
    mediaKey: Colophon.meta.mediaKey,

    /** A post around another one names two accounts; which words are whose, nothing tells. */
    passedOn: (post) => post.querySelectorAll('[data-ad-rendering-role="profile_name"]').length > 1,
  });
}

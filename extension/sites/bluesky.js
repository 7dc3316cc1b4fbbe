// Bluesky (facts on adapters, section 8).
"use strict";
{
  /** @param {URL} url */
  const cidOf = ({ hostname, pathname }) =>
    /(^|\.)bsky\.(app|network)$/.test(hostname)
      ? (/^\/img\/[\w-]+\/plain\/[^/]+\/(\w+)/.exec(pathname)?.[1] ?? null)
      : null;

  (Colophon.sites ??= []).push({
    id: "bluesky",
    recognises: ({ hostname }) => /(^|\.)bsky\.app$/.test(hostname),
    images: ['img[src*="/img/feed_"]'],
    ignored: ['img[src*="/img/avatar"]', 'img[src*="/img/banner"]'],
    post: ['[data-testid^="feedItem-by-"]', '[data-testid^="postThreadItem-by-"]', '[role="link"]:has(a[href*="/post/"])'],
    quoted: ['[data-testid^="feedItem-by-"] [role="link"]:has(a[href^="/profile/"])'],
    author: ['a[href^="/profile/"]'],
    permalink: ['a[href*="/profile/"][href*="/post/"]'],
    caption: ['[data-testid="postText"]'],
    platformLabel: [],
    reshare: [],
    handle: (post) => /-by-(.+)$/.exec(post.getAttribute("data-testid") ?? "")?.[1] ?? null,
    mediaKey: cidOf,

    /** The lightbox is rendered at the root of the document: take the post that shows the same picture. */
    postElsewhere: (img, key) => {
      const cid = key?.split(":")[1];
      const thumbnail = cid && document.querySelector(`[data-testid*="-by-"] img[src*="${cid}"]`);
      return thumbnail ? thumbnail.closest('[data-testid*="-by-"]') : null;
    },
  });
}

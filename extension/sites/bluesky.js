// Bluesky (facts on adapters, section 8; bluesky-social/social-app). It has no AI label of its own: labels there come from
// labelers, which are other accounts, so none is read.
"use strict";
{
  Colophon.adapt({
    id: "bluesky",
    images: ['img[src*="/img/feed_"]', 'video[poster*="/thumbnail"]'],
    ignored: ['a[target="_blank"] img', 'a[href^="http"]:not([href*="//bsky.app/"]) img'], // previews of links
    avatars: ['img[src*="/img/avatar"]', 'img[src*="/img/banner"]'],
    post: ['[data-testid^="feedItem-by-"]', '[data-testid^="postThreadItem-by-"]', '[role="link"]:has(a[href*="/post/"])'],
    quoted: ['[data-testid*="-by-"] [role="link"]:has(a[href^="/profile/"])'],
    author: ['a[href^="/profile/"]:not([href*="/post/"])', 'a[href^="/profile/"]'],
    permalink: ['a[href*="/profile/"][href*="/post/"]'],
    caption: ['[data-testid="postText"]'],
    lightbox: ["body"], // it is rendered at the root of the document, with nothing that tells
    handle: (post) => /-by-(.+)$/.exec(post.getAttribute("data-testid") ?? "")?.[1] ?? null,

    // cdn.bsky.app/img/feed_thumbnail/plain/DID/CID@jpeg, video.bsky.app/watch/DID/CID/thumbnail.jpg
    mediaKey: ({ hostname, pathname }) =>
      /(^|\.)bsky\.(app|network)$/.test(hostname)
        ? (/^\/img\/[\w-]+\/plain\/[^/]+\/(\w+)/.exec(pathname)?.[1] ?? /^\/watch\/[^/]+\/(\w+)\//.exec(pathname)?.[1] ?? null)
        : null,
  });
}

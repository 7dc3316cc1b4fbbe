// Reddit: the current site with its shadow roots, and the old one (facts on adapters, section 8). A flair is chosen by the
// account from its community's list; Reddit has no AI label of its own.
"use strict";
{
  const MEDIA_HOSTS = new Set(["i.redd.it", "preview.redd.it", "external-preview.redd.it"]);

  Colophon.adapt({
    id: "reddit",
    ignored: ['img[src*="styles.redditmedia.com"]', 'img[src*="emoji.redditmedia.com"]', 'img[src*="redditstatic.com"]'],
    avatars: ['img[src*="/avatars/"]', 'img[src*="snoovatar"]', 'img[alt*="avatar" i]'],
    ads: ["shreddit-ad-post", "shreddit-comments-page-ad", "shreddit-post[promoted]", ".thing.promoted", "[data-promoted='true']"],
    post: ["shreddit-post", "shreddit-comment", "div.thing", ".Comment", "article"],
    quoted: [],
    author: ["[author]", ".author", 'a[href^="/user/"]'],
    permalink: ["[permalink]", 'a[href*="/comments/"]'],
    caption: ['[slot="title"], [slot="text-body"]', "a.title", '[slot="comment"]', ".md"],
    platformLabel: ["shreddit-post-flair", ".linkflairlabel"],
    reshare: ['[post-type="crosspost"]', ".thing[data-crosspost-root-id]"],
    adult: ["shreddit-post[nsfw]", ".thing.over18"],
    lightbox: ["faceplate-dialog", "dialog", '[aria-modal="true"]', 'shreddit-async-loader[bundlename*="lightbox" i]'],

    // i.redd.it/ID.png, preview.redd.it/some-title-v0-ID.png?width=640
    mediaKey: ({ hostname, pathname }) =>
      MEDIA_HOSTS.has(hostname) ? (/([a-z0-9]{10,})\.\w+$/i.exec(pathname)?.[1] ?? null) : null,

    /** In the lightbox the address names the post, if it is not the feed's. */
    postElsewhere: (picture) => {
      const id = /\/comments\/(\w+)/.exec(location.pathname)?.[1];
      return id && Colophon.closest(picture, Colophon.site.lightbox ?? []) ? document.querySelector(`shreddit-post[id="t3_${id}"]`) : null;
    },
  });
}

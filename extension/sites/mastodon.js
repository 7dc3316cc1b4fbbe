// Mastodon on any host (facts on adapters, section 8; mastodon/mastodon components of 2025: status, status_quoted,
// status_banner, hashtag_bar). It has no AI label of its own: a content warning and the tags are the account's words.
"use strict";
{
  Colophon.adapt({
    id: "mastodon",
    images: [".media-gallery__item img", ".media-gallery__item video[poster]", ".video-player video[poster]", ".detailed-status img"],
    ignored: [".emojione", ".custom-emoji", ".status-card img", ".media-gallery__preview"],
    avatars: [".account__avatar img", ".account__header__image img", ".status__avatar img"],
    post: [".status", ".detailed-status", "article"],
    quoted: [".status__quote .status", ".status__quote"],
    author: [".display-name__account", ".status__display-name"],
    permalink: ["a.status__relative-time", "a.detailed-status__datetime", "a[href]:has(time)"],
    caption: [
      ".content-warning:not(.content-warning--filter) p, .status__content, .detailed-status__content, .hashtag-bar a",
      ".status__content__text",
    ],
    lightbox: [".media-modal", ".modal-root"],

    // .../media_attachments/files/111/222/333/original/name.png: the folder is the same for all renditions
    mediaKey: ({ host, pathname }) => {
      const folder = /^(.*\/(?:media_attachments|cache\/media_attachments)\/files\/[\d/]+)\/(?:small|original)\//.exec(pathname);
      return folder ? host + folder[1] : null;
    },
  });
}

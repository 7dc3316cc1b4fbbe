// Mastodon on any host (facts on adapters, section 8).
"use strict";
{
  (Colophon.sites ??= []).push({
    id: "mastodon",
    recognises: (_location, document) => Boolean(document.querySelector("#mastodon")),
    images: [".media-gallery__item img", ".status-card__image img", ".detailed-status img"],
    ignored: [".account__avatar img", ".emojione", ".custom-emoji"],
    post: [".status", ".detailed-status", "article"],
    quoted: [".status__quote .status", ".status__quote"],
    author: [".display-name__account"],
    permalink: ["a.status__relative-time", "a.detailed-status__datetime", "a[href]:has(time)"],
    caption: [".status__content", ".detailed-status__content"],
    platformLabel: [],
    reshare: [],

    // .../media_attachments/files/111/222/333/original/name.png: the folder is the same for all renditions
    mediaKey: ({ host, pathname }) => {
      const folder = /^(.*\/(?:media_attachments|cache\/media_attachments)\/files\/[\d/]+)\/(?:small|original)\//.exec(pathname);
      return folder ? host + folder[1] : null;
    },

    /** The large view is rendered at the root of the document: take the post that shows the same picture. */
    postElsewhere: (img, key) => {
      const folder = key?.split("/files/")[1];
      if (!folder || !img.closest(".media-modal, .modal-root")) return null;
      const thumbnail = document.querySelector(`.media-gallery__item img[src*="${folder}"]`);
      return thumbnail ? thumbnail.closest(".status, .detailed-status, article") : null;
    },
  });
}

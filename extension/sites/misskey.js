// Misskey on any host (facts on adapters, section 8; misskey-dev/misskey MkNote, MkNoteHeader, MkMediaImage, MkMfm of
// 2024-2026, whose class names are made anew at each build). It has no AI label: a content warning is the account's words.
"use strict";
{
  Colophon.adapt({
    id: "misskey",
    images: [],
    ignored: ['img[src*="emoji"]', "header img", 'img[src*="/twemoji/"]', 'article a[rel~="nofollow"] img'],
    avatars: ['img[src*="avatar"]', 'a[href^="/@"] img'],
    post: ['div[tabindex="0"]:has(article)', "div[tabindex]:has(> article)", "article"],
    quoted: ["article div:has(> div > header)"], // a quoted note has a header, but is no article
    author: ['header a[href^="/@"]', 'a[href^="/@"]'],
    permalink: ['a[href^="/notes/"]:has(time)', 'a[href^="/notes/"]'],
    caption: [".mfm-text", 'article [style*="white-space: pre-wrap"]', 'div > [style*="white-space: pre-wrap"]'],
    corner: "bottom-start", // its own: hide above, menu below, "ALT" opposite
    lightbox: [".pswp"],

    /** The name of the account on its server: the text beside is one that it chose. */
    handle: (post) => /^\/(@[^/?]+)/.exec(post.querySelector('header a[href^="/@"]')?.getAttribute("href") ?? "")?.[1] ?? null,

    // a proxy names the file that it passes on; a thumbnail has a name of its own
    mediaKey: ({ host, pathname, searchParams }) => {
      const passedOn = searchParams.get("url");
      const file = passedOn && URL.canParse(passedOn) ? new URL(passedOn) : { host, pathname };
      return /\/[\w-]*[\da-f]{8}-[\da-f-]{27}/.test(file.pathname) ? file.host + file.pathname : null;
    },

    /** The large view shows the file to which the small one links. */
    postElsewhere: (picture) => {
      const link = picture.closest(".pswp") && document.querySelector(`article a[href="${CSS.escape(picture.getAttribute("src") ?? "")}"]`);
      return (link && Colophon.closest(link, [...Colophon.site.quoted, ...Colophon.site.post])) ?? null;
    },
  });
}

// YouTube: pictures of community posts, and the pictures of videos (facts on adapters, section 8; a public account of the
// page's elements and of the badge "AI: Content was made with AI", seen there on 2026-09-28). The section "How this was
// made" below a video is about its film and sound, and has no picture of its own. Its mark of camera recordings is not read.
"use strict";
{
  Colophon.adapt({
    id: "youtube",
    images: ['img[src*="ytimg.com/vi"]', 'img[src*="ytimg.com/an_webp"]', 'img[src*="ggpht.com"]'],
    ignored: ['img[src*="/emoji"]', "yt-emoji-picker-renderer img", "#masthead img"],
    avatars: ["#author-thumbnail img", "#avatar img", "yt-avatar-shape img", "yt-decorated-avatar-view-model img", "#channel-header img"],
    ads: ["ytd-ad-slot-renderer", "ytd-in-feed-ad-layout-renderer", "ytd-display-ad-renderer", "ytd-promoted-sparkles-web-renderer"],
    post: [
      "ytd-backstage-post-renderer",
      "ytd-post-renderer",
      "ytd-comment-view-model",
      "ytd-comment-renderer",
      "ytd-rich-item-renderer",
      "ytd-video-renderer",
      "ytd-compact-video-renderer",
      "ytd-grid-video-renderer",
      "ytd-playlist-video-renderer",
      "ytd-reel-item-renderer",
      "yt-lockup-view-model",
      "ytm-shorts-lockup-view-model",
    ],
    author: ["#author-text", "#channel-name a", "ytd-channel-name a", 'a[href^="/@"]', '[class*="ContentMetadata"] a'],
    permalink: ['a[href*="/post/"]', "a#video-title-link", 'a[href*="/watch"]', 'a[href*="/shorts/"]'],
    caption: ["#content-text, #home-content-text, #post-text", "#video-title", '[class*="MetadataViewModelTitle"]', "h3"],
    platformLabel: ["badge-shape[aria-label]", '[class*="HowThisWasMade"][class*="BodyHeader"]'],
    corner: "top-start", // its own: length below, "watch later" above
    lightbox: ["ytd-backstage-image-lightbox-renderer", "tp-yt-paper-dialog", '[role="dialog"]'],
    handle: (post) => /^\/(@[^/?]+)/.exec(post.querySelector('a[href^="/@"]')?.getAttribute("href") ?? "")?.[1] ?? null,

    // i.ytimg.com/vi/ID/hq720.jpg (not the frames 1.jpg to 3.jpg), yt3.ggpht.com/NAME=s640-c-fcrop64=...
    mediaKey: ({ hostname, pathname }) =>
      hostname.endsWith(".ytimg.com")
        ? (/^\/vi(?:_webp)?\/([\w-]{11})\/(?:hq|sd|mq|max|0\.)/.exec(pathname)?.[1] ?? null)
        : hostname.endsWith(".ggpht.com")
          ? (/^\/([\w/-]{20,})=/.exec(pathname)?.[1] ?? null)
          : null,
  });
}

// Pinterest (facts on adapters, section 8: logged-out markup of 2026-08, the rest undated; the page of one pin from public
// readers, undated). Its label "AI modified" is known by its words (newsroom, 2025-05), not by its markup.
"use strict";
{
  const PINS = ["pin", "pin-rep", "pinrep", "gated-pin-image", "boardPin"].map((name) => `[data-test-id="${name}"]`);

  Colophon.adapt({
    id: "pinterest",
    images: ['img[src*="pinimg.com"]', "video[poster]"],
    ignored: ['[data-test-id="board-rep"] img', 'img[src*="/webapp/"]'],
    avatars: ["/75x75", "/60x60", "/30x30", "/140x140", "/avatars/"].map((size) => `img[src*="${size}"]`).concat('[data-test-id*="avatar"] img'),
    ads: ['[data-test-id="oneTapPromotedPin"]', ...PINS.map((pin) => `${pin}:has([data-test-id*="promoted" i])`)],
    adWords: /^(sponsored|promoted by|promoted|patrocinado|promocionado por|sponsorisé|gesponsert|anzeige|sponset|إعلان مموّل|प्रायोजित|推广)$/i,
    post: [...PINS, '[data-test-id="closeup-container"]', '[data-test-id="closeup-body"]', '[data-test-id="pinWrapper"]', '[data-grid-item="true"]'],
    quoted: ['[data-test-id*="comment" i]'],
    author: ["creator-profile-name", "pin-creator-name", "pinner-name", "official-user-attribution"].map((name) => `[data-test-id="${name}"]`),
    permalink: ['a[href*="/pin/"]'],
    caption: [
      '[data-test-id="pinTitle"], [data-test-id="pin-title"], [data-test-id="truncated-description"], [data-test-id="pin-description"]',
      '[data-test-id="pinrep-title"], [data-test-id="pinrep-description"]',
      "h1",
    ],
    platformLabel: ['[data-test-id*="ai-modified" i]', '[data-test-id*="gen-ai" i]', "span, div, a"],
    corner: "bottom-start", // above, when pointed at: board and "Save"; a film's length
    lightbox: ['[role="dialog"]'],
    link: (post) => (post.matches('[data-test-id^="closeup"]') ? (/^\/pin\/\d+\/?/.exec(location.pathname)?.[0] ?? null) : null),

    // i.pinimg.com/236x/aa/bb/cc/HASH.jpg, the same in /originals/
    mediaKey: ({ hostname, pathname }) =>
      hostname.endsWith(".pinimg.com") ? (/\/([\da-f]{32})\.\w+$/.exec(pathname)?.[1] ?? null) : null,
  });
}

// What Facebook, Instagram and Threads have in common. Words of the mark on advertisements from memory, checked against no
// list; names of files and of picture kinds (-1 and -19 are faces) from public downloaders, undated.
"use strict";
Colophon.meta = {
  adWords: /^(sponsored|publicidad|patrocinado|sponsorisé|gesponsert|anzeige|sponset|sponsoreret|مُموَّل|ممول|प्रायोजित|赞助内容|贊助)$/i,
  avatars: ['img[src*="/t51.2885-19/"]', 'img[src*="/t39.30808-1/"]', 'img[src*="/t1.30497-1/"]', 'img[alt*="profile picture" i]', "svg image"],
  ignored: ['img[src*="/rsrc.php/"]', 'img[src*="static.xx.fbcdn.net"]', 'img[src*="/emoji.php/"]'],

  /** .../v/t39.30808-6/123_456_789_n.jpg?stp=...: the name is the same for all sizes and hosts. @param {URL} url */
  mediaKey: ({ hostname, pathname }) =>
    /(^|\.)(fbcdn\.net|cdninstagram\.com)$/.test(hostname) ? (/\/(\d+_\d+_\d+)_\w\.\w+$/.exec(pathname)?.[1] ?? null) : null,
};
void 0; // the last value goes back to the background, and a function cannot

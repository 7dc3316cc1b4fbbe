import assert from "node:assert/strict";
import { before, test } from "node:test";

import { parseHTML } from "linkedom";

import { installChrome, loadScripts } from "./fakes.mjs";
import { adapterFor, filesOf } from "../../../extension/background/adapters.js";
import { privateMarks } from "../../../extension/background/private_places.js";

const ADAPTERS = {};

before(async () => {
  installChrome();
  globalThis.ShadowRoot = class {};
  globalThis.addEventListener ??= () => {};
  await loadScripts(...["hook", "bridge", "patterns", "statements", "occurrence", "pictures"].map((name) => `content/${name}.js`), "sites/generic.js");
  for (const name of ["x", "bluesky", "mastodon", "reddit", "linkedin"]) {
    await loadScripts(...filesOf(name));
    ADAPTERS[name] = Colophon.site;
  }
  Colophon.privateMarks = privateMarks("x.com");
});

/** Make `html` the page at `url` and read the occurrence of its picture. */
function read(url, html, asked = false) {
  const { document } = parseHTML(`<!doctype html><html><body>${html}</body></html>`);
  globalThis.document = document;
  globalThis.location = new URL(url);
  const img = document.querySelector("img.this") ?? document.querySelector("img");
  Colophon.site = ADAPTERS[adapterFor(globalThis.location.hostname, Colophon.marks())] ?? Colophon.generic;
  return Colophon.readOccurrence(img, Colophon.site, asked);
}

const xPost = (inner) => `
  <article data-testid="tweet">
    <div data-testid="User-Name"><a href="/amy"><span>AI-generated Amy</span></a><a href="/amy"><span>@amy</span></a></div>
    <a href="/amy/status/12"><time>2h</time></a>
    <div data-testid="tweetText"><span>Made with AI</span></div>
    ${inner}
  </article>`;
const xPhoto = '<div data-testid="tweetPhoto"><img class="this" src="https://pbs.twimg.com/media/Gabc_-9?format=jpg&name=small" alt="Image"></div>';

test("X: caption, author, permalink; the alt placeholder and the account's name are no statements", () => {
  const occurrence = read("https://x.com/home", xPost(xPhoto));
  assert.equal(occurrence.site, "x");
  assert.equal(occurrence.caption, "Made with AI");
  assert.equal(occurrence.alt, null);
  assert.equal(occurrence.platformLabel, null);
  assert.equal(occurrence.permalink, "https://x.com/amy/status/12");
  assert.equal(occurrence.reshare, false);
});

test("X: the platform's own label is found by its words", () => {
  const occurrence = read("https://x.com/home", xPost(`${xPhoto}<div><span>Made with AI</span></div>`));
  assert.equal(occurrence.platformLabel, "Made with AI");
});

test("X: a quoted post speaks for its own picture, the quoting one does not", () => {
  const quoted = `<div role="link"><div data-testid="User-Name">@bo</div>
    <div data-testid="tweetText">A morning walk</div>${xPhoto}</div>`;
  assert.equal(read("https://x.com/home", xPost(quoted)).caption, "A morning walk");
});

test("X: a quoted post's words are not the caption of the quoting one", () => {
  const quoted = '<div role="link"><div data-testid="User-Name">@bo</div><div data-testid="tweetText">Other</div></div>';
  assert.equal(read("https://x.com/home", xPost(xPhoto + quoted)).caption, "Made with AI");
});

test("X: in the lightbox the post is the one that the address names", () => {
  const page = `${xPost("")}<div role="dialog"><img class="this" src="https://pbs.twimg.com/media/Gabc?name=large"></div>`;
  assert.equal(read("https://x.com/amy/status/12/photo/1", page).caption, "Made with AI");
  assert.equal(read("https://x.com/amy/status/99/photo/1", page), null);
});

test("X: faces of accounts are not looked at", () => {
  const face = '<img class="this" src="https://pbs.twimg.com/profile_images/1/a.jpg">';
  assert.equal(read("https://x.com/home", xPost(face)), null);
});

const blueskyImage = (size) => `<img class="this" src="https://cdn.bsky.app/img/feed_${size}/plain/did:plc:abc/bafkreih4@jpeg" alt="A fox">`;

test("Bluesky: caption, alt text and permalink", () => {
  const occurrence = read(
    "https://bsky.app/",
    `<div data-testid="feedItem-by-amy.bsky.social"><a href="/profile/amy.bsky.social">Amy</a>
     <a href="/profile/amy.bsky.social/post/3k"><time>1h</time></a><div data-testid="postText">Words</div>${blueskyImage("thumbnail")}</div>`,
  );
  assert.deepEqual(
    [occurrence.caption, occurrence.alt, occurrence.permalink],
    ["Words", "A fox", "https://bsky.app/profile/amy.bsky.social/post/3k"],
  );
});

test("Bluesky: the large view belongs to the post with the same picture", () => {
  const thumbnail = blueskyImage("thumbnail").replace("this", "that");
  const page = `<div data-testid="feedItem-by-a.b"><div data-testid="postText">Words</div>${thumbnail}</div>
    <div role="dialog">${blueskyImage("fullsize")}</div>`;
  assert.equal(read("https://bsky.app/", page).caption, "Words");
});

test("Mastodon: recognised by its page, on any host", () => {
  const page = `<div id="mastodon"><article><div class="status"><a class="status__relative-time" href="/@amy/1"><time>1h</time></a>
    <div class="status__content"><p>Words</p></div><div class="media-gallery__item">
    <img class="this" src="https://files.example/media_attachments/files/1/2/small/a.png" alt="A fox"></div></div></article></div>`;
  const occurrence = read("https://masto.example/home", page);
  assert.deepEqual([occurrence.site, occurrence.caption, occurrence.alt], ["mastodon", "Words", "A fox"]);
});

test("Reddit: title, author and permalink from the post element; a crosspost is a reshare", () => {
  const page = (more) => `<shreddit-post permalink="/r/pics/comments/1a/" author="amy" ${more}>
    <a slot="title" href="/x">My title</a><div slot="post-media-container"><img class="this" src="https://i.redd.it/abcdefghij123.png"></div></shreddit-post>`;
  const occurrence = read("https://www.reddit.com/r/pics/", page(""));
  assert.deepEqual([occurrence.caption, occurrence.author, occurrence.reshare], ["My title", "amy", false]);
  assert.equal(occurrence.permalink, "https://www.reddit.com/r/pics/comments/1a/");
  assert.equal(read("https://www.reddit.com/", page('post-type="crosspost"')).reshare, true);
});

const kindOf = (html, url = "https://x.com/home") => read(url, html).post;

test("whose picture it is: the account's own, passed on, or not told", () => {
  assert.equal(kindOf(xPost(xPhoto)), "own");
  assert.equal(kindOf(xPost(xPhoto).replace("Made with AI", "RT @bo: made with AI")), "reshare");
  const article = '<article><a href="/p/1"><time>1h</time></a><img src="a.jpg"></article>';
  assert.equal(kindOf(article, "https://blog.example/"), "own");
  assert.equal(kindOf('<figure><img src="a.jpg"></figure>', "https://blog.example/"), null);
});

test("the account is named by its handle where the page has it", () => {
  assert.equal(read("https://x.com/home", xPost(xPhoto)).author, "@amy");
  const bluesky = `<div data-testid="feedItem-by-amy.bsky.social"><a href="/profile/amy.bsky.social">Amy</a>${blueskyImage("thumbnail")}</div>`;
  assert.equal(read("https://bsky.app/", bluesky).author, "amy.bsky.social");
});

test("the day of a post is the one it gives, in UTC, and none that has not come yet", () => {
  const dated = (when) => read("https://x.com/home", xPost(xPhoto).replace("<time>", `<time datetime="${when}">`)).date;
  assert.equal(dated("2023-04-29T23:30:00-02:00"), "2023-04-30");
  assert.equal(dated("2999-01-01T00:00:00Z"), null);
  assert.equal(dated("yesterday"), null);
  assert.equal(read("https://x.com/home", xPost(xPhoto)).date, null);
});

test("Reddit: a post for adults is not looked at, unless the reader switched that on", () => {
  const post = `<shreddit-post nsfw permalink="/r/x/comments/1a/"><div slot="post-media-container"><img src="https://i.redd.it/abcdefghij123.png"></div></shreddit-post>`;
  Colophon.adultSeen = false;
  assert.equal(read("https://www.reddit.com/", post), null);
  assert.equal(Colophon.adultSeen, true);
  Colophon.adultOn = true;
  assert.equal(read("https://www.reddit.com/", post).site, "reddit");
  Colophon.adultOn = false;
});

test("elsewhere: only pictures in posts, and the page's host is the site", () => {
  assert.equal(read("https://blog.example/", '<div><img src="a.jpg" alt="made with AI"></div>'), null);
  const figure = '<figure><img src="a.jpg"><figcaption>Made with AI</figcaption></figure>';
  assert.deepEqual(
    [read("https://blog.example/", figure).caption, read("https://blog.example/", figure).site],
    ["Made with AI", "blog.example"],
  );
});

test("words that name another account mark a reshare", () => {
  for (const [caption, reshare] of [
    ["RT @bo: made with AI", true],
    ["Made with AI, via @bo", true],
    ["Repost from @bo", true],
    ["Made with AI by me, thanks @bo", false],
  ]) {
    assert.equal(read("https://blog.example/", `<figure><img src="a.jpg"><figcaption>${caption}</figcaption></figure>`).reshare, reshare);
  }
});

test("an alt text that is a placeholder or an address says nothing", () => {
  for (const alt of ["Image", "photo", "Embedded image", "https://a.example/b", " "]) {
    assert.equal(read("https://blog.example/", `<figure><img src="a.jpg" alt="${alt}"></figure>`).alt, null);
  }
});

const keyAt = (id, url) => Colophon.keyOf(url, ADAPTERS[id] ?? Colophon.generic);

test("all renditions of a picture have one key", () => {
  for (const [site, ...urls] of [
    ["x", "https://pbs.twimg.com/media/Gabc_-9?format=jpg&name=small", "https://pbs.twimg.com/media/Gabc_-9.jpg:large"],
    ["bluesky", "https://cdn.bsky.app/img/feed_thumbnail/plain/did:plc:a/bafk1@jpeg", "https://cdn.bsky.app/img/feed_fullsize/plain/did:plc:a/bafk1"],
    ["mastodon", "https://f.example/media_attachments/files/1/2/small/a.png", "https://f.example/media_attachments/files/1/2/original/a.png"],
    ["reddit", "https://i.redd.it/abcdefghij123.png", "https://preview.redd.it/some-title-v0-abcdefghij123.png?width=640"],
  ]) {
    const keys = new Set(urls.map((url) => keyAt(site, url)));
    assert.equal(keys.size, 1, [...keys].join(" "));
    assert.match([...keys][0], new RegExp(`^${site}:`));
  }
});

test("an address that only looks like a known one is its own key", () => {
  const url = "https://evil.example/media/Gabc?name=small";
  assert.equal(keyAt("x", url), url);
  assert.equal(keyAt("generic", url), url);
});

const tootOf = (visibility) => `<div id="mastodon"><div class="status__wrapper status__wrapper-${visibility}">
  <div class="status status-${visibility}"><div class="status__content">A walk</div>
    <div class="media-gallery__item"><img class="this" src="https://files.example/media_attachments/files/1/2/small/a.png"></div>
  </div></div></div>`;
const LOCK = '<svg role="img" aria-label="Cuenta protegida" data-testid="icon-lock"></svg>';
const shared = '<div class="feed-shared-update-v2" data-urn="urn:li:activity:7"><div class="update-components-image"><img class="this" src="https://media.licdn.com/a"></div></div>';
const locked = xPost(xPhoto).replace("<span>@amy</span>", `<span>@amy</span>${LOCK}`);

for (const [what, url, html, expected] of [
  ["Mastodon: a public post", "https://a.example/home", tootOf("public"), false],
  ["Mastodon: a quiet public post", "https://a.example/home", tootOf("unlisted"), false],
  ["Mastodon: a post for followers", "https://a.example/home", tootOf("private"), true],
  ["Mastodon: a private mention", "https://a.example/home", tootOf("direct"), true],
  ["X: a post", "https://x.com/home", xPost(xPhoto), false],
  ["X: a protected account", "https://x.com/home", locked, true],
  ["X: a post that was sent as a message", "https://x.com/messages/1-2", xPost(xPhoto), true],
  ["X: the drawer of messages", "https://x.com/home", `<div data-testid="DMDrawer">${xPost(xPhoto)}</div>`, true],
  ["X: the newer chat", "https://x.com/home", `<div data-testid="dm-conversation-panel">${xPost(xPhoto)}</div>`, true],
  ["LinkedIn: a post", "https://www.linkedin.com/feed/", shared, false],
  ["LinkedIn: the window of messages", "https://www.linkedin.com/feed/", `<aside class="msg-overlay-container">${shared}</aside>`, true],
])
  test(`private or not: ${what}`, () => assert.equal(read(url, html).private, expected));

const face = '<img class="this" src="https://pbs.twimg.com/profile_images/1/a.jpg" alt="made with AI">';
const ad = `<div data-testid="placementTracking">${xPost(xPhoto)}</div>`;

test("a reader may ask for an advertisement: its words are its own", () => {
  assert.equal(read("https://x.com/home", ad), null);
  assert.equal(read("https://x.com/home", ad, true).caption, "Made with AI");
});

test("a reader may ask for a face or a logo: the words around it are about something else", () => {
  for (const html of [xPost(face), `<header>${face}</header>`]) {
    const { caption, alt, author, platformLabel, post, ...place } = read("https://x.com/home", html, true);
    assert.deepEqual([caption, alt, author, platformLabel, post], [null, null, null, null, null]);
    assert.deepEqual([place.site, place.private], ["x", false]);
  }
});

test("a reader may ask for a picture that is in no post: its alt text is about it", () => {
  const alone = '<div><img src="https://blog.example/a.jpg" alt="A fox, made with AI"></div>';
  assert.equal(read("https://blog.example/", alone, true).alt, "A fox, made with AI");
  assert.equal(read("https://blog.example/", `<div class="status-direct">${alone}</div>`, true).private, true);
});

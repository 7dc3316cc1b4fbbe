import assert from "node:assert/strict";
import { before, test } from "node:test";

import { parseHTML } from "linkedom";

import { installChrome, loadScripts } from "./fakes.mjs";

before(async () => {
  installChrome();
  globalThis.ShadowRoot = class {};
  globalThis.addEventListener ??= () => {};
  await loadScripts("content/hook.js", "content/bridge.js", "content/occurrence.js", "sites/generic.js", "sites/x.js", "content/doctor.js");
  Colophon.shadowOf = (element) => element.shadowRoot ?? null;
  Colophon.isPicture = ({ naturalWidth }) => naturalWidth >= 120;
});

/** Examine a page whose pictures have the size of their `width`. */
function examine(body) {
  const { document } = parseHTML(`<!doctype html><html><body>${body}</body></html>`);
  for (const img of document.querySelectorAll("img")) {
    const side = Number(img.getAttribute("width"));
    Object.defineProperties(img, { naturalWidth: { value: side }, naturalHeight: { value: side } });
  }
  globalThis.document = document;
  return Colophon.examine();
}

const hitsOf = ({ lists }, name) => Object.fromEntries(lists.find((list) => list.name === name).selectors.map(({ selector, hits }) => [selector, hits]));
const photo = '<div data-testid="tweetPhoto"><img width="640" src="https://pbs.twimg.com/media/G1?name=small"></div>';
const post = (inner) => `<article data-testid="tweet">${inner}</article>`;
const name = '<div data-testid="User-Name"><a href="/amy"><span>@amy</span></a><a href="/amy/status/1"><time>1h</time></a></div>';
const text = '<div data-testid="tweetText">Words</div>';

test("it fits: which selector hit, and which never did", () => {
  const found = examine(post(name + text + photo) + post(name + text + photo) + '<img width="32" src="icon.png">');
  assert.deepEqual([found.site, found.state, found.pictures, found.inPosts, found.posts, found.missing], ["x", "fits", 2, 2, 2, []]);
  assert.deepEqual(hitsOf(found, "caption"), { '[data-testid="tweetText"]': 2, "[lang]:not(html)": 0 });
  assert.equal(hitsOf(found, "post")['article[data-testid="tweet"]'], 2);
  assert.equal(hitsOf(found, "images")["video[poster]"], 0);
});

test("a site that gave its parts other names is seen, part by part", () => {
  const found = examine(post(`<div data-testid="Name2">@amy</div>${photo}`));
  assert.deepEqual([found.state, found.missing], ["partly", ["author", "permalink", "caption"]]);
  assert.deepEqual(examine(post(name + photo)).missing, ["caption"]);
});

test("pictures that are in no post it knows", () => {
  const found = examine(`<section>${photo}${photo}</section>`);
  assert.deepEqual([found.state, found.pictures, found.inPosts], ["misses", 2, 0]);
});

test("a page without large pictures says nothing about the adapter, nor do faces and advertisements", () => {
  const face = '<img width="640" src="https://pbs.twimg.com/profile_images/1/a.jpg">';
  const ad = `<div data-testid="placementTracking">${post(photo)}</div>`;
  assert.equal(examine("").state, "empty");
  assert.deepEqual([examine(face + ad).state, examine(face + ad).pictures], ["empty", 0]);
});

test("no words of the page are in it", () => {
  assert.doesNotMatch(JSON.stringify(examine(post(name + text + photo))), /Words|amy/);
});

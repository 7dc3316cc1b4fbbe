// Reads what a post says about its picture: caption, alt text, the platform's own label. The words stay here.
"use strict";
{
  const NOT_ALT = /^((view )?images?|photos?|pictures?|imagen|foto|bild|media|embedded (image|video)|video|gif|alt text)\.?$/i;
  const PASSED_ON = /(^|\s)(RT|via|repost(ed)? (from|of|by)|credits?:?|📷:?|📸:?)\s*@\w/i;
  const NAMES_AI = /(^|[^\p{Script=Latin}])(AI|A\.I\.|IA|KI|MI|ИИ|الذكاء|人工智能|एआई|artificial|generativ)/iu;
  const LINES = /^(article|blockquote|br|div|figure|h\d|header|li|ol|p|pre|section|ul)$/; // begin on a line of their own
  const PLAIN = /^[a-z, ]+$/; // a selector of element names alone: the words of anything
  const KEPT = ["fbid", "story_fbid", "id", "v"]; // what a permalink's query says of the post; the rest says who reads it
  const MAX_WORDS = 5000; // characters of a caption that are read
  const MAX_LABEL = 60; // characters of a platform's own label
  const MAX_NAME = 60; // characters of an account's name

  /** The nearest ancestor that any of the selectors matches, in their order, also across shadow roots. */
  Colophon.closest = (element, selectors) => {
    for (const selector of selectors) {
      /** @type {Element | null} */
      let at = element;
      while (at) {
        const hit = at.closest(selector);
        if (hit) return hit;
        const root = at.getRootNode();
        at = root instanceof ShadowRoot ? root.host : null;
      }
    }
    return null;
  };

  /** The post that an element belongs to. @param {Element} element @param {Site} site */
  const postOf = (element, site) => Colophon.closest(element, [...site.quoted, ...site.post]);

  /** What a selector finds in a post, the post itself included, and not in posts inside it. @param {Element} post @param {Site} site */
  const inPost = (post, site) => (/** @type {string} */ selector) =>
    [...(post.matches(selector) ? [post] : []), ...post.querySelectorAll(selector)].filter((part) => postOf(part, site) === post);

  /** Its words, with the lines and the emoji that are pictures. @param {any} node @returns {string} */
  function wordsOf(node) {
    if (node.nodeType === 3) return node.data;
    if (node.localName === "img") return node.alt;
    const inside = [...node.childNodes].map(wordsOf).join("");
    return LINES.test(node.localName) ? `\n${inside}\n` : inside;
  }

  /** @param {Element} element */
  const textOf = (element) => wordsOf(element).replace(/\n\s*\n/g, "\n").trim().slice(0, MAX_WORDS);

  /** @param {Element} element */
  function altOf(element) {
    const text = (element.getAttribute("alt") ?? element.getAttribute("aria-label"))?.trim() ?? "";
    return !text || NOT_ALT.test(text) || URL.canParse(text) ? null : text.slice(0, MAX_WORDS);
  }

  /** All that the first selector finds. @param {ReturnType<typeof inPost>} find @param {Site} site */
  function captionOf(find, site) {
    for (const selector of site.caption) {
      const text = find(selector).slice(0, site.oneText ? 1 : undefined).map(textOf).filter(Boolean).join("\n");
      if (text) return text;
    }
    return null;
  }

  /** Short words of the page itself, outside of all that the account could write. @param {Element} post @param {Site} site
   * @param {string[]} selectors @param {(text: string) => boolean} wanted @param {string} [links] that are the account's, too */
  function ownWord(post, site, selectors, wanted, links) {
    const written = [...site.caption, ...site.author, "[contenteditable]"];
    for (const selector of selectors) {
      const plain = PLAIN.test(selector);
      for (const part of post.querySelectorAll(selector)) {
        if (plain && part.childElementCount) continue;
        const text = (part.getAttribute("aria-label") ?? part.textContent ?? "").trim();
        if (!text || text.length > MAX_LABEL || !wanted(text) || postOf(part, site) !== post) continue;
        const owner = part.closest([...written, ...(plain && links ? [links] : [])].join());
        if (!owner || owner === post || !post.contains(owner)) return text;
      }
    }
    return null;
  }

  /** @param {string} text @param {string} site */
  const isLabel = (text, site) =>
    NAMES_AI.test(text) && Colophon.readStatements({ caption: null, alt: null, platformLabel: text, site, reshare: false }).length > 0;

  /** @param {Element} picture @param {Element} post @param {Site} site */
  const isAd = (picture, post, site) =>
    Boolean(site.ads && Colophon.closest(picture, site.ads)) ||
    Boolean(site.adWords && ownWord(post, site, ["span, a, p, div"], (text) => site.adWords?.test(text) ?? false));

  /** The account: what the post says, else the first text that looks like a handle, else the first text.
   * @param {Element} post @param {ReturnType<typeof inPost>} find @param {Site} site */
  function authorOf(post, find, site) {
    const told = post.getAttribute("author") ?? post.getAttribute("data-author") ?? site.handle?.(post);
    const names = told ? [told] : site.author.flatMap(find).map((hit) => hit.getAttribute("author") ?? hit.textContent?.trim());
    return (names.find((name) => name?.startsWith("@")) ?? names.find(Boolean))?.slice(0, MAX_NAME) ?? null;
  }

  /** The day of the post, in UTC. @param {Element} post @param {ReturnType<typeof inPost>} find */
  function dateOf(post, find) {
    const text = post.getAttribute("created-timestamp") ?? find("time[datetime]")[0]?.getAttribute("datetime");
    const when = new Date(text ?? NaN);
    return when.getTime() <= Date.now() ? when.toISOString().slice(0, 10) : null;
  }

  /** @param {Element} post @param {ReturnType<typeof inPost>} find @param {Site} site */
  const linkOf = (post, find, site) =>
    post.getAttribute("permalink") ?? post.getAttribute("data-permalink") ?? site.link?.(post) ?? site.permalink.flatMap(find)[0]?.getAttribute("href");

  /** @param {string | null | undefined} link @param {Site} site */
  function permalinkOf(link, site) {
    if (!link || !URL.canParse(link, location.href)) return null;
    const url = new URL(link, location.href);
    const query = url.searchParams; // in Firefox its names cannot be listed here
    const kept = KEPT.filter((name) => query.has(name)).map((name) => `${name}=${encodeURIComponent(String(query.get(name)))}`);
    if (site !== Colophon.generic) url.search = kept.join("&");
    return url.href;
  }

  /** One name for all renditions of the picture behind `url`; the address itself where the site has none. */
  Colophon.keyOf = (url, site) => {
    const media = URL.canParse(url) ? site.mediaKey(new URL(url)) : null;
    return media ? `${site.id}:${media}` : url;
  };

  /** In a large view the picture is outside of its post: the post that shows the same one.
   * @param {Element} picture @param {string} key @param {Site} site */
  function postElsewhere(picture, key, site) {
    if (!site.lightbox || !key.startsWith(`${site.id}:`) || !Colophon.closest(picture, site.lightbox)) return null;
    for (const other of document.querySelectorAll("img")) {
      const post = other !== picture && Colophon.keyOf(Colophon.sourceOf(other), site) === key && postOf(other, site);
      if (post) return post;
    }
    return null;
  }

  /** Is this one of the pictures that posts show? @param {Element} picture @param {Element | null} within @param {Site} site */
  function isShown(picture, within, site) {
    const is = (/** @type {string} */ selector) => picture.matches(selector);
    if ([...site.ignored, ...(site.avatars ?? [])].some(is)) return false;
    return !within || !site.images.length || site.images.some(is) || Boolean(site.backgrounds?.some(is));
  }

  /** Is it in a place that is not for everybody? @param {Element} element @param {Element | null} [post] around it */
  Colophon.isPrivate = (element, post) => {
    const { path, around, inside } = Colophon.privateMarks;
    return RegExp(path, "i").test(location.pathname) || Boolean(Colophon.closest(element, [around]) ?? post?.querySelector(inside));
  };

  const NO_WORDS = { caption: null, platformLabel: null, permalink: null, author: null, date: null, reshare: false, post: null };

  /** What the post around `picture` says, or null when the picture is not part of a post. A reader may ask for any: of what
   * no post shows, of faces and of the site's own pictures no words around them are read, for they are about others. */
  Colophon.readOccurrence = (picture, site, asked = false) => {
    const key = Colophon.keyOf(Colophon.sourceOf(picture), site);
    const within = postOf(picture, site);
    const shown = isShown(picture, within, site);
    if (!asked && !shown) return null;
    const post = shown ? (within ?? site.postElsewhere?.(picture, key) ?? postElsewhere(picture, key, site)) : null;
    if (!asked && (!post || isAd(picture, post, site))) return null;
    if (!Colophon.adultOn && post && site.adult?.some((selector) => post.matches(selector))) {
      Colophon.adultSeen = true;
      return null;
    }
    const place = {
      site: site === Colophon.generic ? location.hostname : site.id,
      private: Colophon.isPrivate(within || !post ? picture : post, post),
    };
    if (!post) return { ...NO_WORDS, ...place, alt: shown ? altOf(picture) : null };
    const find = inPost(post, site);
    const caption = captionOf(find, site);
    const reshare = site.reshare.some((selector) => post.matches(selector)) || Boolean(site.passedOn?.(post)) || PASSED_ON.test(caption ?? "");
    return {
      ...place,
      caption,
      alt: altOf(picture),
      platformLabel: ownWord(post, site, site.platformLabel, (text) => isLabel(text, place.site), "a[href]"),
      reshare,
      post: reshare ? "reshare" : site !== Colophon.generic || linkOf(post, find, site) ? "own" : null,
      // only a disclosure that the reader remembers has these
      get permalink() {
        return permalinkOf(linkOf(post, find, site), site);
      },
      get author() {
        return authorOf(post, find, site);
      },
      get date() {
        return dateOf(post, find);
      },
    };
  };
}

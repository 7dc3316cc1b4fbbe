// Reads what a post says about its picture: caption, alt text, the platform's own label. The words stay here.
"use strict";
{
  const NOT_ALT = /^(images?|photos?|pictures?|imagen|foto|bild|media|embedded (image|video)|video|gif|alt text)\.?$/i;
  const PASSED_ON = /(^|\s)(RT|via|repost(ed)? (from|of|by)|credits?:?|📷:?|📸:?)\s*@\w/i;
  const NAMES_AI = /(^|[^\p{L}])(AI|A\.I\.|IA|KI|MI|ИИ|الذكاء|artificial|generativ)/iu;
  const MAX_WORDS = 5000; // characters of a caption that are read
  const MAX_LABEL = 60; // characters of a platform's own label
  const MAX_NAME = 60; // characters of an account's name

  /** The first element that any of the selectors finds, in their order. */
  Colophon.first = (root, selectors) => {
    for (const selector of selectors) {
      const hit = root.querySelector(selector);
      if (hit) return hit;
    }
    return null;
  };

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

  /** @param {Element | null} element */
  const textOf = (element) => element?.textContent?.trim().slice(0, MAX_WORDS) || null;

  /** @param {string | null} alt */
  function meaningfulAlt(alt) {
    const text = alt?.trim() ?? "";
    return !text || NOT_ALT.test(text) || URL.canParse(text) ? null : text.slice(0, MAX_WORDS);
  }

  /**
   * The caption: all matches of the first selector that finds anything, without those of a quoted post.
   * @param {Element} post @param {Site} site
   */
  function captionOf(post, site) {
    for (const selector of site.caption) {
      const parts = [...post.querySelectorAll(selector)].filter((part) => {
        const quoted = Colophon.closest(part, site.quoted);
        return !quoted || quoted === post || !post.contains(quoted);
      });
      const text = parts.map(textOf).filter(Boolean).join("\n");
      if (text) return text;
    }
    return null;
  }

  /**
   * The platform's own label: short text that names AI, outside of everything the account itself could write.
   * @param {Element} post @param {Site} site
   */
  function platformLabelOf(post, site) {
    const written = [...site.caption, ...site.author, ...site.quoted, "a[href]", "[contenteditable]"].join(",");
    for (const part of site.platformLabel.flatMap((selector) => [...post.querySelectorAll(selector)])) {
      const text = part.textContent?.trim() ?? "";
      if (!text || text.length > MAX_LABEL || !NAMES_AI.test(text)) continue;
      const owner = part.closest(written);
      if (!owner || !post.contains(owner) || owner === post) return text;
    }
    return null;
  }

  /**
   * The account: an attribute, else the first text that looks like a handle, else the first text.
   * @param {Element} post @param {Site} site
   */
  function authorOf(post, site) {
    const told = post.getAttribute("author") ?? site.handle?.(post);
    if (told) return told;
    const hits = site.author.flatMap((selector) => [...post.querySelectorAll(selector)]);
    const hit = hits.find((one) => one.textContent?.trim().startsWith("@")) ?? hits[0];
    return (hit?.getAttribute("author") ?? textOf(hit ?? null))?.slice(0, MAX_NAME) ?? null;
  }

  /** The day of the post, in UTC. @param {Element} post */
  function dateOf(post) {
    const text = post.getAttribute("created-timestamp") ?? post.querySelector("time[datetime]")?.getAttribute("datetime");
    const when = new Date(text ?? NaN);
    return when.getTime() <= Date.now() ? when.toISOString().slice(0, 10) : null;
  }

  /** @param {Element} post @param {Site} site */
  function permalinkOf(post, site) {
    const path = post.getAttribute("permalink") ?? Colophon.first(post, site.permalink)?.getAttribute("href");
    return path && URL.canParse(path, location.href) ? new URL(path, location.href).href : null;
  }

  /** One name for all renditions of the picture behind `url`; the address itself where the site has none. */
  Colophon.keyOf = (url, site) => {
    const media = URL.canParse(url) ? site.mediaKey(new URL(url)) : null;
    return media ? `${site.id}:${media}` : url;
  };

  /** What the post around `img` says, or null when the picture is not part of a post. */
  Colophon.readOccurrence = (img, site) => {
    if (site.ignored.some((selector) => img.matches(selector))) return null;
    const key = Colophon.keyOf(img.currentSrc || img.src, site);
    const within = Colophon.closest(img, [...site.quoted, ...site.post]);
    const post = within ?? site.postElsewhere?.(img, key) ?? null;
    if (!post || (within && site.images.length && !site.images.some((selector) => img.matches(selector)))) return null;
    if (!Colophon.adultOn && site.adult?.some((selector) => post.matches(selector))) {
      Colophon.adultSeen = true;
      return null;
    }
    const { path, around, inside } = Colophon.privateMarks;
    const caption = captionOf(post, site);
    const permalink = permalinkOf(post, site);
    const reshare = site.reshare.some((selector) => post.matches(selector)) || PASSED_ON.test(caption ?? "");
    return {
      caption,
      alt: meaningfulAlt(img.getAttribute("alt")),
      platformLabel: platformLabelOf(post, site),
      site: site === Colophon.generic ? location.hostname : site.id,
      permalink,
      author: authorOf(post, site),
      date: dateOf(post),
      reshare,
      private:
        RegExp(path, "i").test(location.pathname) || Boolean(Colophon.closest(within ? img : post, [around]) ?? post.querySelector(inside)),
      post: reshare ? "reshare" : site !== Colophon.generic || permalink ? "own" : null,
    };
  };
}

// What a reader does with a post that shows an image of a study, where the site's own controls can be told: that they
// were used, not what came of it.
"use strict";
{
  /** Selectors by adapter, then by act. A feed that a study serves names them itself. @type {Record<string, Record<string, string>>} */
  const CONTROLS = {
    x: { like: '[data-testid="like"]', reply: '[data-testid="reply"]', share_click: '[data-testid="retweet"]' },
    bluesky: { like: '[data-testid="likeBtn"]', reply: '[data-testid="replyBtn"]', share_click: '[data-testid="repostBtn"]' },
    mastodon: { like: "button.star-icon", reply: "button:has(.icon-reply)", share_click: "button:has(.icon-retweet)" },
  };
  const OWN = Object.fromEntries(["like", "reply", "share_click"].map((act) => [act, `[data-study-act="${act}"]`]));

  /** @param {Element} target */
  function actOf(target) {
    for (const controls of [OWN, CONTROLS[Colophon.site.id] ?? {}])
      for (const [act, selector] of Object.entries(controls)) if (target.closest(selector)) return act;
    return null;
  }

  Colophon.watchActs ??= (did) => {
    const onClick = (/** @type {Event} */ event) => {
      const target = event.composedPath()[0];
      const act = target instanceof Element && event.isTrusted ? actOf(target) : null;
      const post = act && Colophon.closest(/** @type {Element} */ (target), Colophon.site.post);
      const shown = post && Colophon.tracked().find(({ element }) => post.contains(element));
      if (shown && act) did(act, shown.element);
    };
    document.addEventListener("click", onClick, { capture: true, passive: true });
  };
  void 0; // the last value goes back to the background, and a function cannot
}

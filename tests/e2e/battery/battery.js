// What a reader sees of the labels on a page of the battery, by rectangles and by what lies on top at a point. A picture
// has `data-picture`; a site's own control or note `data-control`; what must lie above all labels `data-over`.
"use strict";
globalThis.battery = (() => {
  const ours = "colophon-label";
  const inside = (element) =>
    element.closedRoot ?? (element.localName === ours ? null : element.shadowRoot) ?? (element.localName === "iframe" ? element.contentDocument : null);

  const all = (selector, root = document) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((element) => (inside(element) ? all(selector, inside(element)) : [])),
  ];

  const nameOf = (element) => {
    for (let at = element; at; at = at.getRootNode().host ?? at.ownerDocument.defaultView.frameElement) {
      const post = at.closest("[data-case]");
      if (post) return post.dataset.case;
    }
    return "?";
  };

  const addressOf = (picture) =>
    picture.dataset.now ?? (picture.poster || picture.currentSrc || picture.href?.baseVal || picture.src || picture.style.backgroundImage);
  const isAi = (picture) => /\bai\b/.test(addressOf(picture));
  const box = (element) => element.getBoundingClientRect();
  const contains = (outer, inner) =>
    inner.left >= outer.left - 1 && inner.right <= outer.right + 1 && inner.top >= outer.top - 1 && inner.bottom <= outer.bottom + 1;
  const common = (a, b) => {
    const [left, right] = [Math.max(a.left, b.left), Math.min(a.right, b.right)];
    const [top, bottom] = [Math.max(a.top, b.top), Math.min(a.bottom, b.bottom)];
    return right - left > 0.5 && bottom - top > 0.5 ? { x: (left + right) / 2, y: (top + bottom) / 2 } : null;
  };
  const middle = ({ left, right, top, bottom }) => ({ x: (left + right) / 2, y: (top + bottom) / 2 });
  const chipOf = (host) => host.shadowRoot?.querySelector(".chip");

  /** Is the label what lies on top at this point? */
  const hits = (host, { x, y }) => host.getRootNode().elementFromPoint(x, y) === host;
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });

  const seen = () =>
    all(ours).flatMap((host) => {
      const chip = chipOf(host);
      return chip && pointsOf(box(chip)).some((point) => hits(host, point)) ? [{ host, chip, box: box(chip) }] : [];
    });

  /** May a reader see the whole picture now? */
  const inSight = (picture) => {
    const view = picture.ownerDocument.defaultView;
    const of = box(picture);
    if (!shown(picture) || of.left < 0 || of.top < 0 || of.right > view.innerWidth || of.bottom > view.innerHeight) return false;
    const points = [middle(of), { x: of.left + 10, y: of.top + 10 }, { x: of.right - 10, y: of.top + 10 }];
    return points.every(({ x, y }) => {
      const there = picture.getRootNode().elementFromPoint(x, y);
      return there === picture || (there && nameOf(there) === nameOf(picture));
    });
  };

  const pictures = () => all("[data-picture]");
  const together = (picture, { host }) => picture.ownerDocument === host.ownerDocument;

  /** What of a picture its surroundings leave in sight. */
  const visibleBox = (picture) => {
    let { left, top, right, bottom } = box(picture);
    for (let at = picture.parentElement; at; at = at.parentElement) {
      if (getComputedStyle(at).overflow === "visible" || at === document.documentElement || at === document.body) continue;
      const of = box(at);
      [left, top, right, bottom] = [Math.max(left, of.left), Math.max(top, of.top), Math.min(right, of.right), Math.min(bottom, of.bottom)];
    }
    return { left, top, right, bottom };
  };

  /** Points near the corners of a box, and its middle. */
  const pointsOf = ({ left, top, right, bottom }) => [
    ...[left + 6, right - 6].flatMap((x) => [top + 6, bottom - 6].map((y) => ({ x, y }))),
    middle({ left, top, right, bottom }),
  ];
  const holds = ({ left, top, right, bottom }, { x, y }) => x >= left - 1 && x <= right + 1 && y >= top - 1 && y <= bottom + 1;

  /** Chips that are where they should not be. */
  const misplaced = () => {
    const found = [];
    for (const one of seen()) {
      const name = nameOf(one.host);
      const under = pictures().filter((picture) => together(picture, one) && shown(picture) && contains(box(picture), one.box));
      if (!under.length) found.push(`${name}: a chip on no picture`);
      else if (!under.some(isAi)) found.push(`${name}: a chip of another picture`);
      else if (!pointsOf(one.box).every((point) => !hits(one.host, point) || under.some((picture) => holds(visibleBox(picture), point))))
        found.push(`${name}: a chip beyond what is seen of its picture`);
      for (const control of all("[data-control]")) {
        if (together(control, one) && shown(control) && common(box(control), one.box)) found.push(`${name}: a chip over ${control.dataset.control}`);
      }
    }
    for (const host of all(ours).filter(chipOf)) {
      for (const over of all("[data-over]")) {
        const point = together(over, { host }) && !over.contains(host) && shown(over) && common(box(over), box(chipOf(host)));
        if (point && hits(host, point)) found.push(`${nameOf(host)}: a chip over ${over.dataset.over}`);
      }
    }
    return found;
  };

  /** Pictures in sight without their one chip. */
  const missing = () =>
    pictures()
      .filter((picture) => isAi(picture) && picture.dataset.silent === undefined && inSight(picture))
      .flatMap((picture) => {
        const chips = seen().filter((one) => together(picture, one) && contains(box(picture), one.box));
        return chips.length === 1 ? [] : [`${nameOf(picture)}: ${chips.length} chips`];
      });

  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));

  return {
    all,
    nameOf,
    seen,
    /** All that is wrong now; a page may look for more. */
    faults: () => [...misplaced(), ...missing(), ...(globalThis.more?.() ?? [])],
    /** Do something, and look at every frame after it for chips that are out of place; a page may allow some frames. */
    async still(act) {
      const found = new Map();
      await act();
      for (let n = 0; n < 12; n++) {
        await frame();
        for (const fault of misplaced()) found.set(fault, (found.get(fault) ?? 0) + 1);
      }
      return [...found].flatMap(([fault, frames]) => (frames > (globalThis.frames_allowed ?? 0) ? [fault] : []));
    },
    chips: () => Object.fromEntries(seen().map(({ host, box: { left, top, width, height } }) => [nameOf(host), { left, top, width, height }])),
    sha256: (name) => all(ours).filter((host) => nameOf(host) === name).map((host) => JSON.parse(host.dataset.colophonState).sha256),
  };
})();

// What stands on the pictures of a page: painted together, so that the page is measured once, and out of sight whenever
// its picture is. Loaded with the first picture that is asked about.
"use strict";
{
  const MAX_CHARS = 32; // of a label (label specification, section 2)

  /** What stands on the picture then. @param {import("../types").Assessment | null} assessment @returns {Mark["kind"] | null} */
  const kindOf = (assessment) =>
    assessment?.status === "protected" ? "help" : (assessment?.label ?? assessment?.asked) ? "label" : null;

  /** A video shows its still picture only until it plays. @param {Element} element */
  const playing = (element) => element instanceof HTMLVideoElement && (!element.paused || element.played.length > 0 || element.currentTime > 0);

  /** Before the next frame; a page that is not seen has none. @param {() => void} act */
  const soon = (act) => (document.hidden ? setTimeout(act) : requestAnimationFrame(act));

  /** Is the picture cut off by something around it, or without a box? What only left the viewport took its label along.
   * @param {IntersectionObserverEntry} view */
  function isCutOff({ isIntersecting, boundingClientRect: box, rootBounds }) {
    if (isIntersecting) return false;
    const { top, left, right, bottom } = rootBounds ?? { top: 0, left: 0, right: innerWidth, bottom: innerHeight };
    return !box.width || !box.height || (box.bottom > top && box.top < bottom && box.right > left && box.left < right);
  }

  Colophon.Marks = class {
    #entryOf;
    #check;
    /** @type {Set<Tracked>} */ #waiting = new Set();
    /** @type {WeakMap<Node, Set<Element>>} */ #within = new WeakMap(); // pictures whose sight depends on an element
    /** @type {WeakSet<Element>} */ #cutOff = new WeakSet();
    // a picture can be hidden by a style alone; only labelled ones are watched for that
    #styles = new MutationObserver((records) => {
      for (const target of new Set(records.map((one) => one.target))) for (const one of this.#within.get(target) ?? []) this.#showOrHide(one);
    });
    #views = new IntersectionObserver((views) => {
      for (const view of views) this.#onView(view);
    });
    #sizes = new ResizeObserver((sizes) => {
      for (const { target } of sizes) {
        if (!target.isConnected) this.#sizes.unobserve(target); // Firefox would keep it
        for (const one of this.#within.get(target) ?? []) this.#refit(one, target);
      }
    });

    /** @param {(element: Element) => Tracked | undefined} entryOf @param {(element: Element) => void} check forgets an entry that does not hold */
    constructor(entryOf, check) {
      this.#entryOf = entryOf;
      this.#check = check;
    }

    stop() {
      this.#waiting.clear();
      for (const observer of [this.#styles, this.#views, this.#sizes]) observer.disconnect();
    }

    paint(/** @type {Tracked} */ entry) {
      const { mark, assessment } = entry;
      const kind = kindOf(assessment);
      if (mark && (mark.kind === kind || (!kind && mark.stays?.()))) return mark.update();
      if (!this.#waiting.size) soon(() => this.#paintAll());
      this.#waiting.add(entry);
    }

    /** First all that is read of the page, then all that is written. */
    #paintAll() {
      const all = [...this.#waiting];
      this.#waiting.clear();
      for (const { element } of all) this.#check(element);
      const due = all.filter((entry) => this.#entryOf(entry.element) === entry);
      for (const { element, assessment } of due) {
        Colophon.measure(element, assessment?.label?.short.length ?? MAX_CHARS, Colophon.side === "auto" && assessment?.study?.looks?.placement === "below" ? "below" : undefined);
        Colophon.lookForBars(element);
      }
      for (const entry of due) this.#create(entry);
    }

    #create(/** @type {Tracked} */ entry) {
      const kind = kindOf(entry.assessment);
      entry.mark?.remove();
      entry.mark = kind && ((kind === "help" ? Colophon.createHelpLink : Colophon.createChip)?.(entry) ?? null);
      if (!entry.mark) return;
      this.#watch(entry.element, entry.mark.host);
      entry.shown?.(entry.mark);
      entry.shown = undefined;
    }

    /** @param {Element} element @param {HTMLElement} host */
    #watch(element, host) {
      for (let at = /** @type {Element | null} */ (element); at && at !== host.parentElement; at = at.parentElement) {
        this.#styles.observe(at, { attributeFilter: ["style", "class", "hidden"] });
        this.#depends(element, at);
      }
      if (host.parentElement) {
        this.#depends(element, host.parentElement);
        this.#sizes.observe(host.parentElement);
      }
      Colophon.heedBars(element, host);
      this.#sizes.observe(element); // its first size, and a view where one is needed, tell whether it is in sight
      this.#heedView(element, host);
      if (element instanceof HTMLVideoElement) for (const type of ["playing", "seeked", "emptied"]) element.addEventListener(type, this.#onVideo);
      if (element instanceof HTMLCanvasElement) Colophon.watchCanvas?.(element, () => Boolean(this.#entryOf(element)?.mark), () => this.#check(element));
    }

    /** Observing every labelled picture would take a part of every frame. @param {Element} element @param {HTMLElement} host */
    #heedView(element, host) {
      this.#views.unobserve(element); // of an earlier mark
      this.#cutOff.delete(element);
      if (!Colophon.goesAlong(host)) this.#views.observe(element);
    }

    /** @param {Element} element @param {Element} on */
    #depends(element, on) {
      const others = [...(this.#within.get(on) ?? [])].filter((one) => one.isConnected); // nodes are recycled, with new pictures
      this.#within.set(on, new Set(others).add(element));
    }

    #onVideo = (/** @type {Event} */ { target }) => this.#showOrHide(/** @type {Element} */ (target));

    #onView(/** @type {IntersectionObserverEntry} */ view) {
      const { target } = view;
      if (!this.#entryOf(target)) return this.#views.unobserve(target);
      if (isCutOff(view)) this.#cutOff.add(target);
      else this.#cutOff.delete(target);
      this.#showOrHide(target);
    }

    /** @param {Element} element @param {Element} container */
    #refit(element, container) {
      const host = this.#entryOf(element)?.mark?.host;
      if (container === element) this.#showOrHide(element);
      if (!host || host.parentElement !== container) return;
      const before = Colophon.goesAlong(host);
      Colophon.refit(element, host);
      if (Colophon.goesAlong(host) !== before) this.#heedView(element, host);
    }

    #showOrHide(/** @type {Element} */ element) {
      const mark = this.#entryOf(element)?.mark;
      if (!mark) return;
      mark.setHidden(this.#cutOff.has(element) || playing(element) || !element.checkVisibility({ visibilityProperty: true }));
      Colophon.holdAnchor(element, mark.host);
    }
  };
  void 0; // the last value goes back to the background, and a function cannot
}

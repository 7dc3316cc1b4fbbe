// Which of the pictures a reader is about to see. The browser's own observer is asked only about those within a screen of
// what is in view: with many it takes a part of every frame. What only flies past is not looked at.
"use strict";
{
  const MIN_RENDERED = 100; // CSS px
  const NEAR = "400px"; // around the viewport
  const FLYING_MS = 200; // while the page scrolls, what is near for a shorter time is not looked at
  const TOGETHER_MS = 450; // while it scrolls, what comes near is looked at so often: one message and one layout for all
  const REST_MS = 100; // without a scroll the page rests
  const ROUND_MS = 150;
  const SLICE_MS = 4; // longest stretch of work at once
  const WHOLE_MS = 600; // so often all pictures are looked for; in between those that are
  const AROUND = 5; // screens away at most
  const ON_SCROLL = { capture: true, passive: true };

  Colophon.Nearness = class {
    #tell;
    /** Not answered yet. @type {Set<Element>} */ #open = new Set();
    /** Those of them that may come close before all are looked for again. @type {Set<Element>} */ #around = new Set();
    /** Those that the observer is asked about. @type {Set<Element>} */ #close = new Set();
    /** Not looked at yet, and near since when. @type {Map<Element, number>} */ #near = new Map();
    #moved = false; // something may be elsewhere than in the last round
    #scrolled = -REST_MS; // when
    #whole = -WHOLE_MS; // when
    #told = -TOGETHER_MS; // when
    #round = 0;
    #onMove = () => this.#move();
    #onScroll = (/** @type {Event} */ { timeStamp }) => {
      this.#scrolled = timeStamp;
      this.#move();
    };
    #views = new IntersectionObserver((views) => this.#onViews(views), { rootMargin: NEAR, threshold: [0, 0.01] });
    #page = new ResizeObserver(this.#onMove);

    /** @param {Pick<Sightings, "found" | "left">} tell */
    constructor(tell) {
      this.#tell = tell;
    }

    start() {
      addEventListener("resize", this.#onMove);
      this.#page.observe(document.documentElement);
    }

    stop() {
      for (const set of [this.#open, this.#around]) set.clear();
      removeEventListener("resize", this.#onMove);
      document.removeEventListener("scroll", this.#onScroll, true);
      for (const observer of [this.#views, this.#page]) observer.disconnect();
    }

    /** Scrolling is heard of in every tree: it does not leave a shadow root. */
    heed(/** @type {Document | ShadowRoot} */ root) {
      root.addEventListener("scroll", this.#onScroll, ON_SCROLL);
    }

    /** Tell when it is near, also if it was before. */
    add(/** @type {Element} */ element) {
      this.done(element);
      for (const set of [this.#open, this.#around]) set.add(element);
      this.#move();
    }

    /** Where it is does not matter any more. */
    done(/** @type {Element} */ element) {
      this.#open.delete(element);
      this.#around.delete(element);
      this.#release(element);
    }

    #release(/** @type {Element} */ element) {
      if (this.#close.delete(element)) this.#views.unobserve(element);
      this.#near.delete(element);
    }

    #move() {
      this.#moved = true;
      this.#soon();
    }

    /** At once, or in a while when the page scrolls. */
    #soon() {
      this.#round ||= setTimeout(() => this.#go(), this.#rests() ? 0 : ROUND_MS);
    }

    #rests() {
      return performance.now() - this.#scrolled >= REST_MS;
    }

    #go() {
      this.#round = 0;
      if (this.#moved) this.#chooseClose();
      this.#look();
      if (this.#near.size || this.#moved) this.#soon();
    }

    /** Until the page rests, once a round. */
    #chooseClose() {
      this.#moved = !this.#rests();
      const [now, screen] = [performance.now(), innerHeight];
      const whole = !this.#moved || now - this.#whole >= WHOLE_MS;
      if (whole) this.#whole = now;
      for (const element of whole ? this.#open : this.#around) {
        if (!element.isConnected) {
          this.done(element);
          continue;
        }
        const { top, bottom, width, height } = element.getBoundingClientRect();
        const away = Math.max(top - screen, -bottom) / screen; // in screens
        const small = (width && width < MIN_RENDERED) || (height && height < MIN_RENDERED);
        if (small || away > AROUND) this.#around.delete(element);
        else if (whole) this.#around.add(element);
        if (small || away >= 1) this.#release(element);
        else this.#observe(element);
      }
    }

    #observe(/** @type {Element} */ element) {
      if (this.#close.has(element)) return;
      this.#close.add(element);
      this.#views.observe(element);
    }

    #onViews(/** @type {IntersectionObserverEntry[]} */ views) {
      for (const { target, intersectionRatio, boundingClientRect: box, time } of views) {
        if (intersectionRatio && box.width >= MIN_RENDERED && box.height >= MIN_RENDERED) this.#near.set(target, this.#near.get(target) ?? time);
        else this.#near.delete(target);
        if (!intersectionRatio) this.#tell.left(target); // what only touches the edge of a row of slides is not in it
      }
      this.#move(); // pages also move things by their style alone
    }

    #look() {
      const [now, rests] = [performance.now(), this.#rests()];
      if (!rests && now - this.#told < TOGETHER_MS) return;
      const latest = rests ? Infinity : now - FLYING_MS;
      for (const [element, since] of this.#near) {
        if (performance.now() > now + SLICE_MS) break;
        if (since > latest) continue;
        this.#near.delete(element);
        this.#told = now;
        this.#tell.found(element);
      }
    }
  };
}

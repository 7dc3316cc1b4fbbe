// How long images are in view: by the ratio of the study, while the page is visible and has the focus. Times are those of
// the browser's own observer, and kept as they are. Every picture is watched from when the page has it, because one may be
// in view before it is looked at.
"use strict";
{
  /** @typedef {import("../types").StudyPlan["exposure"]} Exposure */
  /** @typedef {{total: number, longest: number, exposed: boolean}} Time milliseconds */
  /** @typedef {{src: string, place: number | null, time: Time, inView: boolean, since: number | null, first: number | null, timer: number, arrived: (() => void)[]}} Watched */
  /** @typedef {{exposed: (element: Element, place: number, time: Time) => void, left: (place: number, time: Time) => void}} Tell */

  Colophon.StudyMeter ??= class {
    #rule;
    #tell;
    /** @type {Map<Element, Watched>} */ #watched = new Map();
    /** One appearance may be shown by several elements, one after the other. @type {Map<number, Time>} */ #places = new Map();
    #attends = false;
    #views;

    /** @param {Exposure} rule @param {Tell} tell */
    constructor(rule, tell) {
      this.#rule = rule;
      this.#tell = tell;
      this.#views = new IntersectionObserver((views) => this.#onViews(views), { threshold: [0, rule.ratio] });
      for (const type of ["focus", "blur", "pagehide", "pageshow"]) addEventListener(type, this.#onAttention);
      document.addEventListener("visibilitychange", this.#onAttention);
      this.#attends = this.#mayAttend();
    }

    /** From now on; what it showed before is over. */
    watch(/** @type {Element} */ element) {
      const src = Colophon.sourceOf(element);
      const before = this.#watched.get(element);
      if (before?.src === src) return;
      if (before) this.#forget(element, before);
      const time = { total: 0, longest: 0, exposed: false };
      this.#watched.set(element, { src, place: null, time, inView: false, since: null, first: null, timer: 0, arrived: [] });
      this.#views.observe(element);
    }

    /** This appearance is over; what the element shows next is another one. */
    drop(/** @type {Element} */ element) {
      const watched = this.#watched.get(element);
      if (!watched || (watched.place === null && watched.src === Colophon.sourceOf(element))) return;
      this.#forget(element, watched);
      if (element.isConnected) this.watch(element);
    }

    /** @param {Element} element @param {Watched} watched */
    #forget(element, watched) {
      this.#views.unobserve(element);
      this.#end(element, watched, performance.now());
      this.#watched.delete(element);
      for (const act of watched.arrived) act();
    }

    /** Now it is known which appearance it is. */
    name(/** @type {Element} */ element, /** @type {number} */ place) {
      const watched = this.#watched.get(element);
      if (!watched || watched.place === place) return;
      const [before, time] = [watched.time, this.#places.get(place) ?? { total: 0, longest: 0, exposed: false }];
      this.#places.set(place, time);
      time.total += before.total;
      time.longest = Math.max(time.longest, before.longest);
      Object.assign(watched, { place, time });
      this.#look(element, watched, performance.now());
      if (watched.since !== null) this.#await(element, watched);
      else if (before.total) this.#tell.left(place, { ...time }); // it was in view before the answer
    }

    placeOf(/** @type {Element} */ element) {
      return this.#watched.get(element)?.place ?? null;
    }

    /** When it was first in view, by `performance.now()`, or null. */
    firstOf(/** @type {Element} */ element) {
      return this.#watched.get(element)?.first ?? null;
    }

    /** Fulfilled when it is in view, or watched no more. @param {Element} element @returns {Promise<void>} */
    arrival(element) {
      const watched = this.#watched.get(element);
      return watched && watched.first === null ? new Promise((resolve) => void watched.arrived.push(resolve)) : Promise.resolve();
    }

    /** All that counts now, as it stands: the page may go. */
    flush() {
      const now = performance.now();
      for (const [element, watched] of this.#watched) {
        if (watched.since === null) continue;
        this.#end(element, watched, now);
        this.#begin(element, watched, now);
      }
    }

    #mayAttend() {
      return document.visibilityState === "visible" && (!this.#rule.focused || document.hasFocus());
    }

    #onAttention = (/** @type {Event} */ { type }) => {
      const attends = type !== "pagehide" && this.#mayAttend();
      if (attends === this.#attends) return;
      this.#attends = attends;
      const now = performance.now();
      for (const [element, watched] of this.#watched) {
        if (!watched.inView) continue;
        if (attends) this.#begin(element, watched, now);
        else this.#end(element, watched, now);
      }
    };

    #onViews(/** @type {IntersectionObserverEntry[]} */ views) {
      for (const { target, intersectionRatio, time } of views) {
        const watched = this.#watched.get(target);
        const inView = intersectionRatio >= this.#rule.ratio;
        if (!watched || watched.inView === inView) {
          if (watched && !target.isConnected) this.#forget(target, watched);
          continue;
        }
        watched.inView = inView;
        if (!inView) {
          this.#end(target, watched, time);
          continue;
        }
        watched.first ??= time;
        for (const act of watched.arrived.splice(0)) act();
        if (this.#attends) this.#begin(target, watched, time);
      }
    }

    /** @param {Element} element @param {Watched} watched @param {number} at */
    #begin(element, watched, at) {
      watched.since = at;
      this.#await(element, watched);
    }

    /** Look again when it may count as seen. Browsers round their clocks, so that it may be too early then. @param {Element} element @param {Watched} watched */
    #await(element, watched) {
      clearTimeout(watched.timer);
      if (watched.time.exposed || watched.since === null || watched.place === null) return;
      const wait = watched.since + this.#rule.milliseconds - performance.now();
      watched.timer = setTimeout(() => {
        this.#look(element, watched, performance.now());
        this.#await(element, watched);
      }, Math.max(0, wait) + 1);
    }

    /** @param {Element} element @param {Watched} watched @param {number} now */
    #look(element, watched, now) {
      const { time, since, place } = watched;
      const running = since === null ? 0 : now - since;
      if (time.exposed || place === null || Math.max(running, time.longest) < this.#rule.milliseconds) return;
      time.exposed = true;
      this.#tell.exposed(element, place, { ...time, total: time.total + running, longest: Math.max(time.longest, running) });
    }

    /** @param {Element} element @param {Watched} watched @param {number} at */
    #end(element, watched, at) {
      if (watched.since === null) return;
      const { time, place } = watched;
      const stretch = Math.max(0, at - watched.since);
      time.total += stretch;
      time.longest = Math.max(time.longest, stretch);
      clearTimeout(watched.timer);
      watched.since = null;
      this.#look(element, watched, at);
      if (place !== null && stretch) this.#tell.left(place, { ...time });
    }
  };
  void 0; // the last value goes back to the background, and a class cannot
}

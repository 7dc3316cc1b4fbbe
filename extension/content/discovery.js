// Finds the images that a reader is about to see: one mutation observer, idle slices, one intersection observer.
"use strict";
{
  const MIN_NATURAL = 120; // px; below are icons and faces (facts on finding images, section 6)
  const MIN_RENDERED = 100; // CSS px
  const SLICE_MS = 4; // longest stretch of work at once
  const UPGRADE_CHECKS = 5; // a custom element gets its shadow root when its script arrives

  /** @param {Node} root */
  function* elementsIn(root) {
    if (root instanceof Element) yield root;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    while (walker.nextNode()) yield /** @type {Element} */ (walker.currentNode);
  }

  /** The shadow root of a page's element, also a closed one. Only custom elements are asked for closed roots. */
  Colophon.shadowOf = (element) => {
    if (element.shadowRoot) return element.shadowRoot;
    if (!element.localName.includes("-")) return null;
    const own = /** @type {any} */ (element).openOrClosedShadowRoot; // Firefox
    return own ?? chrome.dom?.openOrClosedShadowRoot(/** @type {HTMLElement} */ (element)) ?? null;
  };

  Colophon.Discovery = class {
    #found;
    #changed;
    /** @type {Set<Node>} */ #pending = new Set();
    /** @type {Iterator<Element> | null} */ #walk = null;
    /** @type {WeakSet<Node>} */ #roots = new WeakSet();
    /** @type {Set<Element>} */ #waiting = new Set();
    #scheduled = false;
    #stopped = false;
    #upgradeChecks = 0;
    #upgradeTimer = 0;

    /**
     * @param {(img: HTMLImageElement) => void} found an image that is large enough and near the viewport
     * @param {() => void} changed something was removed, or an image got another source
     */
    constructor(found, changed) {
      this.#found = found;
      this.#changed = changed;
      this.mutations = new MutationObserver((records) => this.#onMutations(records));
      this.visibility = new IntersectionObserver((entries) => this.#onVisible(entries), { rootMargin: "200px" });
      this.onLoad = (/** @type {Event} */ event) => {
        if (event.target instanceof HTMLImageElement) this.#later(event.target);
      };
    }

    start() {
      this.#watch(document);
    }

    stop() {
      this.#stopped = true;
      this.mutations.disconnect();
      this.visibility.disconnect();
      document.removeEventListener("load", this.onLoad, true);
    }

    /** Look at `img` once more, now that it shows something else. */
    again(/** @type {HTMLImageElement} */ img) {
      this.visibility.unobserve(img);
      this.visibility.observe(img);
    }

    #watch(/** @type {Document | ShadowRoot} */ root) {
      if (this.#roots.has(root)) return;
      this.#roots.add(root);
      this.mutations.observe(root, { childList: true, subtree: true, attributeFilter: ["src", "srcset"] });
      root.addEventListener("load", this.onLoad, true);
      this.#later(root);
    }

    #onMutations(/** @type {MutationRecord[]} */ records) {
      let removed = false;
      for (const record of records) {
        if (record.type === "attributes") {
          removed = true;
          this.#later(record.target);
        }
        for (const node of record.addedNodes) if (node instanceof Element) this.#later(node);
        removed ||= record.removedNodes.length > 0;
      }
      if (removed) this.#changed();
    }

    #later(/** @type {Node} */ node) {
      if (this.#stopped) return;
      this.#pending.add(node);
      this.#schedule();
    }

    #schedule() {
      if (!this.#scheduled) requestIdleCallback(() => this.#slice(), { timeout: 200 });
      this.#scheduled = true;
    }

    #slice() {
      this.#scheduled = false;
      if (this.#stopped) return;
      const end = performance.now() + SLICE_MS;
      for (let n = 1; n % 32 || performance.now() < end; n++) {
        const element = this.#next();
        if (!element) return this.#awaitUpgrades();
        this.#consider(element);
      }
      this.#schedule();
    }

    /** @returns {Element | null} */
    #next() {
      for (;;) {
        const step = this.#walk?.next();
        if (step && !step.done) return step.value;
        const [root] = this.#pending;
        if (!root) return (this.#walk = null);
        this.#pending.delete(root);
        this.#walk = elementsIn(root);
      }
    }

    #consider(/** @type {Element} */ element) {
      if (element instanceof HTMLImageElement) {
        const large = Math.min(element.naturalWidth, element.naturalHeight) >= MIN_NATURAL;
        if (element.complete && large) this.again(element);
        return;
      }
      const shadow = Colophon.shadowOf(element);
      if (shadow) this.#watch(shadow);
      else if (element.localName.includes("-") && !element.matches(":defined")) {
        this.#waiting.add(element);
        this.#upgradeChecks = 0;
      }
    }

    /** Look again, with growing pauses, at custom elements that had no definition yet. */
    #awaitUpgrades() {
      if (!this.#waiting.size || this.#upgradeTimer) return;
      if (this.#upgradeChecks >= UPGRADE_CHECKS) return this.#waiting.clear();
      const pause = 250 * 2 ** this.#upgradeChecks++;
      this.#upgradeTimer = setTimeout(() => {
        this.#upgradeTimer = 0;
        for (const element of this.#waiting) {
          if (element.isConnected && !element.matches(":defined")) continue;
          this.#waiting.delete(element);
          if (element.isConnected) this.#later(element);
        }
        this.#awaitUpgrades();
      }, pause);
    }

    #onVisible(/** @type {IntersectionObserverEntry[]} */ entries) {
      for (const { target, isIntersecting, boundingClientRect: box } of entries) {
        if (!isIntersecting || box.width < MIN_RENDERED || box.height < MIN_RENDERED) continue;
        this.visibility.unobserve(target);
        this.#found(/** @type {HTMLImageElement} */ (target));
      }
    }
  };
}

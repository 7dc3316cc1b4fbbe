// Finds the pictures of a page, and those that come later: one mutation observer, idle slices.
"use strict";
{
  const LOADED = ["load", "error"]; // of a picture: only then the former one is gone
  const OURS = "colophon-label";
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
    #tell;
    /** @type {Set<Node>} */ #pending = new Set();
    /** @type {Iterator<Element> | null} */ #walk = null;
    /** @type {WeakSet<Node>} */ #roots = new WeakSet();
    /** @type {Set<Element>} */ #waiting = new Set();
    /** @type {WeakMap<Element, string>} */ #sources = new WeakMap(); // of those that are watched on their own
    #nearness;
    #scheduled = false;
    #running = false;
    #upgradeChecks = 0;
    #upgradeTimer = 0;

    /** @param {Sightings} tell */
    constructor(tell) {
      this.#tell = tell;
      this.#nearness = new Colophon.Nearness(tell);
      this.mutations = new MutationObserver((records) => this.#onMutations(records));
      this.own = new MutationObserver((records) => records.forEach(({ target }) => this.#onOwn(/** @type {Element} */ (target))));
      this.onLoad = (/** @type {Event} */ { target }) => target instanceof Element && this.#onOther(target);
    }

    /** False before the start and after the stop: nothing is looked for then. */
    get running() {
      return this.#running;
    }

    start() {
      this.#running = true;
      this.#nearness.start();
      this.#watch(document);
    }

    stop() {
      this.#running = false;
      this.#nearness.stop();
      for (const observer of [this.mutations, this.own]) observer.disconnect();
      for (const type of LOADED) document.removeEventListener(type, this.onLoad, true);
    }

    /** Look at `element` once more, now that it shows something else. */
    again(/** @type {Element} */ element) {
      if (this.#running) this.#nearness.add(element);
    }

    /** It was answered: where it is does not matter any more. */
    done(/** @type {Element} */ element) {
      this.#nearness.done(element);
    }

    /** Tell when `element` shows something else or is gone, also where nothing is looked for. */
    follow(/** @type {Element} */ element) {
      this.own.observe(element, { attributes: true });
      this.#watch(/** @type {Document | ShadowRoot} */ (element.getRootNode()));
    }

    #watch(/** @type {Document | ShadowRoot} */ root) {
      if (this.#roots.has(root)) return;
      this.#roots.add(root);
      this.mutations.observe(root, { childList: true, subtree: true, attributeFilter: ["src", "srcset", "poster"] });
      for (const type of LOADED) root.addEventListener(type, this.onLoad, true);
      this.#nearness.heed(root);
      this.#later(root);
    }

    #onMutations(/** @type {MutationRecord[]} */ records) {
      let removed = false;
      for (const { type, target, addedNodes, removedNodes } of records) {
        if (type === "attributes") this.#onOther(/** @type {Element} */ (target));
        for (const node of addedNodes) if (node instanceof Element && node.localName !== OURS) this.#later(node);
        removed ||= removedNodes.length > 0;
      }
      if (removed) this.#tell.removed();
    }

    /** It may show another picture now. @param {Element} element */
    #onOther(element) {
      this.#tell.swapped(element);
      this.#later(element);
    }

    /** Pages move things by their style, at every frame. @param {Element} element */
    #onOwn(element) {
      const source = Colophon.sourceOf(element);
      if (this.#sources.get(element) !== source) this.#onOther(element);
      this.#sources.set(element, source);
    }

    #later(/** @type {Node} */ node) {
      if (!this.#running) return;
      this.#pending.add(node);
      this.#schedule();
    }

    #schedule() {
      if (!this.#scheduled) requestIdleCallback(() => this.#slice(), { timeout: 200 });
      this.#scheduled = true;
    }

    #slice() {
      this.#scheduled = false;
      if (!this.#running) return;
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
      if (element.localName === OURS) return;
      if (Colophon.isPicture(element)) {
        const attributes = Colophon.ownAttributes(element);
        if (attributes) this.own.observe(element, attributes.length ? { attributeFilter: attributes } : { attributes: true });
        return this.again(element);
      }
      this.#tell.swapped(element); // an address that was taken away makes no other sign
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
  };
}

// One question per picture and page, many in one message; answers arrive one by one. Few are under way at once, what
// came into view last goes first, and what leaves the view before its turn is not asked.
"use strict";
{
  const GATHER_MS = 10; // what comes into view together is asked together
  const MAX_ITEMS = 50; // under way at once, and per message, which keeps it far below 64 kB
  const MAX_BLOB = 15 * 1024 * 1024; // bytes, as for pictures fetched by the background
  const MAX_KNOWN = 400; // answers kept on the page, about 1 MB; the background has more
  const TRIES = 3; // the background may be restarted between question and answer

  /** @typedef {{item: AssessItem, element?: Element, askers: number, answer: Promise<any>, resolve: (assessment: any) => void}} Open */

  /** What only the page has. @param {string} url @param {Element} [element] that shows it */
  async function blobAt(url, element) {
    if (url.startsWith("canvas:")) return /** @type {Promise<Blob>} */ (Colophon.drawnOn?.(/** @type {HTMLCanvasElement} */ (element)));
    return url.startsWith("blob:") ? (await fetch(url)).blob() : null;
  }

  /** A picture that exists only in the page, as a data address that the background can read. */
  Colophon.portable = async (url, element) => {
    const blob = await blobAt(url, element);
    if (!blob) return url;
    if (blob.size > MAX_BLOB) throw new RangeError("too large");
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  };

  /** A name for what a data address holds; others are their own. Two 32-bit multiplicative hashes and the length. */
  Colophon.shortKey = (key) => {
    if (!key.startsWith("data:")) return key;
    let [a, b] = [0xdeadbeef, 0x41c6ce57];
    for (let n = 0; n < key.length; n++) {
      const code = key.charCodeAt(n);
      a = Math.imul(a ^ code, 2654435761);
      b = Math.imul(b ^ code, 1597334677);
    }
    return `data:${key.length},${a >>> 0},${b >>> 0}`;
  };

  /** The same picture with the same words beside it is the same question. */
  Colophon.questionId = ({ key, statements, platform, post, private: hidden, asked }) =>
    JSON.stringify([key, statements, platform, post, hidden, asked]);

  Colophon.Requests = class {
    /** @type {Map<string, Promise<any>>} */ #asked = new Map();
    /** @type {Map<string, Open>} */ #open = new Map();
    /** @type {string[]} */ #waiting = [];
    /** @type {Set<string>} */ #underWay = new Set();
    /** @type {Set<string>} */ #pending = new Set(); // answered, with more to come
    #timer = 0;

    /** The assessment of a picture, or null when there is none to be had. @param {AssessItem} item @param {Element} [element] */
    ask(item, element) {
      const open = this.#open.get(item.id);
      if (open) open.askers++;
      const known = open?.answer ?? this.#asked.get(item.id);
      if (known) return known;
      /** @type {(assessment: any) => void} */
      let resolve = () => {};
      const answer = new Promise((done) => (resolve = done));
      this.#asked.set(item.id, answer);
      this.#open.set(item.id, { item, element, askers: 1, answer, resolve });
      this.#waiting.push(item.id);
      this.#flushSoon();
      return answer;
    }

    /** One asker less; true when nobody is left and it was not asked, and will not be. */
    cancel(/** @type {string} */ id) {
      const open = this.#open.get(id);
      const at = this.#waiting.indexOf(id);
      if (!open || at < 0 || --open.askers) return false;
      this.#waiting.splice(at, 1);
      this.#open.delete(id);
      this.#asked.delete(id);
      return true;
    }

    /** Whether somebody waited for this answer; if not it is a later answer to the same question. */
    receive(/** @type {string} */ id, /** @type {any} */ assessment) {
      const open = this.#open.get(id);
      this.#open.delete(id);
      this.#underWay.delete(id);
      if (Object.values(assessment?.checks ?? {}).includes("pending")) this.#pending.add(id);
      else this.#pending.delete(id);
      if (open) open.resolve(assessment);
      else this.#asked.set(id, Promise.resolve(assessment));
      this.#trim();
      this.#flushSoon();
      return Boolean(open);
    }

    /** An endless page asks endlessly: the oldest answers go. */
    #trim() {
      for (const id of this.#asked.keys()) {
        if (this.#asked.size <= MAX_KNOWN) return;
        if (!this.#open.has(id)) this.#asked.delete(id);
      }
    }

    /** Ask anew from now on: the server came back, or knows something new. */
    forget(/** @type {string | undefined} */ id) {
      if (id === undefined) this.#asked.clear();
      else this.#asked.delete(id);
    }

    #flushSoon() {
      if (this.#timer || !this.#waiting.length) return;
      this.#timer = setTimeout(() => {
        this.#timer = 0;
        void this.#flush();
      }, GATHER_MS);
    }

    async #flush() {
      const room = MAX_ITEMS - this.#underWay.size;
      const ids = room > 0 ? this.#waiting.splice(-room).filter((id) => this.#open.has(id)) : [];
      for (const id of ids) this.#underWay.add(id);
      const items = await Promise.all(
        ids.map(async (id) => {
          const { item, element } = /** @type {Open} */ (this.#open.get(id));
          // what cannot be read here the background cannot read either, and says so
          return { ...item, url: await Colophon.portable(item.url, element).catch(() => item.url) };
        }),
      );
      if (items.length) await this.#send(items);
    }

    /** @param {AssessItem[]} items @returns {Promise<void>} */
    async #send(items, tries = TRIES) {
      const done = await Colophon.ask({ type: "assess", items });
      const unanswered = items.filter(({ id }) => this.#open.has(id) || (!done && this.#pending.has(id)));
      if (unanswered.length && tries > 1 && Colophon.alive()) return this.#send(unanswered, tries - 1);
      for (const { id } of unanswered.filter((one) => this.#open.has(one.id))) {
        this.receive(id, null);
        this.#asked.delete(id);
      }
    }
  };
}

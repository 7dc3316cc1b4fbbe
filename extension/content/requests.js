// One question per picture and page, many in one message; answers arrive one by one.
"use strict";
{
  const GATHER_MS = 30; // what comes into view together is asked together
  const MAX_ITEMS = 50; // per message, which keeps it far below 64 kB
  const MAX_BLOB = 15 * 1024 * 1024; // bytes, as for pictures fetched by the background
  const TRIES = 2; // the background may be restarted between question and answer

  /**
   * A picture that exists only in the page, as a data address that the background can read.
   * @param {string} url
   * @returns {Promise<string>}
   */
  async function portable(url) {
    if (!url.startsWith("blob:")) return url;
    const blob = await (await fetch(url)).blob();
    if (blob.size > MAX_BLOB) throw new RangeError("too large");
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  }

  Colophon.Requests = class {
    /** @type {Map<string, Promise<any>>} */ #asked = new Map();
    /** @type {Map<string, (assessment: any) => void>} */ #open = new Map();
    /** @type {AssessItem[]} */ #gathered = [];

    /** The assessment of a picture, or null when there is none to be had. */
    ask(/** @type {Omit<AssessItem, "id">} */ item) {
      const id = JSON.stringify([item.key, item.statements, item.platform]);
      const known = this.#asked.get(id);
      if (known) return known;
      const answer = new Promise((resolve) => this.#open.set(id, resolve));
      this.#asked.set(id, answer);
      this.#gather({ ...item, id });
      return answer;
    }

    receive(/** @type {string} */ id, /** @type {any} */ assessment) {
      this.#open.get(id)?.(assessment);
      this.#open.delete(id);
    }

    /** Ask anew from now on: the server came back, or a setting changed. */
    forget() {
      this.#asked.clear();
    }

    async #gather(/** @type {AssessItem} */ item) {
      try {
        item.url = await portable(item.url);
      } catch {
        return this.receive(item.id, null);
      }
      this.#gathered.push(item);
      if (this.#gathered.length === 1) setTimeout(() => this.#flush(), GATHER_MS);
    }

    #flush() {
      while (this.#gathered.length) void this.#send(this.#gathered.splice(0, MAX_ITEMS));
    }

    /** @param {AssessItem[]} items @returns {Promise<void>} */
    async #send(items, tries = TRIES) {
      await Colophon.ask({ type: "assess", items });
      const unanswered = items.filter(({ id }) => this.#open.has(id));
      if (unanswered.length && tries > 1 && Colophon.alive()) return this.#send(unanswered, tries - 1);
      for (const { id } of unanswered) {
        this.receive(id, null);
        this.#asked.delete(id);
      }
    }
  };
}

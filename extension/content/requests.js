// One question per picture and page, many in one message; answers arrive one by one.
"use strict";
{
  const GATHER_MS = 30; // what comes into view together is asked together
  const MAX_ITEMS = 50; // per message, which keeps it far below 64 kB
  const MAX_BLOB = 15 * 1024 * 1024; // bytes, as for pictures fetched by the background
  const TRIES = 2; // the background may be restarted between question and answer

  /** A picture that exists only in the page, as a data address that the background can read. */
  Colophon.portable = async (url) => {
    if (!url.startsWith("blob:")) return url;
    const blob = await (await fetch(url)).blob();
    if (blob.size > MAX_BLOB) throw new RangeError("too large");
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(String(reader.result));
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(blob);
    });
  };

  /** The same picture with the same words beside it is the same question. */
  Colophon.questionId = ({ key, statements, platform, post, private: hidden }) =>
    JSON.stringify([key, statements, platform, post, hidden]);

  Colophon.Requests = class {
    /** @type {Map<string, Promise<any>>} */ #asked = new Map();
    /** @type {Map<string, (assessment: any) => void>} */ #open = new Map();
    /** @type {AssessItem[]} */ #gathered = [];

    /** The assessment of a picture, or null when there is none to be had. */
    ask(/** @type {AssessItem} */ item) {
      const known = this.#asked.get(item.id);
      if (known) return known;
      const answer = new Promise((resolve) => this.#open.set(item.id, resolve));
      this.#asked.set(item.id, answer);
      this.#gather({ ...item });
      return answer;
    }

    /** Whether somebody waited for this answer; if not it is a later answer to the same question. */
    receive(/** @type {string} */ id, /** @type {any} */ assessment) {
      const resolve = this.#open.get(id);
      this.#open.delete(id);
      if (resolve) resolve(assessment);
      else this.#asked.set(id, Promise.resolve(assessment));
      return Boolean(resolve);
    }

    /** Ask anew from now on: the server came back, or knows something new. */
    forget(/** @type {string | undefined} */ id) {
      if (id === undefined) this.#asked.clear();
      else this.#asked.delete(id);
    }

    async #gather(/** @type {AssessItem} */ item) {
      try {
        item.url = await Colophon.portable(item.url);
      } catch {
        return void this.receive(item.id, null);
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

// While a page is in view, one question to the background is open: what changed on the server?
// Loaded with the first picture that is asked about.
"use strict";
{
  const GAP_MS = 500; // between two questions, however fast the answers come
  const FIRST_PAUSE_MS = 2000; // after a question without an answer; doubles
  const LONGEST_PAUSE_MS = 60_000;

  /** @param {number} ms */
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

  Colophon.Changes = class {
    #tell;
    /** @type {number | null} */ #since = null;
    #asking = false;
    #stopped = false;
    #onVisible = () => void this.#watch();

    /** @param {(news: import("../types").Changes) => void} tell */
    constructor(tell) {
      this.#tell = tell;
    }

    start() {
      document.addEventListener("visibilitychange", this.#onVisible);
      void this.#watch();
    }

    stop() {
      this.#stopped = true;
      document.removeEventListener("visibilitychange", this.#onVisible);
    }

    async #watch() {
      if (this.#asking) return;
      this.#asking = true;
      for (let failures = 0; !this.#stopped && !document.hidden && Colophon.alive(); ) {
        const news = await Colophon.ask({ type: "changes", since: this.#since });
        if (news?.unpaired) break; // pairing starts anew
        if (news && !this.#stopped) {
          this.#since = news.generation;
          this.#tell(news);
        }
        failures = news ? 0 : failures + 1;
        await pause(news ? GAP_MS : Math.min(FIRST_PAUSE_MS * 2 ** (failures - 1), LONGEST_PAUSE_MS));
      }
      this.#asking = false;
    }
  };
  void 0; // the last value goes back to the background, and a class cannot
}

// What this page tells of a study's images, on its way to the background: kept here until that has it on the disk,
// whatever ends in between. The notes are numbered, so that one told twice is recorded once.
"use strict";
{
  const GATHER_MS = 1000;
  const AT_ONCE = 50; // notes
  const MOST = 200; // in one message, as in background/study/notes.js
  const FIRST_PAUSE_MS = 1000;
  const LONGEST_PAUSE_MS = 30_000;
  /** @typedef {import("../types").StudyNote} StudyNote */
  /** @typedef {Omit<StudyNote, "n" | "data"> & {n?: number, data?: object | (() => object)}} Note */

  Colophon.StudyNotes ??= class {
    #page = crypto.randomUUID();
    #number = 0;
    /** @type {Note[]} */ #waiting = [];
    #timer = 0;
    #failures = 0;
    #asking = false;

    /** `data` may be made when it is told: by then more is known. */
    add(/** @type {string} */ kind, /** @type {number} */ place, /** @type {object | (() => object)} */ data = {}) {
      if (kind === "dwell") this.#waiting = this.#waiting.filter((one) => one.n || one.kind !== kind || one.place !== place); // the last one counts
      this.#waiting.push({ kind, t: Date.now(), place, data });
      if (this.#waiting.length >= AT_ONCE) void this.#tell();
      else this.#soon(GATHER_MS);
    }

    /** The page may go now: all of it at once, also what is being told already. */
    flush() {
      void this.#tell(true);
    }

    #soon(/** @type {number} */ ms) {
      this.#timer ||= setTimeout(() => {
        this.#timer = 0;
        void this.#tell();
      }, ms);
    }

    async #tell(leaving = false) {
      if ((this.#asking && !leaving) || !this.#waiting.length || !Colophon.alive()) return;
      this.#asking = true;
      const notes = this.#waiting.slice(0, MOST);
      for (const note of notes) {
        note.n ??= ++this.#number;
        if (typeof note.data === "function") note.data = note.data();
      }
      const answer = await Colophon.ask({ type: "study-notes", page: this.#page, notes, soon: leaving });
      this.#asking = false;
      this.#failures = answer ? 0 : this.#failures + 1;
      if (answer) this.#waiting = this.#waiting.filter(({ n }) => !n || n > answer.kept);
      if (this.#waiting.length) this.#soon(answer ? GATHER_MS : Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS));
    }
  };
  void 0; // the last value goes back to the background, and a class cannot
}

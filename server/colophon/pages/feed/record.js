// What is recorded of a participant, from its happening to the server's word that it has it: kept in this tab meanwhile,
// so that loading the page anew loses nothing, and beyond the tab's end. Where the browser keeps nothing for a page, it is
// kept in memory.

import { randomName } from "/study-feed/extension/background/study/items.js";
import { Refused, Silent, call } from "./api.js";
import { BATCH, dropUnsent, keepUnsent } from "./unsent.js";

const GATHER_MS = 2000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;
const OVER = [401, 404, 409]; // not known any more, or closed
const SESSION_CHARS = 16;

/** @typedef {import("./unsent.js").Event} Event */
/**
 * @typedef {object} State
 * @property {string} session
 * @property {number} seq
 * @property {number} place the last appearance
 * @property {Event[]} waiting
 * @property {string} stage
 * @property {string[]} surveys that are over
 * @property {Record<string, number>} probes asked, by survey
 * @property {string[]} probed survey and item
 * @property {Record<string, string[]>} acts by item: what is pressed
 * @property {Record<string, string | null>} shown by item: the words that were on it
 * @property {any} taking the answer to enrolling
 */

/** @returns {State} */
const begun = () => ({
  ...{ session: randomName(SESSION_CHARS), seq: 0, place: 0, waiting: [], stage: "consent", surveys: [] },
  ...{ probes: {}, probed: [], acts: {}, shown: {}, taking: null },
});

export class Journal {
  #key;
  #whose;
  #path;
  /** @type {object} */ #versions = {};
  #token = "";
  #timer = 0;
  #failures = 0;
  /** @type {Promise<void> | null} */ #underWay = null;
  over = false;

  /** @param {string} study @param {string} participant */
  constructor(study, participant) {
    this.#whose = `${study}:${participant}`;
    this.#key = `colophon-study:${this.#whose}`;
    this.#path = `/v1/studies/${study}/events`;
    this.state = this.#read();
    addEventListener("pagehide", () => void this.send(true));
    document.addEventListener("visibilitychange", () => document.hidden && void this.send(true));
  }

  /** @param {string} token @param {object} versions that go with every batch */
  begin(token, versions) {
    this.#token = token;
    this.#versions = versions;
    this.#keepUnsent();
    if (this.state.waiting.length) this.#soon(0);
  }

  /** Keep what was changed in `state`. */
  keep() {
    try {
      sessionStorage.setItem(this.#key, JSON.stringify(this.state));
    } catch {
      // memory has it
    }
    this.#keepUnsent();
  }

  /** What a tab that is closed leaves to the next one. */
  #keepUnsent() {
    const { session, waiting: events } = this.state;
    if (!this.#token || this.over) return;
    keepUnsent(this.#whose, session, { path: this.#path, token: this.#token, body: { session, ...this.#versions }, events });
  }

  /** Forget all of it. */
  drop() {
    this.over = true;
    clearTimeout(this.#timer);
    dropUnsent(this.#whose);
    try {
      sessionStorage.removeItem(this.#key);
    } catch {
      // there is nothing
    }
  }

  /** @param {string} kind @param {object} [data] @param {{t?: number, item?: string, place?: number}} [about] */
  add(kind, data = {}, { t = Date.now(), ...about } = {}) {
    if (this.over) return;
    this.state.waiting.push({ seq: ++this.state.seq, kind, t, ...about, data });
    this.keep();
    this.#soon(GATHER_MS);
  }

  /** Send all that waits. @param {boolean} [leaving] @returns {Promise<void>} */
  async send(leaving = false) {
    if (this.over || !this.#token) return;
    if (leaving && this.state.waiting.length) void this.#post(this.state.waiting.slice(0, BATCH), true).catch(() => undefined);
    if (!leaving) await (this.#underWay ??= this.#sendAll().finally(() => (this.#underWay = null)));
  }

  /** Fulfilled once the server has all of it. @throws {Silent} */
  async settle() {
    await this.send();
    if (this.state.waiting.length && !this.over) throw new Silent();
  }

  async #sendAll() {
    try {
      while (this.state.waiting.length && !this.over) await this.#sendOne(this.state.waiting.slice(0, BATCH));
      this.#failures = 0;
    } catch (error) {
      if (!(error instanceof Silent)) throw error;
      this.#failures++;
      this.#soon(Math.min(FIRST_PAUSE_MS * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS));
    }
  }

  /** @param {Event[]} batch */
  async #sendOne(batch) {
    try {
      await this.#post(batch);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (OVER.includes(error.status)) return this.#end();
      const lost = { kind: "error", t: Date.now(), data: { fault: /** @type {const} */ ("server") } };
      if (batch.some(({ kind }) => kind !== "error")) this.state.waiting.push({ seq: ++this.state.seq, ...lost }); // it will never take this batch
    }
    const sent = new Set(batch.map(({ seq }) => seq));
    this.state.waiting = this.state.waiting.filter(({ seq }) => !sent.has(seq));
    this.keep();
  }

  /** Nothing is taken any more. */
  #end() {
    this.over = true;
    dropUnsent(this.#whose);
  }

  /** @param {Event[]} events */
  #post(events, leaving = false) {
    return call(this.#path, { body: { session: this.state.session, ...this.#versions, events }, token: this.#token, leaving });
  }

  /** @param {number} ms */
  #soon(ms) {
    this.#timer ||= setTimeout(() => {
      this.#timer = 0;
      void this.send();
    }, ms);
  }

  /** @returns {State} */
  #read() {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? "null") ?? begun();
    } catch {
      return begun();
    }
  }
}

// Recording a timeline, on its page: which images of public posts were scrolled past, and what their posts say. Brought
// with the recording; it scrolls nothing and asks for nothing.
"use strict";
{
  const PART = 0.5; // of the image, or of the window, that must have been in view
  const AT_ONCE = 10; // images per message
  const AGAIN_MS = 500; // when the background was ended in the middle
  const MOST_KNOWN = 1000; // questions whose later answers are heeded
  /** @typedef {import("../types").SeenImage} SeenImage */
  /** @typedef {Omit<SeenImage, "seen" | "assessment">} Read */

  const page = `${performance.timeOrigin}`; // one document of the tab
  const isPrivate = (/** @type {Tracked} */ { question }) => question.private;

  /** When the post around a picture was made. @param {Element} element @param {Occurrence} occurrence */
  function postedAt(element, { date }) {
    const posts = [...Colophon.site.quoted, ...Colophon.site.post];
    const post = Colophon.closest(element, posts);
    const time = [...(post?.querySelectorAll("time[datetime]") ?? [])].find((one) => Colophon.closest(one, posts) === post);
    const when = new Date(post?.getAttribute("created-timestamp") ?? time?.getAttribute("datetime") ?? NaN);
    return date && when.toISOString?.().startsWith(date) ? when.toISOString() : date;
  }

  /** At once, because pages use their elements again. @param {Tracked} entry @param {Occurrence} occurrence @returns {Read} */
  const read = ({ element, src, question }, occurrence) => {
    const { site, permalink, author, caption, alt, platformLabel, reshare } = occurrence;
    const posted_at = postedAt(element, occurrence);
    return { key: question.key, url: src, site, permalink, author, posted_at, caption, alt, platform_label: platformLabel, reshare };
  };

  class Recorder {
    #on = false;
    /** @type {ReturnType<NonNullable<ColophonNamespace["createRecordBar"]>> | null} */ #bar = null;
    /** @type {WeakMap<Element, Tracked>} */ #entries = new WeakMap();
    /** @type {WeakMap<Tracked, Read>} */ #reads = new WeakMap();
    /** What was seen, by its question. @type {Map<string, Omit<SeenImage, "assessment">[]>} */ #seen = new Map();
    /** Seen, and not answered yet. @type {Map<Tracked, Omit<SeenImage, "assessment">>} */ #waiting = new Map();
    /** Not recorded, and counted. @type {Set<string>} */ #counted = new Set();
    /** @type {Record<string, number>} */ #left = {};
    /** @type {SeenImage[]} */ #queue = [];
    #number = 0;
    #beginning = false;
    /** @type {Promise<void> | null} */ #sending = null;
    #views = new IntersectionObserver((views) => this.#onViews(views), { threshold: [0, 0.25, PART, 1] });

    /** Ask how it stands, and do as it says. */
    async begin() {
      if (this.#beginning) return;
      this.#beginning = true;
      const site = Colophon.site === Colophon.generic ? location.hostname : Colophon.site.id;
      const ready = (Boolean(Colophon.createHost) || (await Colophon.need("chip"))) && (await Colophon.need("record_bar"));
      const ask = () => Colophon.ask({ type: "record-hello", site });
      const standing = ready ? ((await ask()) ?? (await ask())) : null; // it may be restarted
      this.#beginning = false;
      this.#show(standing?.gone ? null : standing);
      for (const entry of Colophon.tracked()) {
        const { posted, question } = entry;
        if (posted && !question.asked) this.entered(entry, /** @type {Occurrence} */ (posted)); // what was there before
      }
    }

    /** @param {Tracked} entry @param {Occurrence} occurrence */
    entered(entry, occurrence) {
      if (!this.#on) return;
      if (!isPrivate(entry)) this.#reads.set(entry, read(entry, occurrence));
      this.#entries.set(entry.element, entry);
      this.#views.unobserve(entry.element); // to be told of it once more
      this.#views.observe(entry.element);
    }

    /** @param {IntersectionObserverEntry[]} views */
    #onViews(views) {
      for (const { target, isIntersecting, intersectionRatio, intersectionRect } of views) {
        if (!target.isConnected) this.#views.unobserve(target);
        const entry = this.#entries.get(target);
        if (!entry || !isIntersecting || (intersectionRatio < PART && intersectionRect.height < PART * innerHeight)) continue;
        this.#views.unobserve(target);
        this.#saw(entry);
      }
      this.#look();
    }

    /** @param {Tracked} entry */
    #saw(entry) {
      if (isPrivate(entry)) return this.#leave("private", entry);
      const known = this.#reads.get(entry);
      if (!known || entry.src !== Colophon.sourceOf(entry.element)) return;
      const { id } = entry.question;
      const others = this.#seen.get(id) ?? [];
      this.#seen.delete(id); // the latest is the last that is forgotten
      const seen = { ...known, seen: new Date().toISOString() };
      this.#seen.set(id, [...others, seen]);
      if (this.#seen.size > MOST_KNOWN) this.#seen.delete(String(this.#seen.keys().next().value));
      this.#waiting.set(entry, seen);
    }

    /** Told is what is answered by now. */
    #look() {
      for (const [entry, seen] of this.#waiting) {
        if (!entry.answered) continue;
        this.#waiting.delete(entry);
        const { assessment, mark } = entry;
        if (mark?.kind === "hidden") this.#leave("hidden", entry);
        else if (assessment) this.#queue.push({ ...seen, assessment });
        else this.#leave("unanswered", entry);
      }
      void this.#send();
    }

    /** An answer, the first or a later one. @param {string} id @param {import("../types").Assessment | null} assessment */
    answered(id, assessment) {
      const seen = this.#seen.get(id);
      if (!this.#on || !seen || !assessment) return;
      for (const entry of this.#waiting.keys()) {
        if (entry.question.id !== id) continue;
        this.#waiting.delete(entry);
        if (assessment.hidden) this.#leave("hidden", entry);
      }
      if (!assessment.hidden) this.#queue.push(...seen.map((one) => ({ ...one, assessment })));
      void this.#send();
      this.#bar?.move(); // a label may come where it is
    }

    /** Only counted. @param {string} why @param {Tracked} entry */
    #leave(why, { question }) {
      if (this.#counted.has(question.key)) return;
      this.#counted.add(question.key);
      this.#left[why] = (this.#left[why] ?? 0) + 1;
    }

    /** Fulfilled when the background has all. */
    #send() {
      return (this.#sending ??= this.#sendAll().finally(() => (this.#sending = null)));
    }

    async #sendAll() {
      while (this.#on && (this.#queue.length || Object.keys(this.#left).length)) {
        const [items, left] = [this.#queue.splice(0, AT_ONCE), this.#left];
        this.#left = {};
        await this.#sendOne({ type: "record-items", page, number: ++this.#number, items, left });
      }
    }

    /** Until the background has it. @param {object} batch */
    async #sendOne(batch) {
      while (this.#on && Colophon.alive()) {
        const answer = await Colophon.ask(batch);
        if (answer) return this.#show(answer.gone ? null : answer);
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      }
    }

    /** @param {string} name */
    async #act(name) {
      const ask = () => Colophon.ask({ type: `record-${name}` });
      if (!(await ask())) await ask(); // it may be restarted
    }

    async flush() {
      this.#look();
      for (const entry of this.#waiting.keys()) this.#leave("unanswered", entry);
      this.#waiting.clear();
      await this.#send();
    }

    /** How it stands now, as the background tells; null where nothing is recorded here. @param {import("../types").RecordingStanding | null} standing */
    show(standing) {
      const before = this.#on;
      this.#show(standing);
      if (this.#on && !before) void this.begin();
    }

    /** @param {import("../types").RecordingStanding | null} standing */
    #show(standing) {
      this.#on = standing?.state === "recording";
      if (!this.#on) {
        this.#views.disconnect();
        this.#waiting.clear();
      }
      if (!standing || (standing.state === "ended" && !standing.why)) {
        this.#bar?.remove();
        this.#bar = null;
        return;
      }
      this.#bar ??= Colophon.createRecordBar?.(standing.locale, (name) => void this.#act(name)) ?? null;
      this.#bar?.update(standing);
    }
  }

  /** Every picture that is looked at, from when the page has it. @param {Recorder} recorder */
  function listen(recorder) {
    const { entryFor } = Colophon;
    Colophon.entryFor = (element, src, occurrence, more) => {
      const entry = entryFor(element, src, occurrence, more);
      if (occurrence && !more.asked) recorder.entered(entry, occurrence);
      return entry;
    };
    chrome.runtime.onMessage.addListener((message) => {
      if (message?.type === "recording") recorder.show(message.standing);
      if (message?.type !== "assessments") return false;
      for (const { id, assessment } of message.answers) recorder.answered(id, assessment);
      return false;
    });
  }

  if (!Colophon.onlyAsked) {
    if (Colophon.recorder) void Colophon.recorder.begin();
    else {
      const recorder = (Colophon.recorder = new Recorder());
      listen(recorder);
      void recorder.begin();
    }
  }
  void 0; // the last value goes back to the background, and a promise cannot
}

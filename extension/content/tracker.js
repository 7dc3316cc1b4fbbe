// Keeps picture, question, answer and mark together. Nodes are recycled: what was asked for another source is dropped.
"use strict";
{
  const MAX_REPAINTS = 5; // of one picture whose label the page keeps removing
  const MAX_READS = 5; // of one canvas
  const COUNT_MS = 1000; // the toolbar counts at leisure

  Colophon.Tracker = class {
    #site;
    #asking;
    #requests = new Colophon.Requests();
    /** @type {Map<Element, Tracked>} */ #entries = new Map();
    #discovery = new Colophon.Discovery({
      found: (element) => this.#found(element),
      left: (element) => this.#left(element),
      swapped: (element) => this.#swapped(element),
      removed: () => this.#sweepSoon(),
    });
    /** @type {InstanceType<NonNullable<ColophonNamespace["Marks"]>> | null} */ #marks = null;
    /** @type {WeakMap<Element, number>} */ #repaints = new WeakMap();
    /** @type {WeakMap<Element, number>} */ #reads = new WeakMap();
    #number = 0;
    #sweeping = false;
    #telling = false;
    #told = "";

    /** @param {Site} site @param {() => void} [asking] told of each question */
    constructor(site, asking) {
      this.#site = site;
      this.#asking = asking;
    }

    start() {
      this.#discovery.start();
    }

    stop() {
      this.#discovery.stop();
      for (const element of [...this.#entries.keys()]) this.#drop(element);
      this.#marks?.stop();
      this.#tell();
    }

    get entries() {
      return [...this.#entries.values()];
    }

    receive(/** @type {string} */ id, /** @type {any} */ assessment) {
      if (this.#requests.receive(id, assessment)) return;
      for (const entry of this.entries) if (entry.question.id === id) void this.#answer(entry, assessment);
    }

    /** Ask again about pictures with news; their labels stay until the answer. */
    changed(/** @type {import("../types").Changes} */ { sha256, all }) {
      const named = new Set(sha256);
      const concerned = this.entries.filter(({ assessment }) => assessment && (all || named.has(String(assessment.sha256))));
      for (const { question } of concerned) this.#requests.forget(question.id);
      for (const entry of concerned) void this.#ask(entry);
    }

    /** Ask again for everything that was answered without a server. */
    refresh() {
      this.#requests.forget();
      for (const entry of this.entries) {
        const { element, question, answered, assessment } = entry;
        if (!answered || (Colophon.wasChecked(assessment) && !assessment?.local)) continue;
        if (question.asked) {
          void this.#ask(entry);
          continue;
        }
        this.#drop(element);
        this.#discovery.again(element);
      }
    }

    /** Scroll to the picture that the reader chose in the popup. */
    reveal(/** @type {number} */ number) {
      this.entries.find((one) => one.number === number)?.element.scrollIntoView({ block: "center" });
    }

    /** A picture is near the viewport. */
    #found(/** @type {Element} */ element) {
      const src = Colophon.sourceOf(element);
      if (src && this.#entries.get(element)?.src === src) return;
      this.#drop(element);
      if (!("readStatements" in Colophon)) return void this.#foundFirst(element);
      const occurrence = Colophon.readOccurrence(element, this.#site);
      if (!occurrence) return this.#discovery.done(element);
      if (src) void this.#ask(this.#enter(element, src, occurrence));
      else if (element instanceof HTMLCanvasElement) void this.#read(element);
    }

    /** The first pictures of a page wait for what reads the words around them. */
    async #foundFirst(/** @type {Element} */ element) {
      if ((await Colophon.need("words")) && this.#discovery.running) this.#found(element);
    }

    /** A canvas in a post has no picture before it is read. @param {HTMLCanvasElement} canvas */
    async #read(canvas) {
      this.#discovery.done(canvas);
      if (Colophon.tooOften(this.#reads, canvas, MAX_READS) || !(await Colophon.need("canvas"))) return;
      if (await Colophon.readCanvas?.(canvas)) this.#discovery.again(canvas);
    }

    /** Out of reach again: what was not asked yet is not. */
    #left(/** @type {Element} */ element) {
      const entry = this.#entries.get(element);
      if (entry && !entry.answered && this.#requests.cancel(entry.question.id)) this.#drop(element);
    }

    /**
     * @param {Element} element @param {string} src @param {Occurrence | null} occurrence null outside of posts
     * @param {Partial<AssessItem>} [asked] where the reader asks
     */
    #enter(element, src, occurrence, asked) {
      const entry = Colophon.entryFor(element, src, occurrence, { number: ++this.#number, site: this.#site, asked });
      this.#entries.set(element, entry);
      Colophon.study?.entered(element);
      return entry;
    }

    async #ask(/** @type {Tracked} */ entry) {
      this.#asking?.();
      void Colophon.needMarks(); // so that they are there with the answer
      await this.#answer(entry, await this.#requests.ask(entry.question, entry.element));
    }

    /** Is this still what the page shows there? @param {Tracked} entry */
    #holds({ element, src }) {
      return element.isConnected && Colophon.sourceOf(element) === src;
    }

    /** @param {Tracked} entry @param {import("../types").Assessment | null} assessment */
    async #answer(entry, assessment) {
      const { element } = entry;
      if (this.#entries.get(element) !== entry) return;
      this.#discovery.done(element);
      if (!this.#holds(entry)) return this.#swapped(element);
      if (entry.mark?.kind === "hidden") return;
      if (assessment?.hidden) return this.#hideAgain(entry);
      // the same words are being read again: the label stays until they are
      if (assessment?.checks.image_text === "pending" && !assessment.label && Colophon.restsOnWords(entry.assessment)) return;
      entry.assessment = assessment ?? entry.assessment;
      entry.answered = true;
      this.#tell();
      await Colophon.study?.answered(entry);
      const { label, asked, help } = entry.assessment ?? {};
      if (entry.mark || label || asked || help) await this.#paint(entry);
    }

    /** @param {Tracked} entry */
    async #paint(entry) {
      const protects = entry.assessment?.status === "protected";
      if (!(await Colophon.needMarks()) || (protects && !(await Colophon.need("help"))) || !Colophon.Marks) return;
      this.#marks ??= new Colophon.Marks((one) => this.#entries.get(one), (one) => this.#swapped(one));
      this.#marks.paint(entry);
    }

    /**
     * Look at a picture because the reader asks, whatever it is; `check.js` is there. What is known of it already is
     * shown at once. The promise is kept with the answer.
     */
    async look(/** @type {Element} */ element, /** @type {Asking} */ { meanwhile, failed, shown, private: hidden }) {
      const src = Colophon.sourceOf(element);
      const known = this.#entries.get(element);
      if (known?.mark && known.src === src && !known.assessment?.asked && !known.assessment?.local) return shown(known.mark);
      this.#drop(element);
      const occurrence = Colophon.readOccurrence(element, this.#site, true);
      this.#discovery.follow(element);
      const entry = this.#enter(element, src, occurrence, { asked: true, private: occurrence?.private ?? hidden });
      Object.assign(entry, { assessment: meanwhile, shown });
      this.#requests.forget(entry.question.id);
      await this.#paint(entry);
      await this.#ask(entry);
      if (entry.assessment === meanwhile) await this.#answer(entry, failed);
    }

    /** Put a box in the place of an image; `hide.js` is there. Gives the names of the picture. */
    hide(/** @type {Element} */ element) {
      const src = Colophon.sourceOf(element);
      const entry = this.#entries.get(element) ?? this.#enter(element, src, Colophon.readOccurrence(element, this.#site));
      this.#discovery.follow(element);
      entry.mark?.remove();
      entry.assessment = null;
      entry.answered = true;
      entry.mark = Colophon.createHiddenBox?.(element, () => void this.#show(entry)) ?? null;
      this.#tell();
      return { key: entry.question.key, url: src };
    }

    /** The reader hid this picture before. @param {Tracked} entry */
    async #hideAgain(entry) {
      const ready = (await Colophon.needMarks()) && (await Colophon.need("hide"));
      if (ready && this.#entries.get(entry.element) === entry && this.#holds(entry)) this.hide(entry.element);
    }

    /** The reader wants to see it again, here and on other pages. @param {Tracked} entry */
    async #show(entry) {
      const { question, src, posted, element } = entry;
      entry.mark?.remove();
      entry.mark = null;
      const url = await Colophon.portable(src, element).catch(() => src);
      await Colophon.ask({ type: "unhide", picture: { key: question.key, url } });
      this.#requests.forget(question.id);
      if (posted && this.#discovery.running) void this.#ask(entry);
    }

    #drop(/** @type {Element} */ element) {
      this.#entries.get(element)?.mark?.remove();
      this.#entries.delete(element);
      Colophon.study?.dropped(element);
    }

    /** Drop what does not hold any more, at once, and look anew. */
    #swapped(/** @type {Element} */ element) {
      const entry = this.#entries.get(element);
      if (!entry || this.#holds(entry)) return;
      this.#drop(element);
      if (element.isConnected) this.#discovery.again(element);
      this.#tell();
    }

    /** Drop what left the page; put a label back that the page removed. */
    #sweepSoon() {
      if (this.#sweeping) return;
      this.#sweeping = true;
      requestIdleCallback(() => this.#sweep(), { timeout: 200 });
    }

    #sweep() {
      this.#sweeping = false;
      for (const entry of this.entries) {
        const { element, mark } = entry;
        this.#swapped(element);
        if (!mark || mark.host.isConnected || this.#entries.get(element) !== entry) continue;
        if (Colophon.tooOften(this.#repaints, element, MAX_REPAINTS)) continue;
        if (mark.kind === "hidden" && !this.#discovery.running) {
          this.hide(element);
          continue;
        }
        this.#drop(element);
        this.#discovery.again(element);
      }
      this.#tell();
    }

    /** Tell the toolbar how many labels this page has. */
    #tell() {
      if (this.#telling) return;
      this.#telling = true;
      setTimeout(() => this.#count(), COUNT_MS);
    }

    #count() {
      this.#telling = false;
      const labelled = this.entries.filter(({ assessment }) => assessment?.label).length;
      if (this.#told === String(labelled)) return;
      this.#told = String(labelled);
      void Colophon.ask({ type: "count", labelled });
    }
  };
}

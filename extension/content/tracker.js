// Keeps picture, question, answer and chip together. Nodes are recycled: what was asked for another source is dropped.
"use strict";
{
  const MAX_REPAINTS = 5; // of one picture whose label the page keeps removing

  /** @param {HTMLImageElement} img */
  const sourceOf = (img) => img.currentSrc || img.src;

  /**
   * The name of the platform whose own label was read.
   * @param {import("../types").Statement[]} statements
   */
  function platformOf(statements) {
    const label = statements.find(({ source }) => source === "platform")?.pattern;
    return Colophon.patterns.platforms.find(({ labels }) => labels.some(({ id }) => id === label))?.name ?? null;
  }

  /** @param {import("../types").Assessment | null} assessment */
  const wasChecked = (assessment) => ["labelled", "none", "protected"].includes(assessment?.status ?? "");

  /** Does the label rest on words in the image itself? @param {import("../types").Assessment | null} assessment */
  const restsOnWords = (assessment) =>
    assessment?.evidence.some(({ headline, source, details }) => headline && (source === "image_text" || details.place === "image"));

  /** What stands on the picture then. @param {import("../types").Assessment | null} assessment @returns {Mark["kind"] | null} */
  const kindOf = (assessment) => (assessment?.status === "protected" ? "help" : assessment?.label ? "label" : null);

  Colophon.Tracker = class {
    #site;
    #asking;
    #requests = new Colophon.Requests();
    /** @type {Map<HTMLImageElement, Tracked>} */ #entries = new Map();
    #discovery = new Colophon.Discovery(
      (img) => this.#found(img),
      () => this.#sweepSoon(),
    );
    /** @type {WeakMap<HTMLImageElement, number>} */ #repaints = new WeakMap();
    #number = 0;
    #sweeping = false;
    #told = "";
    // a picture can be hidden by its style alone; only labelled ones are watched for that
    #styles = new MutationObserver((records) => {
      for (const { target } of records) this.#showOrHide(/** @type {HTMLImageElement} */ (target));
    });

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
      this.#styles.disconnect();
      for (const img of [...this.#entries.keys()]) this.#drop(img);
      this.#tell();
    }

    receive(/** @type {string} */ id, /** @type {any} */ assessment) {
      if (this.#requests.receive(id, assessment)) return;
      for (const entry of [...this.#entries.values()]) if (entry.question.id === id) this.#answer(entry, assessment);
    }

    /** Ask again for the pictures that the server knows something new about; their labels stay until the answer. */
    changed(/** @type {import("../types").Changes} */ { sha256, all }) {
      const named = new Set(sha256);
      const concerned = [...this.#entries.values()].filter(
        ({ assessment }) => assessment && (all || named.has(String(assessment.sha256))),
      );
      for (const { question } of concerned) this.#requests.forget(question.id);
      for (const entry of concerned) void this.#ask(entry);
    }

    /** Ask again for everything that was answered without a server. */
    refresh() {
      this.#requests.forget();
      for (const [img, { assessment }] of [...this.#entries]) {
        if (wasChecked(assessment) && !assessment?.local) continue;
        this.#drop(img);
        this.#discovery.again(img);
      }
    }

    report() {
      const entries = [...this.#entries.values()];
      const labelled = entries.filter(({ assessment }) => assessment?.label);
      return {
        found: entries.length,
        checked: entries.filter(({ assessment }) => wasChecked(assessment)).length,
        labelled: labelled.length,
        notChecked: entries.filter(({ answered, assessment }) => answered && !wasChecked(assessment)).length,
        local: entries.some(({ assessment }) => assessment?.local),
        private: entries.some(({ assessment }) => assessment?.private && assessment.local),
        adult: Colophon.adultSeen,
        labels: labelled.map(({ number, about, assessment }) => ({
          number,
          text: assessment?.label?.short ?? "",
          about,
        })),
      };
    }

    /** Scroll to the picture with this number; the reader asked for it in the popup. */
    reveal(/** @type {number} */ number) {
      const entry = [...this.#entries.values()].find((one) => one.number === number);
      entry?.img.scrollIntoView({ block: "center" });
    }

    #found(/** @type {HTMLImageElement} */ img) {
      const src = sourceOf(img);
      if (this.#entries.get(img)?.src === src) return;
      this.#drop(img);
      const occurrence = Colophon.readOccurrence(img, this.#site);
      if (occurrence) void this.#ask(this.#enter(img, src, occurrence));
    }

    /** @param {HTMLImageElement} img @param {string} src @param {Occurrence | null} occurrence null outside of posts */
    #enter(img, src, occurrence) {
      const statements = occurrence ? Colophon.readStatements(occurrence) : [];
      const about = (occurrence?.alt ?? occurrence?.caption ?? "").slice(0, 80);
      const item = {
        key: Colophon.keyOf(src, this.#site),
        url: src,
        statements: statements.map(({ quote: _kept, ...statement }) => statement),
        platform: platformOf(statements),
        post: occurrence?.post ?? null,
        private: occurrence?.private ?? false,
      };
      /** @type {Tracked} */
      const entry = {
        ...{ img, number: ++this.#number, src, about, statements, posted: occurrence },
        question: { ...item, id: Colophon.questionId(item) },
        ...{ answered: false, assessment: null, mark: null },
      };
      this.#entries.set(img, entry);
      return entry;
    }

    async #ask(/** @type {Tracked} */ entry) {
      this.#asking?.();
      this.#answer(entry, await this.#requests.ask(entry.question));
    }

    /** @param {Tracked} entry @param {import("../types").Assessment | null} assessment */
    #answer(entry, assessment) {
      const { img, src } = entry;
      if (this.#entries.get(img) !== entry) return;
      if (sourceOf(img) !== src || !img.isConnected) return this.#drop(img);
      if (entry.mark?.kind === "hidden") return;
      if (assessment?.hidden) return void this.#hideAgain(entry);
      // the same words are being read again: the label stays until they are
      if (assessment?.checks.image_text === "pending" && !assessment.label && restsOnWords(entry.assessment)) return;
      entry.assessment = assessment ?? entry.assessment;
      entry.answered = true;
      this.#paint(entry);
      this.#tell();
    }

    #paint(/** @type {Tracked} */ entry) {
      const { img, mark, assessment } = entry;
      const kind = kindOf(assessment);
      if (mark && (mark.kind === kind || (!kind && mark.stays?.()))) return mark.update();
      mark?.remove();
      const create = kind === "help" ? Colophon.createHelpLink : Colophon.createChip;
      if (!create) void this.#paintWithHelp(entry);
      entry.mark = (kind && create?.(entry)) ?? null;
      if (!entry.mark) return;
      this.#styles.observe(img, { attributes: true, attributeFilter: ["style", "class", "hidden"] });
      this.#showOrHide(img);
    }

    /** The first protected picture of a page. @param {Tracked} entry */
    async #paintWithHelp(entry) {
      if ((await Colophon.need("help")) && Colophon.createHelpLink) this.#answer(entry, entry.assessment);
    }

    /** Put a box in the place of an image; `hide.js` is there. Gives the names of the picture. */
    hide(/** @type {HTMLImageElement} */ img) {
      const src = sourceOf(img);
      const entry = this.#entries.get(img) ?? this.#enter(img, src, Colophon.readOccurrence(img, this.#site));
      entry.mark?.remove();
      entry.assessment = null;
      entry.mark = Colophon.createHiddenBox?.(img, () => void this.#show(entry)) ?? null;
      this.#tell();
      return { key: entry.question.key, url: src };
    }

    /** The reader hid this picture before. @param {Tracked} entry */
    async #hideAgain(entry) {
      const ready = await Colophon.need("hide");
      if (ready && this.#entries.get(entry.img) === entry && sourceOf(entry.img) === entry.src) this.hide(entry.img);
    }

    /** The reader wants to see it again, here and on other pages. @param {Tracked} entry */
    async #show(entry) {
      const { question, src, posted } = entry;
      entry.mark?.remove();
      entry.mark = null;
      const url = await Colophon.portable(src).catch(() => src);
      await Colophon.ask({ type: "unhide", picture: { key: question.key, url } });
      this.#requests.forget(question.id);
      if (posted) void this.#ask(entry);
    }

    #showOrHide(/** @type {HTMLImageElement} */ img) {
      this.#entries.get(img)?.mark?.setHidden(!img.checkVisibility({ visibilityProperty: true }));
    }

    #drop(/** @type {HTMLImageElement} */ img) {
      this.#entries.get(img)?.mark?.remove();
      this.#entries.delete(img);
    }

    /** Drop what left the page or shows another picture now. */
    #sweepSoon() {
      if (this.#sweeping) return;
      this.#sweeping = true;
      requestIdleCallback(
        () => {
          this.#sweeping = false;
          for (const [img, { src, mark }] of [...this.#entries]) {
            const gone = !img.isConnected || sourceOf(img) !== src;
            if (!gone && (!mark || mark.host.isConnected)) continue;
            if (!gone && !this.#mayRepaint(img)) continue;
            this.#drop(img);
            if (img.isConnected) this.#discovery.again(img);
          }
          this.#tell();
        },
        { timeout: 200 },
      );
    }

    #mayRepaint(/** @type {HTMLImageElement} */ img) {
      const repaints = this.#repaints.get(img) ?? 0;
      this.#repaints.set(img, repaints + 1);
      return repaints < MAX_REPAINTS;
    }

    /** Tell the toolbar how many labels this page has. */
    #tell() {
      const { labelled } = this.report();
      if (this.#told === String(labelled)) return;
      this.#told = String(labelled);
      void Colophon.ask({ type: "count", labelled });
    }
  };
}

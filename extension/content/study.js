// Taking part in a study, on one page: what is measured of its images, and how their labels look. Which arm it is, a page
// is never told; it knows an image by a number.
"use strict";
{
  const ICON = "26px"; // as in sheets.js
  /** Dark words on a light ground in both schemes: 8.2:1, its line 5.0:1 on white and 4.2:1 on black. */
  const WARN = { "--paper": "#fef3c7", "--ink": "#78350f", "--line": "#b45309" };
  /** @typedef {InstanceType<NonNullable<ColophonNamespace["StudyMeter"]>>} Meter */
  /** @typedef {InstanceType<NonNullable<ColophonNamespace["StudyNotes"]>>} Notes */
  /** @typedef {import("../types").StudyPlace} StudyPlace */

  /** Had the image before this one in the page a label? Null where that is not known. @param {Element} element */
  function afterLabelled(element) {
    const before = Colophon.tracked().filter((one) => one.element.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
    const last = before.reduce((/** @type {Tracked | null} */ a, b) => (a && b.element.compareDocumentPosition(a.element) & Node.DOCUMENT_POSITION_FOLLOWING ? a : b), null);
    return last?.answered ? Boolean(last.assessment?.label) : null;
  }

  /** @param {HTMLElement} button @param {StudyPlace["looks"]} looks */
  function dress(button, looks) {
    button.style.maxWidth = looks?.detail === "icon" ? ICON : "";
    for (const [name, value] of Object.entries(WARN)) {
      if (looks?.colour === "warn") button.style.setProperty(name, value);
      else button.style.removeProperty(name);
    }
  }

  /** Why a chip cannot be seen, or null. @param {HTMLElement} button @param {Element} element */
  function unseen(button, element) {
    if (!button.isConnected || !element.isConnected) return "gone";
    return button.offsetWidth && button.checkVisibility() ? null : "too_small";
  }

  /** @param {Meter} meter @param {Notes} notes @param {string} title */
  function studyOf(meter, notes, title) {
    /** What was told, by number and round. @type {Set<string>} */ const told = new Set();
    /** @param {string} kind @param {StudyPlace} study */
    const first = (kind, { place, round }) => !told.has(`${kind}:${place}:${round}`) && told.add(`${kind}:${place}:${round}`);

    /** @param {Tracked} entry */
    async function answered({ element, assessment, mark }) {
      const study = assessment?.study;
      if (!study) return;
      meter.name(element, study.place);
      if (first("noted", study)) notes.add("noted", study.place, () => ({ after_labelled: afterLabelled(element) }));
      if (mark || !study.looks?.delay) return;
      await meter.arrival(element);
      const due = (meter.firstOf(element) ?? 0) + study.looks.delay - performance.now();
      if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
    }

    /** @param {Tracked} entry @param {HTMLElement} button */
    function dressed({ element, assessment }, button) {
      const study = assessment?.study;
      if (!study) return;
      dress(button, study.looks);
      const now = performance.now();
      if ((!assessment?.label && !assessment?.asked) || !first("painted", study)) return;
      requestIdleCallback(() => {
        const why = unseen(button, element);
        const latency_ms = Math.max(0, now - (meter.firstOf(element) ?? now));
        notes.add("painted", study.place, why ? { applied: false, why } : { applied: true, latency_ms });
      });
    }

    /** @param {string} kind @param {Element} element @param {object} [data] */
    function did(kind, element, data) {
      const place = meter.placeOf(element);
      if (place !== null) notes.add(kind, place, data);
    }

    /** @param {Tracked} entry @param {HTMLElement} card */
    function opened({ element, assessment }, card) {
      if (!assessment?.study) return;
      did("opened", element, { level: 2 });
      if (card.querySelector(".study")) return;
      const text = Colophon.element("p", { className: "note", textContent: Colophon.t("card_study", { title }) });
      card.firstElementChild?.append(Colophon.element("section", { className: "study" }, text));
      card.addEventListener("toggle", ({ target }) => {
        if (target instanceof HTMLDetailsElement && target.open && target.dataset.part === "evidence") did("opened", element, { level: 3 });
      }, true);
    }

    return { entered: (/** @type {Element} */ element) => meter.watch(element), dropped: (/** @type {Element} */ element) => meter.drop(element), answered, dressed, did, opened };
  }

  /** Every picture from when the page has it. @param {Meter} meter */
  function watchAll(meter) {
    const prototype = Colophon.Nearness?.prototype; // none on a page that says itself what it shows
    if (!prototype) return;
    const { add } = prototype;
    prototype.add = function (/** @type {Element} */ element) {
      meter.watch(element);
      add.call(this, element);
    };
    for (const image of document.images) if (Colophon.isPicture(image)) meter.watch(image);
  }

  async function begin() {
    let asking = false;

    /** Once it counts as seen, a survey may ask about it; one at a time. @param {Element} element @param {number} place */
    async function ask(element, place) {
      const entry = Colophon.tracked().find((one) => one.element === element);
      if (asking || !entry?.assessment?.study?.probe || Colophon.surveying) return;
      asking = true;
      const due = await Colophon.ask({ type: "study-probe", place });
      if (due && (await Colophon.needMarks()) && (await Colophon.need("probe"))) Colophon.showProbe?.(element, due, (kind, data) => notes.add(kind, place, data));
      asking = false;
    }

    const rules = await Colophon.ask({ type: "study-rules" });
    if (!rules || !Colophon.StudyMeter || !Colophon.StudyNotes || Colophon.study) return;
    const notes = new Colophon.StudyNotes();
    const seen = (/** @type {{total: number, longest: number}} */ { total, longest }) => ({ visible_ms: total, longest_ms: longest });
    const meter = new Colophon.StudyMeter(rules.exposure, {
      exposed(element, place, time) {
        notes.add("exposed", place, seen(time));
        void ask(element, place);
      },
      left: (place, time) => notes.add("dwell", place, seen(time)),
    });
    Colophon.study = studyOf(meter, notes, rules.title);
    Colophon.watchActs?.(Colophon.study.did);
    const leaving = () => {
      meter.flush();
      notes.flush();
    };
    Colophon.study.leave = leaving;
    addEventListener("pagehide", leaving);
    document.addEventListener("visibilitychange", () => document.hidden && leaving());
    watchAll(meter);
    for (const entry of Colophon.tracked()) { // what was there before
      meter.watch(entry.element);
      if (!entry.answered) continue;
      void Colophon.study.answered(entry);
      if (entry.mark?.button) Colophon.study.dressed(entry, entry.mark.button);
    }
  }

  if (!Colophon.study && !Colophon.onlyAsked) void begin();
  void 0; // the last value goes back to the background, and a promise cannot
}

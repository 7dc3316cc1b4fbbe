// "Remember this disclosure": shows exactly what would be kept, sends it when the reader says so, and can undo it.
// Loaded when a reader first asks for it.
"use strict";
{
  const { element } = Colophon;
  const MAX_WORDS = 500; // characters of a quotation that the server takes
  const MAX_LINK = 480; // characters of a link

  /** What became of it, in words. @type {Record<string, string>} */
  const OUTCOMES = {
    active: "remember_active",
    waiting: "remember_waiting",
    refused: "remember_refused",
    unreadable: "remember_unreadable",
    not_allowed: "remember_not_allowed",
    absent: "remember_absent",
    undone: "remember_undone",
  };

  const button = Colophon.plainButton;

  /** An address that may be kept: only one that anybody may open safely. @param {string | null} address */
  const secure = (address) => (address?.startsWith("https://") && address.length < MAX_LINK ? address : null);

  /**
   * What is sent, all of it.
   * @param {Tracked} entry
   * @returns {import("../types").Disclosure}
   */
  function disclosureOf(entry) {
    const { assessment, posted } = entry;
    const evidence = /** @type {import("../types").Evidence} */ (assessment?.evidence.find(({ headline }) => headline));
    const { pattern, language } = /** @type {Record<string, string | undefined>} */ (evidence.details);
    return {
      sha256: String(assessment?.sha256),
      process: /** @type {import("../types").Disclosure["process"]} */ (evidence.process),
      pattern: pattern ?? null,
      language: language ?? null,
      said_by: evidence.source === "platform" ? evidence.source_name : (posted?.author ?? null),
      words: Colophon.quoteOf(evidence, entry)?.slice(0, MAX_WORDS) ?? null,
      permalink: secure(posted?.permalink ?? null),
      date: posted?.date ?? new Date().toISOString().slice(0, 10),
    };
  }

  /**
   * All that would be kept; the link only if the reader leaves it ticked.
   * @param {import("../types").Disclosure} disclosure @param {Tracked} entry
   */
  function valueList(disclosure, { assessment }) {
    const { words, said_by, permalink, date, sha256 } = disclosure;
    const day = new Intl.DateTimeFormat(Colophon.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(date));
    /** @type {[string, string | null][]} */
    const values = [
      ["remember_statement", assessment?.label?.short ?? null],
      ["remember_words", words && Colophon.t("quote", { words })],
      ["remember_said_by", said_by],
      ["remember_link", permalink],
      ["remember_date", day],
      ["remember_fingerprint", Colophon.t("remember_fingerprint_value", { start: sha256.slice(0, 12) })],
    ];
    const rows = values.flatMap(([key, value]) =>
      value ? [element("dt", { textContent: Colophon.t(key) }), element("dd", { dir: "auto", textContent: value })] : [],
    );
    return element("dl", {}, ...rows);
  }

  /** @param {import("../types").Disclosure} disclosure changed by it */
  function linkChoice(disclosure) {
    const { permalink } = disclosure;
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", checked: true }));
    box.addEventListener("change", () => (disclosure.permalink = box.checked ? permalink : null));
    return element("label", { hidden: !permalink }, box, Colophon.t("remember_keep_link"));
  }

  /** Fill the section and put the focus where the reader goes on. @param {HTMLElement} section @param {HTMLElement[]} children */
  function show(section, children, focus = children[0]) {
    section.replaceChildren(...children);
    focus.focus();
    section.closest(".leaf")?.scrollTo({ top: section.offsetTop - 12 });
  }

  /** @param {string} key @param {string} [host] of the picture */
  const said = (key, host = "") =>
    element("p", { className: "outcome", role: "status", tabIndex: -1, textContent: Colophon.t(key, { host }) });

  Colophon.remember = (section, entry) => {
    const before = [...section.children];
    const disclosure = disclosureOf(entry);
    section.dataset.started = "yes";

    const cancel = () => {
      delete section.dataset.started;
      show(section, /** @type {HTMLElement[]} */ (before));
    };

    /** @param {string} id */
    const undo = async (id) => {
      const undone = (await Colophon.ask({ type: "undisclose", id }))?.outcome === "undone";
      if (undone) show(section, [said(OUTCOMES.undone)]);
      else show(section, [said("remember_not_undone"), button("remember_undo", () => undo(id))]);
    };

    const send = async () => {
      if (section.dataset.started === "sending") return;
      section.dataset.started = "sending";
      const url = await Colophon.portable(entry.src, entry.element).catch(() => entry.src);
      const answer = await Colophon.ask({ type: "disclose", url, disclosure });
      section.dataset.started = "sent";
      const outcome = said(OUTCOMES[answer?.outcome] ?? OUTCOMES.absent, new URL(entry.src, location.href).hostname);
      if (answer?.id) return show(section, [outcome, button("remember_undo", () => undo(answer.id))]);
      show(section, [outcome, button("remember_again", send), button("remember_cancel", cancel)]);
    };

    const heading = element("h3", { textContent: Colophon.t("remember_confirm"), tabIndex: -1 });
    const values = [valueList(disclosure, entry), linkChoice(disclosure)];
    show(section, [heading, ...values, button("remember_send", send, {}, "plain go"), button("remember_cancel", cancel)]);
  };
  void 0; // the last value goes back to the background, and a function cannot
}

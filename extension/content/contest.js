// "Something wrong?": a reader says why a label is wrong, sees exactly what would be sent, sends it, and gets a case.
// Loaded when a reader first asks for it.
"use strict";
{
  const { element } = Colophon;
  const REASONS = ["contest_not_so", "contest_other_image", "contest_misread", "contest_mine", "contest_other"];
  const MAX_WORDS = 400; // characters; the server takes 500 with the reason before them

  /** How a case stands, in words; at one's own server it is the reader who decides. @type {Record<string, string>} */
  const STANDING = {
    open: "contest_open",
    kept: "contest_kept",
    changed: "contest_changed",
    own_open: "contest_own_open",
    own_kept: "contest_own_kept",
    own_changed: "contest_own_changed",
    unknown: "contest_unknown",
    absent: "contest_no_answer",
  };

  /** Why nothing was sent, in words. @type {Record<string, string>} */
  const FAULTS = {
    unpaired: "contest_unpaired",
    private: "contest_private",
    refused: "contest_refused",
    busy: "contest_busy",
    unreadable: "contest_unreadable",
    absent: "contest_absent",
  };
  /** @typedef {{reason: string, words: string, picture: boolean}} Draft */
  /** @typedef {import("../types").Report} Report */

  /** Fill the section and put the focus where the reader goes on. @param {HTMLElement} section @param {HTMLElement[]} children */
  function show(section, children) {
    section.replaceChildren(...children);
    children[0].focus();
    section.closest(".leaf")?.scrollTo({ top: section.offsetTop - 12 });
  }

  /** @param {string} key */
  const heading = (key) => element("h3", { textContent: Colophon.t(key), tabIndex: -1, id: key });

  /** @param {string[]} keys */
  const outcome = (...keys) =>
    element("p", { className: "outcome", role: "status", tabIndex: -1, textContent: keys.map((key) => Colophon.t(key)).join(" ") });

  /** @param {Draft} draft changed by it */
  function choices(draft) {
    const made = REASONS.map((reason) => {
      const choice = element("input", { type: "radio", name: "reason", checked: reason === draft.reason });
      choice.addEventListener("change", () => (draft.reason = reason));
      return element("label", {}, choice, element("span", { textContent: Colophon.t(reason) }));
    });
    return element("div", { role: "radiogroup", "aria-labelledby": "contest_about" }, ...made);
  }

  /** @param {Draft} draft changed by it */
  function wordsField(draft) {
    const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { rows: 3, maxLength: MAX_WORDS, value: draft.words, dir: "auto" }));
    field.addEventListener("input", () => (draft.words = field.value));
    return element("label", { className: "field" }, element("span", { textContent: Colophon.t("contest_words") }), field);
  }

  /** What is sent, all of it. @param {Tracked} entry @param {Draft} draft @returns {Report} */
  function reportOf({ assessment }, { reason, words }) {
    const said = [Colophon.t(reason), words.trim()].filter(Boolean).join(": ");
    return { sha256: String(assessment?.sha256), label: String(assessment?.label?.id), reason: said };
  }

  /**
   * @param {Report} report @param {string} label as the reader sees it @param {string | null} host of somebody else's server
   * @param {boolean} picture does it go, too
   */
  function valueList({ sha256, reason }, label, host, picture) {
    const values = [
      ["contest_to", host ?? Colophon.t("contest_own_server")],
      ["contest_label", label],
      ["contest_reason", reason],
      ["remember_fingerprint", Colophon.t(picture ? "contest_with_picture" : "contest_fingerprint", { start: sha256.slice(0, 12) })],
    ];
    const rows = values.flatMap(([key, value]) => [
      element("dt", { textContent: Colophon.t(key) }),
      element("dd", { dir: "auto", textContent: value }),
    ]);
    return element("dl", {}, ...rows);
  }

  /** Whether the image goes, too: off until the reader ticks it. @param {Draft} draft changed by it @param {() => void} told */
  function pictureChoice(draft, told) {
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox", checked: draft.picture }));
    box.addEventListener("change", () => {
      draft.picture = box.checked;
      told();
    });
    return element("label", {}, box, element("span", { textContent: Colophon.t("contest_picture") }));
  }

  /** What became of an image that was to go with the report. @param {{until?: string | null}} answer */
  function pictureLine({ until }) {
    if (until === undefined) return [];
    const date = until && new Intl.DateTimeFormat(Colophon.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(until));
    const textContent = date ? Colophon.t("contest_picture_kept", { date }) : Colophon.t("contest_picture_not_kept");
    return [element("p", { className: "note", textContent })];
  }

  /** The number of a case as people say it, and the whole of it to be copied. @param {import("../types").Case} found */
  function numberLine({ case: id, number }) {
    const line = element("p", { className: "note", title: id, textContent: Colophon.t("contest_case", { case: number }) });
    if (!navigator.clipboard) return [line];
    const copy = Colophon.plainButton("contest_copy_case", () =>
      navigator.clipboard.writeText(id).then(
        () => (copy.textContent = Colophon.t("card_copied")),
        () => (copy.textContent = Colophon.t("card_not_copied")),
      ),
    );
    return [line, copy];
  }

  /** A case: how it stands, what reviewers answered, its number. */
  const caseElement = (/** @type {import("../types").Case} */ found) => {
    const { state, answer, own } = found;
    const text = element("p", { textContent: Colophon.t((own && STANDING[`own_${state}`]) || STANDING[state]) });
    const quote = answer ? [element("blockquote", { dir: "auto", textContent: Colophon.t("quote", { words: answer }) })] : [];
    return element("div", { className: "case", role: "status" }, text, ...quote, ...numberLine(found));
  };
  Colophon.caseElement = caseElement;

  Colophon.contest = (section, entry) => {
    const before = /** @type {HTMLElement[]} */ ([...section.children]);
    const draft = { reason: REASONS[0], words: "", picture: false };
    const place = { private: entry.question.private };
    section.dataset.started = "yes";

    const back = () => [Colophon.plainButton("contest_change", write), Colophon.plainButton("remember_cancel", cancel)];

    const cancel = () => {
      delete section.dataset.started;
      show(section, before);
    };

    const write = () => {
      const buttons = [Colophon.plainButton("contest_continue", confirm, {}, "plain go"), Colophon.plainButton("remember_cancel", cancel)];
      show(section, [heading("contest_about"), choices(draft), wordsField(draft), ...buttons]);
    };

    const failed = (/** @type {string} */ fault) => show(section, [outcome(FAULTS[fault] ?? FAULTS.absent), ...back()]);

    const confirm = async () => {
      const { assessment } = entry;
      if (!assessment?.sha256 || !assessment.label) return failed("unreadable");
      const found = await Colophon.ask({ type: "contestable", ...place });
      if (!found || found.outcome) return failed(found?.outcome);
      const [report, { short, confidence }] = [reportOf(entry, draft), assessment.label];
      draft.picture &&= found.picture;
      const [values, note] = [element("div", {}), element("p", { className: "note" })];
      const tell = () => {
        values.replaceChildren(valueList(report, short, found.host, draft.picture));
        note.textContent = Colophon.t(draft.picture ? "contest_picture_sent" : "contest_not_sent");
      };
      tell();
      const choice = found.picture ? [pictureChoice(draft, tell), element("p", { className: "note", textContent: Colophon.t("contest_picture_about") })] : [];
      const send = Colophon.plainButton("contest_send", () => submit(report, confidence === "estimated"), {}, "plain go");
      show(section, [heading("contest_confirm"), values, ...choice, note, send, ...back()]);
    };

    /** @param {Report} report @param {boolean} estimated then the label goes at once */
    const submit = async (report, estimated) => {
      if (section.dataset.started === "sending") return;
      section.dataset.started = "sending";
      const url = draft.picture ? await Colophon.portable(entry.src, entry.element).catch(() => entry.src) : null;
      const answer = await Colophon.ask({ type: "contest", report, url, ...place });
      section.dataset.started = answer?.case ? "sent" : "yes";
      if (!answer?.case) return failed(answer?.outcome);
      Colophon.study?.did("contest", entry.element);
      const sent = answer.own ? "contest_sent_own" : "contest_sent";
      show(section, [outcome(sent, ...(estimated ? ["contest_withdrawn"] : [])), ...pictureLine(answer), ...numberLine(answer)]);
    };

    write();
  };
  void 0; // the last value goes back to the background, and a function cannot
}

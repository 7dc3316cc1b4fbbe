// The questions of a survey, one after the other. Every question can be left out, and the survey left at any time.
"use strict";
{
  const { element } = Colophon;
  /** @typedef {import("../types").StudySurvey} Survey */
  /** @typedef {import("../types").StudyQuestion} Question */
  /** @typedef {{control: HTMLElement, read: () => number | string | string[] | null}} Field */

  /** @param {Record<string, string>} words @param {string} locale */
  const inLocale = (words, locale) => words[locale] ?? words.en ?? Object.values(words)[0] ?? "";

  /** @param {"radio" | "checkbox"} type @param {{value: string, text: string}[]} options @param {string} name @returns {{boxes: HTMLInputElement[], labels: HTMLElement[]}} */
  function boxesOf(type, options, name) {
    const boxes = options.map(({ value }) => /** @type {HTMLInputElement} */ (element("input", { type, name, value })));
    const labels = options.map(({ text }, n) => element("label", { className: "option" }, boxes[n], element("span", { textContent: text })));
    return { boxes, labels };
  }

  /** @param {Question & {type: "scale"}} question @param {string} locale @returns {Field} */
  function scale({ name, points, low, high }, locale) {
    const ends = [low, high].map((words) => element("span", { textContent: inLocale(words, locale) }));
    if (points === 100) {
      const output = element("output", {});
      const range = /** @type {HTMLInputElement} */ (element("input", { type: "range", min: "0", max: "100", step: "1", value: "50", "aria-labelledby": "question" }));
      let touched = false;
      for (const type of ["input", "change", "click"]) // a click that leaves it in the middle is an answer, too
        range.addEventListener(type, () => {
          touched = true;
          output.textContent = range.value;
        });
      return { control: element("div", {}, range, output, element("div", { className: "ends" }, ...ends)), read: () => (touched ? Number(range.value) : null) };
    }
    const options = Array.from({ length: points }, (_one, n) => ({ value: String(n + 1), text: String(n + 1) }));
    const { boxes, labels } = boxesOf("radio", options, name);
    boxes[0].setAttribute("aria-label", `1: ${ends[0].textContent}`);
    boxes[points - 1].setAttribute("aria-label", `${points}: ${ends[1].textContent}`);
    const points_ = element("div", { className: "points" }, ...labels);
    const control = element("div", { role: "radiogroup", "aria-labelledby": "question" }, points_, element("div", { className: "ends" }, ...ends));
    return { control, read: () => Number(boxes.find(({ checked }) => checked)?.value) || null };
  }

  /** @param {Question & {type: "single" | "multiple"}} question @param {string} locale @returns {Field} */
  function choice({ name, type, options }, locale) {
    const told = options.map(({ value, text }) => ({ value, text: inLocale(text, locale) }));
    const { boxes, labels } = boxesOf(type === "single" ? "radio" : "checkbox", told, name);
    const control = element("div", { role: type === "single" ? "radiogroup" : "group", "aria-labelledby": "question" }, ...labels);
    const chosen = () => boxes.filter(({ checked }) => checked).map(({ value }) => value);
    return { control, read: () => (type === "single" ? (chosen()[0] ?? null) : chosen().length ? chosen() : null) };
  }

  /** @param {Question & {type: "text"}} question @returns {Field} */
  function text({ max_chars }) {
    const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { rows: 3, maxLength: max_chars, dir: "auto", "aria-labelledby": "question" }));
    return { control: field, read: () => field.value.trim() || null };
  }

  /** @param {Question} question @param {string} locale */
  function fieldOf(question, locale) {
    if (question.type === "scale") return scale(question, locale);
    return question.type === "text" ? text(question) : choice(question, locale);
  }

  Colophon.surveyForm ??= (around, { survey, locale }, { told, over, decline }) => {
    const { name, title, questions } = survey;
    let answered = 0;
    const tell = (/** @type {string} */ kind, /** @type {object} */ data = {}) => told(kind, { survey: name, ...data });
    const leave = () => {
      tell("survey_dismissed", { answered });
      over(false);
    };

    /** @param {string} key @param {() => void} act */
    const button = (key, act) => {
      const made = element("button", { type: "button", textContent: Colophon.t(key) });
      made.addEventListener("click", act);
      return made;
    };

    /** @param {number} n */
    function show(n) {
      if (n === questions.length) return over(true);
      const question = questions[n];
      const { control, read } = fieldOf(question, locale);
      const shown = performance.now();
      const next = () => {
        const answer = read();
        if (answer !== null) answered++;
        tell("survey_answered", { question: question.name, answer, rt_ms: performance.now() - shown });
        show(n + 1);
      };
      const heading = element("h2", { id: "title", textContent: inLocale(title, locale) });
      const count = element("p", { className: "count", textContent: Colophon.t("probe_count", { number: n + 1, of: questions.length }) });
      const asked = element("p", { id: "question", tabIndex: -1, textContent: inLocale(question.text, locale) });
      const optional = element("p", { className: "count", textContent: Colophon.t("probe_optional") });
      around.replaceChildren(heading, ...(questions.length > 1 ? [count] : []), asked, control, optional, element("div", { className: "row" }, button("probe_next", next), button(decline, leave)));
      if (n) asked.focus();
    }

    tell("survey_shown");
    show(0);
    return { leave };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// How wide a label's words are, in one line and in two. The style of a chip (sheets.js) then tells at every width of its
// picture whether they fit: nothing of the page is read.
"use strict";
{
  const SIZE = 13; // px, as in sheets.js
  const FONT = `system-ui, -apple-system, "Segoe UI", Roboto, sans-serif`;
  /** @typedef {{parts: string[], one: number, two: number}} Lines widths in em */
  /** @type {Map<string, Lines>} */
  const known = new Map();
  const pen = new OffscreenCanvas(1, 1).getContext("2d");
  if (pen) pen.font = `500 ${SIZE}px ${FONT}`;

  /** Words that do not fit have no width, and then no height either. */
  const sizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      if (!target.isConnected) sizes.unobserve(target); // Firefox would keep it, and the whole post around it
      else target.classList.toggle("away", contentRect.width < 1);
    }
  });

  /** Too much where it cannot be told, so that nothing is cut off. @param {string} words @param {string} lang its fonts */
  function widthOf(words, lang) {
    if (!pen) return words.length;
    if ("lang" in pen) pen.lang = lang;
    return pen.measureText(words).width / SIZE;
  }

  /** The two lines that need the least width; one where there is no place to break. @param {string} words @param {string} lang @returns {Lines} */
  function linesOf(words, lang) {
    const one = widthOf(words, lang);
    let found = { parts: [words], one, two: one };
    for (const { 0: space, index } of words.matchAll(/ |(?<=：)/g)) {
      const [first, second] = [words.slice(0, index), words.slice(index + space.length)];
      const two = Math.max(widthOf(first, lang), widthOf(second, lang));
      if (two < found.two) found = { parts: [first, space, second], one, two };
    }
    return found;
  }

  Colophon.chipFont = `500 ${SIZE}px/1.2 ${FONT}`;

  Colophon.setWords = (button, text, { short, locale }) => {
    const { parts, one, two } = known.get(short) ?? linesOf(short, locale);
    known.set(short, { parts, one, two });
    text.replaceChildren(...parts.map((part) => (part.trim() ? Colophon.element("span", { textContent: part }) : part)));
    button.style.setProperty("--one", `${one}em`);
    button.style.setProperty("--two", `${two}em`);
    sizes.observe(text);
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// Chips on bare pictures, made by the extension's own scripts in an ordinary page.
globalThis.Colophon = {
  openForTests: true,
  locale: "en",
  coverBy: "none",
  t: (key) => key,
  need: async () => false,
  place(host, picture) {
    Object.assign(host.style, { top: 0, left: 0, right: 0 });
    host.dataset.corner = "top right";
    picture.append(host);
  },
};
const frame = () => new Promise((done) => requestAnimationFrame(done));

/** Pictures of a width, each with a chip of these words. */
globalThis.show = (width, texts) => {
  const pictures = texts.map(([locale, short]) => {
    const picture = Object.assign(document.createElement("div"), { className: "picture" });
    picture.style.width = `${width}px`;
    Colophon.createChip({ element: picture, assessment: { label: { id: "x", short, locale }, status: "labelled" } });
    return picture;
  });
  document.body.replaceChildren(...pictures);
};

/** What is seen of each chip, once words that do not fit are away: that is before the next frame. */
globalThis.look = async () => {
  await frame();
  await frame();
  return [...document.querySelectorAll(".picture")].map((picture) => {
    const root = picture.firstChild.shadowRoot;
    const text = root.querySelector(".text");
    const lines = [...text.children].map((one) => one.getBoundingClientRect());
    const [chip, words, box] = [root.querySelector(".chip"), text, picture].map((one) => one.getBoundingClientRect());
    const within = (a, b) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;
    return {
      text: text.textContent,
      size: [chip.width, chip.height],
      words: words.width,
      lines: new Set(lines.map(({ y }) => Math.round(y))).size,
      folded: lines.some(({ height }) => height > 20), // a line in itself
      whole: text.scrollWidth <= text.clientWidth && within(words, chip),
      inside: within(chip, box),
      direction: getComputedStyle(text).direction,
    };
  });
};

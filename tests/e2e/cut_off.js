// What of the words in `root` sticks out to a side, is cut off without saying so, lies over something, or is broken
// letter by letter.
(root) => {
  const box = root === document.body ? { left: 0, right: innerWidth } : root.getBoundingClientRect();
  const shown = [...root.querySelectorAll("*")].filter((e) => e.checkVisibility() && e.getClientRects().length);
  const speaking = shown.filter((e) => [...e.childNodes].some((n) => n.nodeType === Node.TEXT_NODE && n.data.trim()));
  const lines = (e) => {
    const range = document.createRange();
    range.selectNodeContents(e);
    return [...range.getClientRects()];
  };
  const ellipsis = (e) => getComputedStyle(e).textOverflow === "ellipsis";
  const sticksOut = (e) => lines(e).some(({ left, right }) => left < box.left - 1 || right > box.right + 1);
  const scrolls = (overflow) => overflow === "auto" || overflow === "scroll";
  const isCut = (e) => {
    const { overflowX, overflowY } = getComputedStyle(e);
    if (e.clientWidth <= 1 || e.matches("input, select, textarea, pre")) return false;
    const wide = overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1;
    const high = overflowY !== "visible" && !scrolls(overflowY) && e.scrollHeight > e.clientHeight + 1;
    return wide || high;
  };
  const isBroken = (e) =>
    e.matches("button, dt, summary, h1, h2, h3") &&
    new Set(lines(e).map(({ top }) => Math.round(top / 4))).size > e.textContent.trim().split(/\s+/).length + 1;
  const close = root.querySelector(".close")?.getBoundingClientRect();
  const isUnder = (e) =>
    close && e.matches("h2") &&
    lines(e).some((l) => l.left < close.right && l.right > close.left && l.top < close.bottom && l.bottom > close.top);
  const wrong = [
    ...speaking.filter((e) => (sticksOut(e) && !ellipsis(e)) || isBroken(e) || isUnder(e)),
    ...shown.filter((e) => isCut(e) && !ellipsis(e)),
  ];
  return [...new Set(wrong)].map((e) => `${e.localName}.${e.className}: ${e.textContent.trim().slice(0, 60)}`);
}

// The bar in a corner of a page that is recorded: how many images, and how to pause or end it. It moves nothing of the
// page and goes out of the way of labels.
"use strict";
{
  const { element } = Colophon;
  const CORNERS = ["bottom end", "bottom start", "top end", "top start"];
  const AROUND = 4; // px between the bar and a label

  const sheet = Colophon.sheetOf(`
  .bar {
   position: fixed; inset: auto; margin: 0; box-sizing: border-box; max-width: calc(100vw - 24px); padding-block: 6px; padding-inline: 14px 8px;
   display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; pointer-events: auto;
   border: 1px solid var(--line); border-radius: 10px; background: var(--paper); color: var(--ink); box-shadow: 0 2px 10px rgb(0 0 0 / .22);
   font: 400 14px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; white-space: normal; text-align: start;
  }
  .bottom { bottom: 12px; } .top { top: 12px; } .start { inset-inline-start: 12px; } .end { inset-inline-end: 12px; }
  .under { visibility: hidden; }
  p { margin: 0; font-variant-numeric: tabular-nums; }
  .dot { flex: none; width: 10px; height: 10px; border-radius: 50%; background: #b91c1c; }
  @media (prefers-color-scheme: dark) { .dot { background: #f87171; } }
  .still .dot { background: none; border: 2px solid var(--line); box-sizing: border-box; }
  .note { flex-basis: 100%; color: var(--soft); font-size: 13px; }
  .note:empty, [hidden] { display: none; }
  .acts { display: flex; gap: 6px; margin-inline-start: auto; }
  button { all: unset; box-sizing: border-box; min-height: 32px; padding: 4px 12px; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; font-weight: 500; }
  button:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
  @media (pointer: coarse) { button { min-height: 44px; } }
  @media (forced-colors: active) {
   .bar, button { border: 1px solid CanvasText; }
   .dot { forced-color-adjust: none; background: CanvasText; } .still .dot { background: none; border-color: CanvasText; }
  }`);

  /** Where labels are in view now. @returns {DOMRect[]} */
  const labels = () =>
    Colophon.tracked().flatMap(({ mark }) => (mark && mark.kind !== "hidden" ? [(mark.button ?? mark.host).getBoundingClientRect()] : [])).filter((one) => one.width && one.bottom > 0 && one.top < innerHeight);

  /** @param {DOMRect} a @param {DOMRect} b */
  const meet = (a, b) => a.left < b.right + AROUND && b.left < a.right + AROUND && a.top < b.bottom + AROUND && b.top < a.bottom + AROUND;

  /** @param {HTMLElement} bar @param {string} corner */
  const put = (bar, corner) => {
    for (const name of ["top", "bottom", "start", "end"]) bar.classList.toggle(name, corner.includes(name));
  };

  /** The corner it is in, as long as no label is below it; a pointer on it holds it. @param {HTMLElement} bar @param {string} now @returns {string} */
  function makeWay(bar, now) {
    if (bar.matches(":hover")) return now;
    const taken = labels();
    bar.classList.remove("under");
    for (const corner of [now, ...CORNERS.filter((one) => one !== now)]) {
      put(bar, corner);
      if (!taken.some((one) => meet(one, bar.getBoundingClientRect()))) return corner;
    }
    put(bar, now);
    bar.classList.add("under"); // the toolbar goes on showing it
    return now;
  }

  /** `act` is told `pause`, `go-on` or `end`. */
  Colophon.createRecordBar ??= (locale, act) => {
    const { host, root, frame } = Colophon.createHost(locale);
    root.adoptedStyleSheets = [Colophon.chipSheet, sheet];
    const [text, note] = [element("p"), element("p", { className: "note", role: "status" })];
    const button = (/** @type {string} */ name) => {
      const made = element("button", { type: "button" });
      made.addEventListener("click", () => act(name));
      return made;
    };
    const [pause, goOn, end] = ["pause", "go-on", "end"].map(button);
    const acts = element("div", { className: "acts" }, pause, goOn, end);
    const bar = element("div", { className: "bar", role: "region", popover: "manual" }, element("span", { className: "dot" }), text, acts, note);
    frame.append(bar);
    let [corner, framed] = [CORNERS[0], 0];
    const move = () => (framed ||= requestAnimationFrame(() => {
      framed = 0;
      corner = makeWay(bar, corner);
    }));
    const on = { capture: true, passive: true };
    for (const type of ["scroll", "resize"]) addEventListener(type, move, on);

    /** @param {import("../types").RecordingStanding} standing */
    function update({ state, words }) {
      if (!host.isConnected) {
        document.body.append(host);
        /** @type {any} */ (bar).showPopover();
      }
      const focused = root.activeElement;
      bar.ariaLabel = words.name;
      text.textContent = words.text;
      if (note.textContent !== words.note) note.textContent = words.note;
      Object.assign(pause, { textContent: words.pause, hidden: state !== "recording" });
      Object.assign(goOn, { textContent: words.goOn, hidden: state !== "paused" });
      Object.assign(end, { textContent: words.end, hidden: state === "ended" });
      bar.classList.toggle("still", state !== "recording");
      if (focused instanceof HTMLElement && focused.hidden) (state === "paused" ? goOn : pause).focus();
      if (Colophon.openForTests) host.dataset.colophonRecording = state;
      move();
    }

    function remove() {
      for (const type of ["scroll", "resize"]) removeEventListener(type, move, on);
      cancelAnimationFrame(framed);
      host.remove();
    }

    return { update, move, remove };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// A short survey about one image, beside it. It takes no focus, moves nothing of the page, and goes when the reader
// declines it.
"use strict";
{
  const { element } = Colophon;
  const EDGE = 12; // px

  const sheet = Colophon.sheetOf(`
  .probe {
   position: fixed; inset: auto; margin: 0; box-sizing: border-box; width: min(340px, calc(100vw - 24px)); max-height: calc(100vh - 24px); overflow: auto;
   padding: 14px; border: 1px solid var(--line); border-radius: 12px; background: var(--paper); color: var(--ink);
   box-shadow: 0 4px 16px rgb(0 0 0 / .25); pointer-events: auto; font: 400 14px/1.4 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; white-space: normal; text-align: start;
  }
  .away { visibility: hidden; }
  h2 { margin: 0 0 6px; font-size: 14px; font-weight: 650; }
  p { margin: 0 0 8px; }
  p:focus { outline: none; }
  .count { color: var(--soft); font-size: 13px; }
  .option { display: flex; gap: 8px; align-items: center; min-height: 28px; cursor: pointer; }
  .points { display: flex; justify-content: space-between; }
  .points .option { flex-direction: column; gap: 0; min-width: 28px; }
  .ends { display: flex; justify-content: space-between; gap: 16px; margin: 2px 0 8px; color: var(--soft); font-size: 13px; }
  .ends :last-child { text-align: end; }
  input { accent-color: var(--ink); margin: 4px; width: 18px; height: 18px; }
  input[type="range"] { width: 100%; height: 28px; margin: 0; }
  textarea { box-sizing: border-box; width: 100%; font: inherit; color: inherit; background: transparent; border: 1px solid var(--line); border-radius: 8px; padding: 6px; }
  .row { display: flex; gap: 10px; margin-top: 10px; }
  .row button { all: unset; box-sizing: border-box; flex: 1; min-height: 36px; padding: 4px 10px; text-align: center; border: 1px solid var(--line); border-radius: 8px; cursor: pointer; font-weight: 500; }
  .row button:focus-visible, input:focus-visible, textarea:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
  @media (pointer: coarse) { .option, .row button, input[type="range"] { min-height: 44px; } .points .option { min-width: 40px; } }
  @media (forced-colors: active) { .probe, .row button, textarea { border: 1px solid CanvasText; } }`);

  /** Beside the image or below it where there is room, else over its lower part; out of sight while the image is. @param {HTMLElement} panel @param {Element} picture */
  function put(panel, picture) {
    const box = picture.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    const { offsetWidth: width, offsetHeight: height } = panel;
    panel.classList.toggle("away", !picture.isConnected || box.bottom < EDGE || box.top > clientHeight - EDGE || !box.width);
    const rtl = getComputedStyle(document.documentElement).direction === "rtl";
    const sides = [box.right + EDGE, box.left - EDGE - width];
    const beside = (rtl ? sides.reverse() : sides).find((left) => left >= EDGE && left + width <= clientWidth - EDGE);
    const left = beside ?? Math.max(EDGE, Math.min((rtl ? box.left : box.right - width), clientWidth - width - EDGE));
    const below = beside === undefined && box.bottom + height + 2 * EDGE <= clientHeight;
    const wanted = below ? box.bottom + EDGE : box.bottom - height - (beside === undefined ? EDGE : 0);
    const top = Math.max(EDGE, Math.min(wanted, clientHeight - height - EDGE));
    panel.style.left = `${left}px`;
    panel.style.top = `${top}px`;
  }

  Colophon.showProbe ??= (picture, due, told) => {
    const { host, root, frame } = Colophon.createHost(due.locale);
    root.adoptedStyleSheets = [Colophon.chipSheet, sheet];
    const panel = element("div", { className: "probe", popover: "manual", role: "dialog", "aria-modal": "false", "aria-labelledby": "title" });
    frame.append(panel);
    Colophon.place(host, picture);
    Colophon.surveying = true;
    const on = { capture: true, passive: true };
    let framed = 0;
    const move = () => (framed ||= requestAnimationFrame(() => {
      framed = 0;
      if (picture.isConnected && host.isConnected) put(panel, picture);
      else form.leave();
    }));
    const sizes = new ResizeObserver(() => move());
    const over = () => {
      sizes.disconnect();
      removeEventListener("scroll", move, on);
      removeEventListener("resize", move);
      cancelAnimationFrame(framed);
      Colophon.surveying = false;
      host.remove();
    };
    const form = Colophon.surveyForm(panel, due, { told, over, decline: "probe_decline" });
    panel.addEventListener("keydown", (event) => event.key === "Escape" && form.leave());
    /** @type {any} */ (panel).showPopover();
    put(panel, picture);
    sizes.observe(panel);
    addEventListener("scroll", move, on);
    addEventListener("resize", move);
    if (Colophon.openForTests) host.dataset.colophonProbe = due.survey.name;
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// Pictures that a page draws: a canvas has no address and tells nobody when it is drawn on. Loaded with the first one
// in a post. Its picture is read once there is one, and given up when another is drawn.
"use strict";
{
  const PAUSES_MS = [0, 250, 500, 1000, 2000, 4000]; // until something is drawn
  const WATCH_MS = 1000;
  const SIDE = 24; // px of the small copy that is compared
  let drawn = 0;
  /** What was read last, under a name that stands for an address. @type {WeakMap<HTMLCanvasElement, {name: string, copy: string}>} */
  const known = new WeakMap();

  /** A small copy as text: "" of one colour, "?" where the page drew what it may not read itself. @param {HTMLCanvasElement} canvas */
  function copyOf(canvas) {
    const small = new OffscreenCanvas(SIDE, SIDE);
    const context = /** @type {OffscreenCanvasRenderingContext2D} */ (small.getContext("2d", { willReadFrequently: true }));
    try {
      context.drawImage(canvas, 0, 0, SIDE, SIDE);
      const { data } = context.getImageData(0, 0, SIDE, SIDE);
      return data.every((value, at) => value === data[at % 4]) ? "" : data.join();
    } catch {
      return "?";
    }
  }

  /** Does it still show what was read? If not, what was read is forgotten. @param {HTMLCanvasElement} canvas */
  function isSame(canvas) {
    const same = copyOf(canvas) === known.get(canvas)?.copy;
    if (!same) known.delete(canvas);
    return same;
  }

  Colophon.canvasSource = (canvas) => known.get(canvas)?.name ?? "";

  Colophon.readCanvas = async (canvas) => {
    for (const pause of PAUSES_MS) {
      await new Promise((done) => setTimeout(done, pause));
      if (!canvas.isConnected) return false;
      const copy = copyOf(canvas);
      if (!copy) continue;
      known.set(canvas, { name: `canvas:${++drawn}`, copy });
      return true;
    }
    return false;
  };

  Colophon.watchCanvas = (canvas, wanted, changed) => {
    const look = () => {
      if (!wanted()) return;
      if (!document.hidden && !isSame(canvas)) return changed();
      setTimeout(() => requestIdleCallback(look, { timeout: WATCH_MS }), WATCH_MS);
    };
    look();
  };

  Colophon.drawnOn = (canvas) => {
    if (!isSame(canvas)) throw new RangeError("another picture by now");
    return new Promise((done, fail) => canvas.toBlob((blob) => (blob ? done(blob) : fail(new RangeError("empty")))));
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// The namespace of the content scripts, and the one constant that the browser tests set: open shadow roots and
// the state of a label written on its host element.
"use strict";
globalThis.Colophon ??= /** @type {any} */ ({});
{
  const OPEN_FOR_TESTS = false;
  Colophon.openForTests = OPEN_FOR_TESTS;
  // no test can open the browser's own right-click menu
  if (OPEN_FOR_TESTS) {
    addEventListener("colophon-hide", (event) => {
      void Colophon.ask({ type: "hide", url: /** @type {CustomEvent} */ (event).detail });
    });
    // what is read of the post around a picture, to compare with what the page shows
    addEventListener("colophon-read", (event) => {
      const picture = /** @type {HTMLElement} */ (event.composedPath()[0]);
      picture.dataset.colophonRead = JSON.stringify(Colophon.readOccurrence(picture, Colophon.site));
    });
  }
}

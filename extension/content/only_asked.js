// Runs before the other content scripts where they were brought for single pictures that a reader asks about.
"use strict";
globalThis.Colophon ??= /** @type {any} */ ({});
Colophon.onlyAsked ??= !Colophon.started;
void 0; // the last value goes back to the background

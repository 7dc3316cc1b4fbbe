// The way to the background, and the words in the reader's language that it sends.
"use strict";
{
  /** False once an update or a reload has orphaned this copy of the script. */
  Colophon.alive = () => Boolean(chrome.runtime?.id);

  /**
   * Ask the background. Null when there is no answer: it was restarted, or this copy is orphaned.
   * @param {object} message
   */
  Colophon.ask = async (message) => {
    if (!Colophon.alive()) return null;
    try {
      return (await chrome.runtime.sendMessage(message)) ?? null;
    } catch {
      return null;
    }
  };

  /** @type {Map<string, Promise<boolean>>} */
  const parts = new Map();

  /** Have a further content script loaded that most pages never need. False when the background did not answer. */
  Colophon.need = (part) => {
    const ask = () => Colophon.ask({ type: "load", part });
    const asked = parts.get(part) ?? ask().then(async (answer) => Boolean(answer ?? (await ask()))); // it may be restarted
    parts.set(part, asked);
    void asked.then((loaded) => loaded || parts.delete(part));
    return asked;
  };

  Colophon.strings = {};
  Colophon.locale = "en";

  /** The interface string `key` with `{name}` replaced by `values.name`. */
  Colophon.t = (key, values = {}) =>
    (Colophon.strings[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

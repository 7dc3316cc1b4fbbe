// Starts and stops the work on a page as the settings say, and listens to the background.
"use strict";
{
  const RETURN_CHECK_MS = 10_000;
  /** @type {InstanceType<ColophonNamespace["Tracker"]> | null} */
  let tracker = null;
  let watch = 0;

  /** @param {PageSettings} settings */
  function apply({ enabled, locale, strings }) {
    tracker?.stop();
    tracker = null;
    clearInterval(watch);
    Colophon.locale = locale;
    Colophon.strings = strings;
    const site = enabled ? Colophon.siteOf(location, document) : null;
    if (!site) return;
    tracker = new Colophon.Tracker(site);
    tracker.start();
    watch = setInterval(askWhetherServerIsBack, RETURN_CHECK_MS);
  }

  /** Only while somebody looks at a page that was labelled without the server; the background then tells every page. */
  async function askWhetherServerIsBack() {
    if (document.hidden || !tracker?.report().local) return;
    const answer = await Colophon.ask({ type: "server" });
    if (answer?.state === "unpaired") clearInterval(watch); // pairing starts anew
  }

  /** @type {Record<string, (message: any) => unknown>} */
  const handlers = {
    assessment: ({ id, assessment }) => tracker?.receive(id, assessment),
    settings: ({ settings }) => apply(settings),
    refresh: () => tracker?.refresh(),
    reveal: ({ number }) => tracker?.reveal(number),
    report: () => tracker?.report() ?? null,
  };

  if (!Colophon.started) {
    Colophon.started = true;
    chrome.runtime.onMessage.addListener((message, _sender, reply) => {
      reply(handlers[message?.type]?.(message) ?? null);
    });
    void Colophon.ask({ type: "hello" }).then((settings) => settings && apply(settings));
  }
}

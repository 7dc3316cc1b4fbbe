// Starts and stops the work on a page as the settings say, and listens to the background.
"use strict";
{
  const RETURN_CHECK_MS = 10_000;
  /** @type {InstanceType<ColophonNamespace["Tracker"]> | null} */
  let tracker = null;
  /** @type {InstanceType<ColophonNamespace["Changes"]> | null} */
  let changes = null;
  let watch = 0;

  /** @param {PageSettings} settings */
  function apply({ enabled, locale, strings }) {
    tracker?.stop();
    changes?.stop();
    tracker = changes = null;
    clearTimeout(watch);
    Colophon.locale = locale;
    Colophon.strings = strings;
    const site = enabled ? Colophon.siteOf(location, document) : null;
    if (!site) return;
    tracker = new Colophon.Tracker(site);
    tracker.start();
    changes = new Colophon.Changes((news) => tracker?.changed(news));
    changes.start();
    watchForServer();
  }

  /** Is the server back? Asked while a page that was labelled without it is in view. */
  function watchForServer() {
    clearTimeout(watch);
    watch = setTimeout(async () => {
      if (!Colophon.alive()) return;
      const local = !document.hidden && tracker?.report().local;
      const answer = local ? await Colophon.ask({ type: "server" }) : null;
      if (answer?.state !== "unpaired") watchForServer(); // pairing starts anew
    }, RETURN_CHECK_MS);
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

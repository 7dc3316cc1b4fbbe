// Starts and stops the work on a page as the settings say, and listens to the background.
"use strict";
{
  const RETURN_CHECK_MS = 10_000;
  const RATED_ADULT = /^(adult|mature|RTA-5042-1996-1400-1577-RTA)$/i; // as pages for adults declare themselves
  const MIN_FRAME = 100; // CSS px: nothing to look at fits into a smaller frame
  const NOTHING = { found: 0, checked: 0, labelled: 0, nothing: 0, unwanted: 0, notChecked: 0, reasons: [], local: false, labels: [] };
  /** @typedef {InstanceType<ColophonNamespace["Tracker"]> | null} MaybeTracker */
  let tracker = /** @type {MaybeTracker} */ (null);
  let holder = /** @type {MaybeTracker} */ (null); // of what is hidden on a page where nothing is looked at
  let changes = /** @type {InstanceType<NonNullable<ColophonNamespace["Changes"]>> | null} */ (null);
  let watch = 0;
  let adultOff = false;
  let greeting = /** @type {Promise<unknown> | undefined} */ (undefined);

  const declaresAdult = () =>
    [...document.querySelectorAll('meta[name="rating" i]')].some((meta) => RATED_ADULT.test(meta.getAttribute("content")?.trim() ?? ""));

  /** @param {PageSettings} settings */
  function apply({ enabled, adult, cover, ...told }) {
    for (const one of [tracker, changes]) one?.stop();
    tracker = changes = null;
    clearTimeout(watch);
    Object.assign(Colophon, told, { coverBy: cover });
    Colophon.adultOn = adult.on;
    Colophon.adultSeen = adult.site || declaresAdult();
    adultOff = enabled && Colophon.adultSeen && !adult.on;
    if (!enabled || adultOff || Colophon.onlyAsked) return;
    holder?.stop();
    holder = null;
    tracker = new Colophon.Tracker(Colophon.site, () => void listen());
    tracker.start();
    watchForServer();
  }

  /** With the first picture that is asked about: hear what changes on the server. */
  async function listen() {
    const asking = tracker;
    if (changes || !(await Colophon.need("changes")) || changes || tracker !== asking || !Colophon.Changes) return;
    changes = new Colophon.Changes((news) => tracker?.changed(news));
    changes.start();
  }

  function watchForServer() {
    clearTimeout(watch);
    watch = setTimeout(() => void lookForServer(), RETURN_CHECK_MS);
  }

  /** Is the server back? Asked while a page that was labelled without it is in view, and when it comes into view. */
  async function lookForServer() {
    if (!Colophon.alive() || !tracker) return;
    const local = !document.hidden && tracker.entries.some(({ assessment }) => assessment?.local);
    const answer = local ? await Colophon.ask({ type: "server" }) : null;
    if (answer?.state !== "unpaired") watchForServer(); // pairing starts anew
  }

  const keeper = () => tracker ?? (holder ??= new Colophon.Tracker(Colophon.site));
  Colophon.tracked = () => (tracker ?? holder)?.entries ?? [];

  /** Show what is known of one image: of a list, at an address, or where the reader pointed. @param {Sought} sought */
  async function check(sought) {
    await hello();
    if (!(await Colophon.need("words")) || !(await Colophon.needMarks()) || !(await Colophon.need("check"))) return null;
    return Colophon.check?.(keeper(), sought);
  }
  Colophon.checkHere = (url) => check({ url });

  /**
   * Hide every image at an address. Gives the names of the picture, or null where the page has none.
   * @param {{url: string}} message
   */
  async function hide({ url }) {
    await hello();
    if (!(await Colophon.need("words")) || !(await Colophon.needMarks()) || !(await Colophon.need("hide"))) return null;
    const shown = Colophon.imagesAt(url);
    const [picture] = shown.map((element) => keeper().hide(element));
    return picture ? { ...picture, url: await Colophon.portable(url, shown[0]) } : null;
  }

  /** For the popup, with how well the adapter fits. */
  async function report() {
    if (!tracker) return adultOff ? { ...NOTHING, adult: true } : null;
    if (!(await Colophon.need("doctor")) || !tracker) return null;
    const told = Colophon.reportOf?.(tracker.entries);
    return told ? { ...told, doctor: Colophon.examine?.() } : null;
  }

  /** Ask once what to do here; once more where the background was ended meanwhile. */
  const hello = () => (greeting ??= greet());

  async function greet() {
    const ask = () => Colophon.ask({ type: "hello", marks: Colophon.marks() });
    const settings = (await ask()) ?? (await ask());
    if (settings) apply(settings);
    else greeting = undefined;
  }

  /** Begin to work; in a frame once it has room for a picture. */
  function begin() {
    removeEventListener("resize", begin);
    if (self !== top && Math.min(innerWidth, innerHeight) < MIN_FRAME) return addEventListener("resize", begin);
    void hello();
  }

  Colophon.report = report;

  /** @type {Record<string, (message: any) => unknown>} */
  const handlers = {
    assessments: ({ answers }) => {
      for (const { id, assessment } of answers) (tracker ?? holder)?.receive(id, assessment);
    },
    settings: ({ settings }) => apply(settings),
    refresh: () => tracker?.refresh(),
    changed: (news) => tracker?.changed(news),
    reveal: ({ number }) => tracker?.reveal(number),
    check,
    hide,
  };

  if (!Colophon.started) {
    Colophon.started = true;
    chrome.runtime.onMessage.addListener((message, _sender, reply) => {
      void Promise.resolve(handlers[message?.type]?.(message)).then((answer) => reply(answer ?? null), () => reply(null));
      return true;
    });
    const pointed = (/** @type {MouseEvent} */ { clientX, clientY }) => (Colophon.pointed = [clientX, clientY]);
    addEventListener("contextmenu", pointed, { capture: true, passive: true });
    if (self !== top) addEventListener("pagehide", () => void Colophon.ask({ type: "count", labelled: 0 }));
    document.addEventListener("visibilitychange", () => void lookForServer());
    begin();
  }
}

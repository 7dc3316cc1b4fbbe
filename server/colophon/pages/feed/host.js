// The extension's own scripts on this page: what they ask of their background is answered here. So chips, cards, what
// counts as seen and the questions about an image are the same as in participants' own feeds.

import { filesOf } from "/study-feed/extension/background/parts.js";

const ROOT = "/study-feed/extension/";
/** @type {any} */ (globalThis).chrome = { runtime: { id: "feed", getURL: (/** @type {string} */ path) => ROOT + path } };
const FIRST = ["content/hook.js", "content/bridge.js", "content/pictures.js"];
/** What the scripts ask for, by type. @typedef {Record<string, (message: any) => unknown>} Answers */

/** @type {Map<string, Promise<void>>} */
const scripts = new Map();

/** @param {string} file @returns {Promise<void>} */
function run(file) {
  const known = scripts.get(file);
  if (known) return known;
  const loaded = new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: ROOT + file, async: false });
    script.onload = () => resolve(undefined);
    script.onerror = () => reject(new Error(file));
    document.head.append(script);
  });
  scripts.set(file, loaded);
  return loaded;
}

/** @param {string[]} files */
const runAll = (files) => Promise.all(files.map(run)); // in this order: they are not `async`

/** What stands where the extension's own controls have no use here. */
const nothing = () => Object.assign(document.createElement("section"), { hidden: true });

/** @param {(element: Element) => void} contest */
function withoutControls(contest) {
  for (const name of ["rememberSection", "hideSection", "learnSection", "dataSection", "sourceButton"]) /** @type {any} */ (Colophon)[name] = nothing;
  Colophon.contestSection = (entry) => {
    const section = Colophon.element("section", { hidden: !entry.assessment?.label });
    const act = () => {
      contest(entry.element);
      section.dataset.started = "sent";
      section.replaceChildren(Colophon.element("p", { role: "status", textContent: Colophon.t("feed_noted") }));
    };
    section.append(Colophon.plainButton("contest", act));
    return section;
  };
}

/**
 * Answer from now on, and run what chips and cards are made with.
 * @param {{answers: Answers, strings: Record<string, string>, locale: string}} with_
 */
export async function begin({ answers, strings, locale }) {
  const all = /** @type {Answers} */ ({
    load: async ({ part }) => ((await runAll(filesOf(part))), { loaded: part }),
    ...answers,
  });
  await runAll(FIRST);
  Colophon.ask = async (message) => (await all[/** @type {any} */ (message).type]?.(message)) ?? null;
  Object.assign(Colophon, {
    ...{ alive: () => true, strings, locale, side: "auto", coverBy: "none", elsewhere: false },
    site: { id: "hosted", post: [".post"], images: [], ignored: [] },
    shadowOf: (/** @type {Element} */ element) => element.shadowRoot,
    closest: (/** @type {Element} */ element, /** @type {string[]} */ selectors) => element.closest(selectors.join()),
    needMarks: async () => true,
    tracked: () => [],
  });
  for (const part of /** @type {const} */ (["chip", "marks", "card", "evidence", "probe"])) await Colophon.need(part);
  withoutControls((element) => Colophon.study?.did("contest", element));
}

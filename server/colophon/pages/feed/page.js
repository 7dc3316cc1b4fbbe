// The one page that the feed is: its views, its language, and what all parts of it need.

import { languageOf, loadWords } from "/study-feed/extension/background/words.js";
import { LANGUAGES } from "/study-feed/extension/background/catalogue.js";
import { insert, loadStrings } from "/study-feed/extension/background/strings.js";
import { call } from "./api.js";
import { make } from "./posts.js";
import { Journal } from "./record.js";

/** @typedef {NonNullable<Awaited<ReturnType<typeof open>>>} Page */

const [main, view, heading, outcome] = ["main", "view", "heading", "outcome"].map((id) => /** @type {HTMLElement} */ (document.getElementById(id)));
const words = { strings: /** @type {Record<string, string>} */ ({}), locale: "en" };

/** @param {string} key @param {Record<string, string | number>} [values] */
export const t = (key, values = {}) => insert(words.strings[key] ?? key, values);

/** Say something about what was just done. @param {string} key of a string, or "" */
export const say = (key) => void (outcome.textContent = key && t(key, { host: location.host }));

/** @param {string} id @param {string} title @param {(Node | string)[]} children */
export function show(id, title, ...children) {
  main.dataset.view = id;
  heading.textContent = document.title = title;
  view.replaceChildren(...children);
  outcome.textContent = "";
  scrollTo(0, 0);
  heading.focus({ preventScroll: true });
}

/** Speak a language: the extension's own strings, and those that only a feed has. @param {string} locale */
async function speak(locale) {
  const own = fetch("/study-feed/words.json").then((answer) => answer.json());
  const [shared, feed] = await Promise.all([loadStrings(locale), own, loadWords(locale)]);
  Object.assign(words, { strings: { ...shared, ...feed.en, ...feed[locale] }, locale });
  Object.assign(document.documentElement, { lang: locale, dir: LANGUAGES[locale].dir });
}

/** Whose link it is, and the study; null where the link says too little. Throws what `call` throws. */
export async function open() {
  const [code, participant] = location.hash.slice(1).split("&").map(decodeURIComponent);
  const { study = "", embed = "", declined = "", version = "" } = main.dataset;
  const wished = navigator.languages.map(languageOf);
  await speak(wished[0] ?? "en");
  if (!code || !/^[a-z2-7]{20}$/.test(participant ?? "")) return void show("fault", t("study_title"), make("p", { textContent: t("feed_bad_link") }));
  const plan = await call(`/v1/studies/${study}?code=${encodeURIComponent(code)}`);
  const locale = wished.find((one) => plan.locales.includes(one)) ?? plan.locales[0];
  await speak(locale);
  return {
    ...{ code, participant, study, version, declined, embed: embed.split(" ").filter(Boolean), host: location.host },
    ...{ plan, locale, strings: words.strings, record: new Journal(study, participant) },
    places: /** @type {Map<number, any>} */ (new Map()),
    taking: /** @type {any} */ (null),
    inLocale: (/** @type {Record<string, string>} */ one) => one[locale] ?? one.en ?? Object.values(one)[0] ?? "",
  };
}

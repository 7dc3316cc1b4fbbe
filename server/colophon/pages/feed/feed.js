// The feed itself: posts in their order, labels as the arm has them, what was seen and done.

import { eventsOf } from "/study-feed/extension/background/study/notes.js";
import { show, t } from "./page.js";
import { make, postOf } from "./posts.js";
import { treat } from "./treat.js";

/** @typedef {import("./page.js").Page} Page */
/** @typedef {Tracked & {article: HTMLElement}} Entry */

const READY_MS = 20;

/** What the page of the extension's scripts may ask. @param {Page} page */
export function answersFor(page) {
  const { record } = page;
  const places = new Map();

  /** @param {{notes: any[], soon?: boolean}} message */
  function takeNotes({ notes, soon = false }) {
    for (const note of notes)
      for (const { kind, data, ...about } of eventsOf(note, places.get(note.place))) record.add(kind, data, about);
    if (soon) void record.send(true);
    return { kept: notes[notes.length - 1].n };
  }

  /** @param {{place: number}} message */
  function takeProbe({ place }) {
    const { state } = record;
    const { item, probes } = places.get(place);
    const due = page.plan.surveys.find(
      (/** @type {any} */ { name, per_session }) => probes.includes(name) && !state.probed.includes(`${name} ${item}`) && (state.probes[name] ?? 0) < per_session,
    );
    if (!due) return null;
    state.probes[due.name] = (state.probes[due.name] ?? 0) + 1;
    state.probed.push(`${due.name} ${item}`);
    record.keep();
    return { survey: due, locale: page.locale };
  }

  return {
    places,
    "study-rules": () => ({ exposure: page.plan.exposure, title: page.inLocale(page.plan.title) }),
    "study-notes": takeNotes,
    "study-probe": takeProbe,
  };
}

/** @param {Page} page @param {any} post @param {number} number @param {number} of @returns {Entry} */
function entryOf(page, post, number, of) {
  const { record, study } = page;
  const { acts, shown } = record.state;
  const press = (/** @type {string} */ act, /** @type {boolean} */ pressed) => {
    acts[post.item] = [...(acts[post.item] ?? []).filter((/** @type {string} */ one) => one !== act), ...(pressed ? [act] : [])];
    record.keep();
  };
  const { article, picture } = postOf(post, { study, number, of, pressed: acts[post.item] ?? [], t, press });
  const part = { plan: page.plan, study: page.taking, session: record.state.session, strings: page.strings, locale: page.locale };
  const { kept, words, assessment } = treat(post, part, ++record.state.place);
  page.places.set(kept.place, kept);
  shown[post.item] = words;
  const question = { id: String(number), key: post.item, url: picture.src, statements: [], platform: null, post: null, private: false };
  return { article, ...{ element: picture, number, src: picture.src, about: post.alt, statements: [], posted: null, question }, ...{ answered: true, assessment, mark: null } };
}

/** The part that measures begins by asking, and is there a moment later. */
async function measuring() {
  await Colophon.need("study");
  while (!Colophon.study) await new Promise((resolve) => setTimeout(resolve, READY_MS));
  return Colophon.study;
}

/** Labels on all pictures, each as soon as its arm lets it. @param {Entry[]} entries */
async function label(entries) {
  const byElement = new Map(entries.map((entry) => [entry.element, entry]));
  const marks = new (/** @type {NonNullable<typeof Colophon.Marks>} */ (Colophon.Marks))((element) => byElement.get(element), () => {});
  const study = await measuring();
  for (const entry of entries) {
    study.entered(entry.element);
    void study.answered(entry).then(() => entry.element.isConnected && marks.paint(entry));
  }
}

/**
 * Show the feed; fulfilled when the participant goes on.
 * @param {Page} page @param {any[]} posts
 */
export async function showFeed(page, posts) {
  const entries = posts.map((post, n) => entryOf(page, post, n + 1, posts.length));
  page.record.keep();
  Colophon.tracked = () => entries;
  const below = [page.plan.treatment, ...page.plan.factors.flatMap((/** @type {any} */ { levels }) => levels.map((/** @type {any} */ one) => one.treatment))];
  const room = below.some((one) => one?.placement === "below") ? " room" : ""; // in every arm, so that posts look alike
  const feed = make("div", { className: `posts${room}`, role: "feed", "aria-label": t("feed_posts") }, ...entries.map(({ article }) => article));
  const on = make("button", { type: "button", className: "go", textContent: t("feed_through") });
  show("feed", page.inLocale(page.plan.title), feed, make("div", { className: "row" }, on));
  await label(entries);
  await new Promise((resolve) => on.addEventListener("click", resolve, { once: true }));
  for (const { element } of entries) Colophon.study?.dropped(element);
  Colophon.study?.leave?.();
}

// What a page tells of its images, as events: a page knows an image by the number of its appearance only.

import { within } from "./database.js";
import { placesIn } from "./places.js";
import { recordNotes } from "./queue.js";
import { sessionOf } from "./sessions.js";
import { activePart } from "./state.js";

/** @typedef {import("../../types").StudyNote} StudyNote */
/** @typedef {import("./places.js").KeptPlace} KeptPlace */
/** @typedef {import("./queue.js").Told} Told */

const MAX_MS = 86_400_000; // of server/colophon/study/events.py
const MAX_NOTES = 200; // in one message
const ACTS = ["contest", "hide", "report", "share_click", "like", "reply"];

/** @param {unknown} ms */
const milliseconds = (ms) => Math.max(0, Math.min(MAX_MS, Math.round(Number(ms) || 0)));

/** @param {any} data */
const seen = ({ visible_ms, longest_ms }) => ({ visible_ms: milliseconds(visible_ms), longest_ms: milliseconds(longest_ms) });

/** @param {KeptPlace} place @param {any} data */
function painted({ shown, reason }, { applied, latency_ms, why }) {
  const drawn = applied && shown;
  return {
    applied: Boolean(drawn) && !reason,
    shown_label: drawn ? shown : null,
    not_applied_reason: drawn ? reason : (why ?? "error"),
    latency_ms: drawn ? milliseconds(latency_ms) : null,
  };
}

/** What kinds of notes become; each makes the data of the event. @type {Record<string, (place: KeptPlace, data: any) => object | null>} */
const DATA = {
  painted,
  exposed: (_place, data) => seen(data),
  dwell: (_place, data) => seen(data),
  opened: (_place, { level }) => ({ level }),
  survey_shown: (_place, { survey }) => ({ survey }),
  survey_answered: (_place, { survey, question, answer, rt_ms }) => ({ survey, question, answer, rt_ms: milliseconds(rt_ms) }),
  survey_dismissed: (_place, { survey, answered }) => ({ survey, answered }),
  ...Object.fromEntries(ACTS.map((act) => [act, () => ({})])),
};

/** @param {StudyNote} note @param {KeptPlace | undefined} place @returns {Told[]} */
export function eventsOf({ kind, t, place: number, data = {} }, place) {
  if (!place) return []; // of a session before this one
  const of = { t, item: place.item, place: number };
  if (kind === "noted") {
    const eligible = { ...place.eligible, after_labelled: data.after_labelled ?? null };
    return [{ kind: "eligible", ...of, data: eligible }, ...(place.painted ? [{ kind: "painted", ...of, data: place.painted }] : [])];
  }
  const made = Object.hasOwn(DATA, kind) ? DATA[kind](place, data) : null;
  return made ? [{ kind, ...of, data: made }] : [];
}

/** For the end of the study: what was shown, and what the shipped label is. @param {StudyNote[]} notes @param {Map<number, KeptPlace>} places */
async function keepWords(notes, places) {
  const fresh = notes.flatMap(({ kind, t, place }) => {
    const words = kind === "noted" ? places.get(place)?.words : null;
    return words && (words.shown || words.shipped) ? [{ t, ...words }] : [];
  });
  if (!fresh.length) return;
  await within(["shown"], "readwrite", async ({ shown }) => {
    for (const one of fresh) shown.add(one);
  });
}

/**
 * Keep a page's notes. `kept` is the number of the last one: what is told again afterwards changes nothing.
 * @param {{page: string, notes: StudyNote[]}} message
 * @returns {Promise<{kept: number}>}
 */
export async function keepNotes({ page, notes }) {
  const told = notes.slice(0, MAX_NOTES);
  const last = told[told.length - 1].n;
  const part = await activePart();
  if (!part) return { kept: last }; // nothing is recorded any more
  const session = await sessionOf(part);
  const places = await placesIn(session, [...new Set(told.map(({ place }) => place))]);
  const kept = await recordNotes(session, page, told.map((note) => ({ n: note.n, events: eventsOf(note, places.get(note.place)) })));
  await keepWords(told, places);
  return { kept };
}

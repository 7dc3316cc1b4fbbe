// What is said of a recording, in the moderator's language.

import { readSettings, localeOf } from "../settings.js";
import { insert, loadStrings } from "../strings.js";
import { MOST_BYTES, MOST_IMAGES, isNear } from "./bounds.js";

/** @typedef {import("../../types").Recording} Recording */

const GIGABYTE = 1e9;

/** Why it ended by itself, or that it soon will; "" where there is nothing to say. @param {Recording} about @returns {string} a key of the strings */
const noteOf = (about) => {
  if (about.why === "full") return "record_full";
  if (about.why === "no_room") return "record_no_room";
  return about.state !== "ended" && isNear(about) ? "record_near" : "";
};

/** How it stands, in a sentence. */
const SENTENCES = { recording: "record_bar", paused: "record_bar_paused", ended: "record_bar_ended" };

/** What the bar's buttons say, and its name. */
const CONTROLS = { pause: "record_pause", goOn: "record_go_on", end: "record_end", name: "record_name" };

/**
 * @param {Recording} about
 * @returns {Promise<import("../../types").RecordingStanding>}
 */
export async function standingOf(about) {
  const locale = localeOf(await readSettings());
  const strings = await loadStrings(locale);
  const { format } = new Intl.NumberFormat(locale);
  const size = `${format(MOST_BYTES / GIGABYTE)} GB`;
  const note = noteOf(about);
  const words = {
    text: insert(strings[SENTENCES[about.state]], { count: format(about.images) }),
    note: note && insert(strings[note], { images: format(MOST_IMAGES), size }),
    ...{ pause: strings[CONTROLS.pause], goOn: strings[CONTROLS.goOn], end: strings[CONTROLS.end], name: strings[CONTROLS.name] },
  };
  const { state, why, host, images, bytes } = about;
  return { state, why, host, images, bytes, locale, words };
}

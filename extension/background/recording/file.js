// The file of a recording: one zip with what was seen, in order, and each picture once. Its form is read by
// server/colophon/audit/readers/recording.py.

import { sha256Of } from "../bytes.js";
import { LABELS_VERSION } from "../catalogue.js";
import { RESOLVER_VERSION } from "../resolve.js";
import { crc32 } from "./crc32.js";
import { done, within } from "./database.js";
import { zipOf } from "./zip.js";

/** @typedef {import("../../types").Recording} Recording */
/** @typedef {import("../../types").RecordedItem} RecordedItem */
/** @typedef {import("../../types").RecordedMedia} RecordedMedia */

const FORMAT = 1;

/** @returns {Promise<RecordedItem[]>} in the order in which they were seen, numbered anew from 1 */
export async function allItems() {
  /** @type {RecordedItem[]} */
  const items = await within(["items"], "readonly", (store) => done(store.items.getAll()));
  items.sort((a, b) => (a.seen < b.seen ? -1 : a.seen > b.seen ? 1 : a.n - b.n));
  return items.map((item, at) => ({ ...item, n: at + 1 }));
}

/** How many of each. @param {RecordedItem[]} items */
export function countsOf(items) {
  const distinct = (/** @type {(string | null)[]} */ values) => new Set(values.filter((one) => one !== null)).size;
  const unnamed = items.filter(({ permalink }) => permalink === null).length; // each may be a post of its own
  const posts = distinct(items.map(({ permalink }) => permalink)) + unnamed;
  return { images: items.length, posts, accounts: distinct(items.map(({ author }) => author)), media: distinct(items.map(({ sha256 }) => sha256)) };
}

/** @param {Recording} about */
export const nameOf = ({ site, host, started }) => `colophon-recording-${(site ?? host).replace(/[^\w.-]+/g, "-")}-${started.slice(0, 10)}.zip`;

/** @param {string} name @param {string} text */
function entryOf(name, text) {
  const bytes = new TextEncoder().encode(text);
  return { name, blob: new Blob([bytes]), crc: crc32(bytes) };
}

/** Each picture once, in the order of the items. @param {RecordedItem[]} items */
async function mediaOf(items) {
  const entries = [];
  for (const sha256 of new Set(items.map((item) => item.sha256))) {
    /** @type {RecordedMedia | undefined} */
    const media = await within(["media"], "readonly", (store) => done(store.media.get(sha256)));
    if (media) entries.push({ name: `media/${sha256}`, blob: media.blob, crc: media.crc });
  }
  return entries;
}

/**
 * The whole file. Its pictures stay where the browser keeps them until it is written.
 * @param {Recording} about
 * @returns {Promise<Blob>}
 */
export async function fileOf(about) {
  const items = await allItems();
  const lines = items.map((item) => `${JSON.stringify(item)}\n`).join("");
  const { host, site, started, ended, bytes, left } = about;
  const summary = {
    ...{ format: FORMAT, site: site ?? host, host, started, ended: ended ?? new Date().toISOString() },
    ...{ extension: chrome.runtime.getManifest().version, resolver: RESOLVER_VERSION, labels: LABELS_VERSION },
    ...{ counts: { ...countsOf(items), bytes }, left_out: left, items_sha256: await sha256Of(new TextEncoder().encode(lines)) },
  };
  const first = [entryOf("recording.json", `${JSON.stringify(summary, null, 2)}\n`), entryOf("items.jsonl", lines)];
  return zipOf([...first, ...(await mediaOf(items))], new Date(started));
}

// Keeps what a recorded page tells of the images that were scrolled past. A page may tell the same twice, because the
// background may be ended at any moment: it is kept once.

import { NoBytes, fetchBytes, sha256Of } from "../bytes.js";
import { mediaTypeOf } from "../metadata/sniff.js";
import { MOST_BYTES, MOST_IMAGES, isFull } from "./bounds.js";
import { crc32 } from "./crc32.js";
import { done, within } from "./database.js";
import { take } from "./recent.js";
import { endRecording, inTurn, readRecording } from "./state.js";

/** @typedef {import("../../types").Recording} Recording */
/** @typedef {import("../../types").RecordedItem} RecordedItem */
/** @typedef {import("../../types").RecordedMedia} RecordedMedia */
/** @typedef {import("../../types").SeenImage} SeenImage */
/** `left` counts what the page left out by itself, by reason. @typedef {{page: string, number: number, items: SeenImage[], left: Record<string, number>}} Batch */
/** @typedef {"kept" | "protected" | "no_bytes" | "full" | "no_room" | "over"} Outcome */

const ALL = ["about", "items", "media"];

/** One name for an appearance, whenever the page shows it again. @param {SeenImage} seen */
async function idOf({ key, permalink, author, posted_at, caption, reshare, site }) {
  const named = JSON.stringify([site, permalink, key, reshare, permalink ? null : [author, posted_at, caption]]);
  return (await sha256Of(new TextEncoder().encode(named))).slice(0, 32);
}

/** @param {import("../../types").Assessment} assessment @returns {RecordedItem["assessment"]} */
export function asRecorded({ status, label, conflict, evidence, checks, versions, reason, local, pdq, pdq_quality }) {
  return { status, label: label?.id ?? null, conflict, evidence, checks, versions, reason, local: Boolean(local), pdq, pdq_quality };
}

/** @param {string} sha256 @returns {Promise<RecordedMedia | undefined>} */
const mediaOf = (sha256) => within(["media"], "readonly", ({ media }) => done(media.get(sha256)));

/** The picture's bytes, as they were looked at. @param {string} sha256 @param {string} url @param {string} page host @throws {NoBytes} */
async function bytesOf(sha256, url, page) {
  const bytes = take(sha256) ?? (await fetchBytes(url, page));
  if ((await sha256Of(bytes)) !== sha256) throw new NoBytes("unreadable_here"); // another picture by now
  return bytes;
}

/** @param {string} sha256 @param {string} url @param {string} page host @returns {Promise<RecordedMedia>} @throws {NoBytes} */
async function newMedia(sha256, url, page) {
  const bytes = await bytesOf(sha256, url, page);
  return { sha256, type: mediaTypeOf(bytes) ?? "application/octet-stream", crc: crc32(bytes), blob: new Blob([bytes]) };
}

/** @param {SeenImage} seen @param {string} id @param {RecordedMedia} media */
function itemOf({ url, assessment, key: _key, ...words }, id, { sha256, type }) {
  const address = /^https?:/.test(url) ? url : null; // others name nothing outside of the page
  return { id, ...words, address, sha256, media_type: type, assessment: asRecorded(assessment) };
}

/** Within one transaction. @param {Record<string, IDBObjectStore>} store @param {Omit<RecordedItem, "n">} item @param {RecordedMedia} media @returns {Promise<Outcome>} */
async function write({ about, items, media: pictures }, item, media) {
  /** @type {Recording | undefined} */
  const now = await done(about.get("recording"));
  if (now?.state !== "recording") return "over";
  const known = await done(items.index("id").get(item.id));
  if (known) {
    if (known.sha256 === item.sha256) await done(items.put({ ...known, assessment: item.assessment }));
    return "kept";
  }
  const size = (await done(pictures.get(item.sha256))) ? 0 : media.blob.size;
  if (isFull(now, size)) return "full";
  if (size) await done(pictures.put(media));
  await done(items.put({ n: now.next, ...item }));
  const [images, bytes] = [now.images + 1, now.bytes + size];
  await done(about.put({ ...now, next: now.next + 1, images, bytes }));
  return images === MOST_IMAGES || bytes === MOST_BYTES ? "full" : "kept";
}

/**
 * Nothing of a protected image stays, wherever it was, nor of what stood in its place before (the same image in another size).
 * @param {string} id @param {string | null} sha256 @returns {Promise<number>} how many appearances that were kept are gone
 */
const drop = (id, sha256) =>
  within(ALL, "readwrite", async ({ about, items, media }) => {
    const [one, now] = [await done(items.index("id").get(id)), await done(about.get("recording"))];
    let [gone, bytes] = [0, 0];
    for (const picture of new Set([sha256, one?.sha256])) {
      const found = picture ? await done(items.index("sha256").getAll(picture)) : [];
      if (!found.length) continue;
      for (const { n } of found) await done(items.delete(n));
      bytes += (await done(media.get(picture)))?.blob.size ?? 0;
      await done(media.delete(picture));
      gone += found.length;
    }
    if (gone) await done(about.put({ ...now, images: now.images - gone, bytes: now.bytes - bytes }));
    return gone;
  });

/** @param {SeenImage} seen @param {string} page host @returns {Promise<{outcome: Outcome, count?: number}>} */
async function keepOne(seen, page) {
  const { assessment } = seen;
  const id = await idOf(seen);
  if (assessment.status === "protected") return { outcome: "protected", count: Math.max(1, await drop(id, assessment.sha256)) };
  if (!assessment.sha256) return { outcome: "no_bytes" };
  try {
    const media = (await mediaOf(assessment.sha256)) ?? (await newMedia(assessment.sha256, seen.url, page));
    return { outcome: await within(ALL, "readwrite", (store) => write(store, itemOf(seen, id, media), media)) };
  } catch (error) {
    return { outcome: error instanceof NoBytes ? "no_bytes" : "no_room" };
  }
}

/** Once, however often the page tells it. @param {Batch} batch */
const noteLeft = ({ page, number, left }) =>
  within(["about"], "readwrite", async ({ about }) => {
    /** @type {Recording | undefined} */
    const now = await done(about.get("recording"));
    if (!now || (now.page === page && now.batch >= number)) return;
    const sums = { ...now.left };
    for (const [why, count] of Object.entries(left)) sums[why] = (sums[why] ?? 0) + count;
    await done(about.put({ ...now, page, batch: number, left: sums }));
  });

/** @param {Batch} batch @param {string} page host */
async function keep(batch, page) {
  const left = { ...batch.left };
  for (const seen of batch.items) {
    if ((await readRecording())?.state !== "recording") break;
    const { outcome, count = 1 } = await keepOne(seen, page);
    if (outcome === "full" || outcome === "no_room") await endRecording(outcome);
    if (outcome === "protected" || outcome === "no_bytes") left[outcome] = (left[outcome] ?? 0) + count;
  }
  await noteLeft({ ...batch, left });
}

/** Kept when this is fulfilled. @param {Batch} batch @param {string} page host of the page that tells it */
export const keepBatch = (batch, page) => inTurn(() => keep(batch, page));

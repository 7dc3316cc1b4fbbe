// AVIF and HEIC: XMP and EXIF as items of the `meta` box; XMP and a signed record in `uuid` boxes (ISO/IEC 14496-12).

import { big, latin1, startsWith } from "../bytes.js";

/**
 * @typedef {import("../records.js").Records} Records
 * @typedef {{kind: string, start: number, end: number}} Box
 */

const XMP_UUID = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac";
const C2PA_UUID = "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81";
const XMP_TYPE = "application/rdf+xml\0";
const MAX_ITEMS = 16; // of EXIF and XMP; items may share bytes, so that many could be made to cost much

/** @param {Uint8Array} data @param {Records} records @returns {number} the offset behind the last whole box */
export function walk(data, records) {
  let end = 0;
  for (const box of boxes(data, 0, data.length, records)) {
    end = box.end;
    if (box.kind === "meta") meta(data, box, records);
    else if (box.kind === "uuid" && startsWith(data, C2PA_UUID, box.start)) records.signed = true;
    else if (box.kind === "uuid" && startsWith(data, XMP_UUID, box.start)) {
      records.add("xmp", data.subarray(box.start + 16, box.end));
    }
  }
  return end;
}

/**
 * @param {Uint8Array} data @param {number} at @param {number} end @param {Records} records
 * @returns {Generator<Box>}
 */
function* boxes(data, at, end, records) {
  while (at + 8 <= end && records.more()) {
    let size = big(data, at, 4);
    let head = 8;
    if (size === 1) {
      if (big(data, at + 8, 2)) return; // beyond 2^48 bytes
      [size, head] = [big(data, at + 10, 6), 16];
    } else if (size === 0) size = end - at;
    if (size < head || at + size > end) return;
    yield { kind: latin1(data, at + 4, at + 8), start: at + head, end: at + size };
    at += size;
  }
}

/** @param {Uint8Array} data @param {Box} box @param {Records} records */
function meta(data, box, records) {
  /** @type {Map<string, Box>} */
  const inner = new Map();
  for (const part of boxes(data, box.start + 4, box.end, records)) inner.set(part.kind, part);
  const [infos, places] = [inner.get("iinf"), inner.get("iloc")];
  if (!infos || !places) return;
  const wanted = items(data, infos, records);
  for (const [item, place, length] of locations(data, places, inner.get("idat")?.start, records)) {
    const kind = wanted.get(item);
    wanted.delete(item);
    // In front of EXIF stands the offset of its TIFF header.
    const start = kind === "exif" ? place + 4 + big(data, place, 4) : place;
    if (kind) records.add(kind, data.subarray(start, place + length));
  }
}

/** @param {Uint8Array} data @param {Box} iinf @param {Records} records @returns {Map<number, "exif" | "xmp">} */
function items(data, iinf, records) {
  /** @type {Map<number, "exif" | "xmp">} */
  const found = new Map();
  const skip = data[iinf.start] === 0 ? 6 : 8; // version, flags, count
  for (const box of boxes(data, iinf.start + skip, iinf.end, records)) {
    if (found.size === MAX_ITEMS) break;
    const wide = data[box.start] === 3;
    const name = box.start + (wide ? 10 : 8);
    const item = big(data, box.start + 4, wide ? 4 : 2);
    if (startsWith(data, "Exif", name)) found.set(item, "exif");
    else if (startsWith(data, "mime", name)) {
      const zero = data.subarray(name + 4, box.end).indexOf(0);
      if (zero >= 0 && startsWith(data, XMP_TYPE, name + 5 + zero)) found.set(item, "xmp");
    }
  }
  return found;
}

/**
 * Item, offset and length of every item that lies in one piece in the file or in the `idat` box.
 * @param {Uint8Array} data @param {Box} iloc @param {number | undefined} stored @param {Records} records
 * @returns {Generator<[number, number, number]>}
 */
function* locations(data, iloc, stored, records) {
  let at = iloc.start;
  /** @param {number} size */
  const number = (size) => {
    at += size;
    return at <= iloc.end ? big(data, at - size, Math.min(size, 6)) : 0;
  };
  const version = number(1);
  number(3);
  const sizes = number(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version ? sizes & 15 : 0;
  const wide = version === 2 ? 4 : 2;
  if (Math.max(offsetSize, lengthSize, baseSize, indexSize) > 4) return; // items beyond 4 GB: not in a feed
  for (let left = number(wide); left > 0 && at < iloc.end && records.more(); left -= 1) {
    const item = number(wide);
    const method = version ? number(2) & 15 : 0;
    number(2); // which file: always this one
    const base = number(baseSize);
    const extents = number(2);
    const next = at + extents * (indexSize + offsetSize + lengthSize);
    number(indexSize);
    const offset = base + number(offsetSize);
    const length = number(lengthSize);
    if (extents === 1 && method === 0) yield [item, offset, length];
    else if (extents === 1 && method === 1 && stored !== undefined) yield [item, stored + offset, length];
    at = next;
  }
}

// EXIF: the few tags that can name a generator. Location, names of people and serial numbers are not read.

import { big, little, startsWith, text } from "./bytes.js";

export const XMP = 0x02bc, IPTC = 0x83bb, C2PA = 0xcd41;
const EXIF_IFD = 0x8769, USER_COMMENT = 0x9286;
/** @type {ReadonlyMap<number, string>} */
export const NAMES = new Map([
  [0x010e, "ImageDescription"], [0x010f, "Make"], [0x0110, "Model"], [0x0131, "Software"], [0x013b, "Artist"],
  [USER_COMMENT, "UserComment"],
]);
const TYPE_SIZES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];
const MAX_ENTRIES = 1000; // of one directory; cameras write fewer than 100

/**
 * Raw values of `wanted` tags in the first directory and its EXIF directory, each at most `maxValue` bytes.
 * @param {Uint8Array} tiff @param {Iterable<number>} wanted @param {number} maxValue
 * @returns {Map<number, Uint8Array>}
 */
export function tags(tiff, wanted, maxValue) {
  /** @type {Map<number, Uint8Array>} */
  const found = new Map();
  if (!startsWith(tiff, "II*\0") && !startsWith(tiff, "MM\0*")) return found;
  const number = tiff[0] === 0x49 ? little : big;
  const asked = new Set(wanted);
  let start = number(tiff, 4, 4);
  for (let directory = 0; directory < 2 && start; directory += 1) {
    let following = 0;
    const count = Math.min(number(tiff, start, 2), MAX_ENTRIES);
    for (let at = start + 2; at < start + 2 + 12 * count && at + 12 <= tiff.length; at += 12) {
      const tag = number(tiff, at, 2);
      const length = number(tiff, at + 4, 4) * (TYPE_SIZES[number(tiff, at + 2, 2)] ?? 0);
      const place = length <= 4 ? at + 8 : number(tiff, at + 8, 4);
      if (length === 0 || length > maxValue || place + length > tiff.length) continue;
      if (tag === EXIF_IFD) following = number(tiff, place, 4);
      else if (asked.has(tag) && !found.has(tag)) found.set(tag, tiff.subarray(place, place + length));
    }
    start = following;
  }
  return found;
}

/**
 * A user comment begins with eight bytes that name its character code.
 * @param {number} tag @param {Uint8Array} value @returns {string}
 */
export function textOf(tag, value) {
  if (tag !== USER_COMMENT) return text(value);
  const body = value.subarray(8);
  return startsWith(value, "UNICODE\0") ? utf16(body) : text(body);
}

/**
 * The byte order is whatever the writer used, whatever the order of the EXIF: ask the zeros.
 * @param {Uint8Array} value @returns {string}
 */
function utf16(value) {
  const zeros = [0, 0];
  for (let at = 0; at < value.length; at += 1) if (value[at] === 0) zeros[at % 2] += 1;
  return text(value, zeros[0] >= zeros[1] ? "utf-16be" : "utf-16le");
}

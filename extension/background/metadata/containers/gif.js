// GIF: comments, the XMP application extension and the C2PA one.

import { startsWith } from "../bytes.js";

/** @typedef {import("../records.js").Records} Records */

const EXTENSION = 0x21, IMAGE = 0x2c, TRAILER = 0x3b, COMMENT = 0xfe, APPLICATION = 0xff;
const XMP = "\x0bXMP DataXMP", C2PA = "\x0bC2PA_GIF";
const MAGIC = "\x01\xff\xfe\xfd", MAGIC_BYTES = 258;

/** @param {Uint8Array} data @param {Records} records @returns {number} the offset behind the trailer */
export function walk(data, records) {
  let at = 13 + table(data[10]);
  while (at + 1 < data.length && records.more()) {
    if (data[at] === EXTENSION) at = extension(data, at + 1, records);
    else if (data[at] === IMAGE) at = behindBlocks(data, at + 11 + table(data[at + 9]), records);
    else break;
  }
  return data[at] === TRAILER ? at + 1 : data.length;
}

/** Bytes of the colour table that the flags announce. @param {number | undefined} flags */
const table = (flags = 0) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

/** @param {Uint8Array} data @param {number} at @param {Records} records */
function extension(data, at, records) {
  const start = at + 1;
  const end = behindBlocks(data, start, records);
  if (data[at] === COMMENT) records.add("text", joined(data, start, end), { name: "gif:comment" });
  else if (data[at] === APPLICATION && startsWith(data, C2PA, start)) records.signed = true;
  else if (data[at] === APPLICATION && startsWith(data, XMP, start)) {
    // The packet is stored as it is, not in blocks; a "magic trailer" leads block readers out of it.
    const begin = start + XMP.length;
    let stop = end - MAGIC_BYTES;
    while (stop < end && !startsWith(data, MAGIC, stop)) stop += 1;
    records.add("xmp", data.subarray(begin, Math.max(begin, stop)));
  }
  return end;
}

/** @param {Uint8Array} data @param {number} at @param {Records} records */
function behindBlocks(data, at, records) {
  while (at < data.length && data[at] && records.more()) at += 1 + data[at];
  return Math.min(at + 1, data.length);
}

/** @param {Uint8Array} data @param {number} at @param {number} end */
function joined(data, at, end) {
  const whole = new Uint8Array(Math.max(0, end - at));
  let length = 0;
  while (at < end && data[at]) {
    const block = data.subarray(at + 1, Math.min(at + 1 + data[at], end));
    whole.set(block, length);
    length += block.length;
    at += 1 + data[at];
  }
  return whole.subarray(0, length);
}

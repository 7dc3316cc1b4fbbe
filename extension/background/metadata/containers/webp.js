// WebP: the EXIF, XMP and C2PA chunks of the RIFF container.

import { latin1, little, startsWith } from "../bytes.js";

/** @param {Uint8Array} data @param {import("../records.js").Records} records @returns {number} the end of the RIFF */
export function walk(data, records) {
  const end = Math.min(8 + little(data, 4, 4), data.length);
  let at = 12;
  while (at + 8 <= end && records.more()) {
    const length = little(data, at + 4, 4);
    const kind = latin1(data, at, at + 4);
    const body = data.subarray(at + 8, Math.min(at + 8 + length, end));
    if (kind === "EXIF") records.add("exif", startsWith(body, "Exif\0\0") ? body.subarray(6) : body);
    else if (kind === "XMP ") records.add("xmp", body);
    else if (kind === "C2PA") records.signed = true;
    at += 8 + length + (length % 2);
  }
  return end;
}

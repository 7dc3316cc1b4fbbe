// PNG: text chunks (also those after the image data), XMP, EXIF and a signed record.

import { big, latin1 } from "../bytes.js";

/** @typedef {import("../records.js").Records} Records */

const XMP_KEY = "XML:com.adobe.xmp";
const MAX_KEY = 79; // bytes, by the PNG specification
// The keys that a recogniser asks for; others are neither kept nor inflated.
const KEYS = new Set([
  "parameters", "prompt", "workflow", "fooocus_scheme", "Dream", "sd-metadata", "invokeai_metadata",
  "Software", "Source", "Comment", "Title", "Description", "Author", "AIGC",
]);

/** The chunks up to and including IEND, cut at the end of the file. @param {Uint8Array} data */
export function* chunks(data) {
  let at = 8;
  while (at + 8 <= data.length) {
    const length = big(data, at, 4);
    const kind = latin1(data, at + 4, at + 8);
    yield { kind, start: at + 8, end: Math.min(at + 8 + length, data.length) };
    if (kind === "IEND") return;
    at += 12 + length;
  }
}

/** @param {Uint8Array} data @param {Records} records @returns {number} the offset behind IEND */
export function walk(data, records) {
  for (const { kind, start, end } of chunks(data)) {
    if (!records.more()) break;
    if (kind === "IEND") return end + 4; // its checksum
    const body = data.subarray(start, end);
    if (kind === "eXIf") records.add("exif", body);
    else if (kind === "caBX") records.signed = true;
    else if (kind === "tEXt" || kind === "zTXt" || kind === "iTXt") keepText(kind, body, records);
  }
  return data.length;
}

/** @param {"tEXt" | "zTXt" | "iTXt"} kind @param {Uint8Array} body @param {Records} records */
function keepText(kind, body, records) {
  const zero = body.subarray(0, MAX_KEY + 1).indexOf(0);
  if (zero < 0) return;
  const key = latin1(body, 0, zero);
  if (!KEYS.has(key) && key !== XMP_KEY) return;
  let start = zero + 1;
  let packed = kind === "zTXt";
  if (packed) start += 1; // compression method: there is only one
  if (kind === "iTXt") {
    packed = body[start] === 1;
    const language = body.indexOf(0, start + 2);
    const translated = language < 0 ? -1 : body.indexOf(0, language + 1);
    if (translated < 0) return;
    start = translated + 1;
  }
  const rest = body.subarray(start);
  if (key === XMP_KEY) records.add("xmp", rest, { packed });
  else records.add("text", rest, { name: `png:${key}`, packed });
}

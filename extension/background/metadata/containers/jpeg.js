// JPEG: EXIF and XMP in APP1, a signed record in APP11, IPTC in APP13, comments.

import { big, startsWith } from "../bytes.js";

/** @typedef {import("../records.js").Records} Records */

const EOI = 0xd9, SOS = 0xda, COM = 0xfe, APP1 = 0xe1, APP11 = 0xeb, APP13 = 0xed;
const EXIF = "Exif\0\0", XMP = "http://ns.adobe.com/xap/1.0/\0", PHOTOSHOP = "Photoshop 3.0\0";

/** @param {number} marker */
const standsAlone = (marker) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** @param {Uint8Array} data @param {Records} records @returns {number} the offset behind the end marker */
export function walk(data, records) {
  let at = 0;
  while (records.more() && data[at] === 0xff) {
    while (data[at] === 0xff) at += 1;
    if (at >= data.length) break;
    const marker = data[at];
    at += 1;
    if (marker === EOI) return at;
    if (standsAlone(marker)) continue;
    const end = at + Math.max(2, big(data, at, 2));
    keep(marker, data.subarray(at + 2, end), records);
    at = marker === SOS ? nextInScan(data, end) : end;
  }
  return data.length;
}

/**
 * Behind the compressed pixels: neither stuffing, nor fill, nor a restart.
 * @param {Uint8Array} data @param {number} at @returns {number}
 */
function nextInScan(data, at) {
  for (let place = data.indexOf(0xff, at); place >= 0; place = data.indexOf(0xff, place + 1)) {
    const next = data[place + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return place;
  }
  return data.length;
}

/** @param {number} marker @param {Uint8Array} body @param {Records} records */
function keep(marker, body, records) {
  if (marker === COM) records.add("text", body, { name: "jpeg:comment" });
  else if (marker === APP1 && startsWith(body, EXIF)) records.add("exif", body.subarray(EXIF.length));
  else if (marker === APP1 && startsWith(body, XMP)) records.add("xmp", body.subarray(XMP.length));
  else if (marker === APP13 && startsWith(body, PHOTOSHOP)) records.add("iim", body.subarray(PHOTOSHOP.length));
  else if (marker === APP11 && holdsC2pa(body)) records.signed = true;
}

/** JPEG XT box: numbers, length and type, then the box that says what it holds. @param {Uint8Array} body */
function holdsC2pa(body) {
  return startsWith(body, "JP") && startsWith(body, "jumdc2pa", 20);
}

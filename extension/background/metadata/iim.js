// IPTC-IIM: the credit line, in Photoshop's resource blocks or bare.

import { big, startsWith, text } from "./bytes.js";

const IIM_RESOURCE = 0x0404;
const CREDIT = "\x1c\x02\x6e"; // record 2, data set 110
const MAX_PARTS = 1000; // resources of one block, data sets of one resource; editors write about 30

/** @param {Uint8Array} data @returns {string | null} the credit line */
export function credit(data) {
  const body = data[0] === 0x1c ? data : resource(data);
  let at = 0;
  for (let part = 0; part < MAX_PARTS && body[at] === 0x1c; part += 1) {
    const length = big(body, at + 3, 2);
    if (length & 0x8000) return null; // an extended data set: pictures, not text
    if (startsWith(body, CREDIT, at)) return text(body.subarray(at + 5, at + 5 + length));
    at += 5 + length;
  }
  return null;
}

/** @param {Uint8Array} data */
function resource(data) {
  let at = 0;
  for (let part = 0; part < MAX_PARTS && startsWith(data, "8BIM", at); part += 1) {
    const kind = big(data, at + 4, 2);
    const name = data[at + 6] ?? 0;
    at += 6 + 2 * Math.floor((name + 2) / 2); // length byte and name, padded to even
    const length = big(data, at, 4);
    at += 4;
    if (kind === IIM_RESOURCE) return data.subarray(at, at + length);
    at += length + (length % 2);
  }
  return data.subarray(0, 0);
}

// TIFF and DNG: the file is one EXIF structure, with XMP, IPTC and a signed record as tags.

import { C2PA, IPTC, tags, XMP } from "../exif.js";

/** @param {Uint8Array} data @param {import("../records.js").Records} records @returns {number} */
export function walk(data, records) {
  records.addWhole(data);
  const found = tags(data, [XMP, IPTC, C2PA], data.length);
  const xmp = found.get(XMP);
  const iptc = found.get(IPTC);
  if (xmp) records.add("xmp", xmp);
  if (iptc) records.add("iim", iptc);
  records.signed ||= found.has(C2PA);
  return data.length;
}

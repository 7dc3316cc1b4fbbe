// Which kind of image bytes are, by their first bytes only.

import { big, latin1, startsWith } from "./bytes.js";

const AVIF = new Set(["avif", "avis"]);
const HEIC = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"]);
const MAX_FTYP = 256; // bytes of the first box that are looked at

/** @param {Uint8Array} data @returns {string | null} the media type, or null when it is none we read */
export function mediaTypeOf(data) {
  if (startsWith(data, "\xff\xd8\xff")) return "image/jpeg";
  if (startsWith(data, "\x89PNG\r\n\x1a\n")) return "image/png";
  if (startsWith(data, "GIF87a") || startsWith(data, "GIF89a")) return "image/gif";
  if (startsWith(data, "II*\0") || startsWith(data, "MM\0*")) return "image/tiff";
  if (startsWith(data, "RIFF") && startsWith(data, "WEBP", 8)) return "image/webp";
  return startsWith(data, "ftyp", 4) ? ofBrands(data) : null;
}

/** An AVIF file may name HEIF's brands too, so its own come first. @param {Uint8Array} data */
function ofBrands(data) {
  const brands = [latin1(data, 8, 12)];
  const end = Math.min(big(data, 0, 4), MAX_FTYP, data.length);
  for (let at = 16; at + 4 <= end; at += 4) brands.push(latin1(data, at, at + 4));
  if (brands.some((brand) => AVIF.has(brand))) return "image/avif";
  return brands.some((brand) => HEIC.has(brand)) ? "image/heic" : null;
}

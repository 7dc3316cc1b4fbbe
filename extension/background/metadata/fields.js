// Packets to named texts, which the recognisers read. A name is a place, a colon and the key there.

import { text } from "./bytes.js";
import * as gif from "./containers/gif.js";
import * as isobmff from "./containers/isobmff.js";
import * as jpeg from "./containers/jpeg.js";
import * as png from "./containers/png.js";
import * as tiff from "./containers/tiff.js";
import * as webp from "./containers/webp.js";
import { NAMES, tags, textOf } from "./exif.js";
import { credit } from "./iim.js";
import { inflated } from "./inflate.js";
import { walk as walkTrailer } from "./samsung.js";
import { properties } from "./xmp.js";

/**
 * @typedef {import("./records.js").Records} Records
 * @typedef {import("./records.js").Packet} Packet
 * @typedef {Map<string, string[]>} Fields
 */

/** @type {Record<string, (data: Uint8Array, records: Records) => number>} */
const WALKERS = {
  "image/jpeg": jpeg.walk,
  "image/png": png.walk,
  "image/webp": webp.walk,
  "image/avif": isobmff.walk,
  "image/heic": isobmff.walk,
  "image/gif": gif.walk,
  "image/tiff": tiff.walk,
};

/**
 * All named texts of a file, in the order they lie in it.
 * @param {Uint8Array} data @param {string} mediaType @param {Records} records @returns {Promise<Fields>}
 */
export async function readFields(data, mediaType, records) {
  walkTrailer(data, WALKERS[mediaType](data, records), records);
  /** @type {Fields} */
  const fields = new Map();
  for (const packet of records.packets) {
    for (const [name, value] of texts(packet, await content(packet, records))) {
      const values = fields.get(name);
      if (values) values.push(value);
      else fields.set(name, [value]);
    }
  }
  return fields;
}

/** @param {Packet} packet @param {Records} records @returns {Promise<Uint8Array>} */
async function content({ data, packed }, records) {
  if (!packed) return data;
  const room = records.room();
  const bytes = room ? await inflated([/** @type {Uint8Array<ArrayBuffer>} */ (data)], room + 1) : data;
  return room && records.take(bytes.length) ? bytes : data.subarray(0, 0);
}

/** @param {Packet} packet @param {Uint8Array} data @returns {[string, string][]} */
function texts({ kind, name }, data) {
  if (kind === "text") return [[name, text(data)]];
  if (kind === "xmp") return properties(text(data, xmpEncoding(data))).map(([key, value]) => [`xmp:${key}`, value]);
  if (kind === "iim") {
    const line = credit(data);
    return line === null ? [] : [["iptc:Credit", line]];
  }
  const found = tags(data, NAMES.keys(), 1024 * 1024);
  return [...found].map(([tag, value]) => [`exif:${NAMES.get(tag)}`, textOf(tag, value)]);
}

/** @param {Uint8Array} data @returns {"utf-8" | "utf-16be" | "utf-16le"} by the byte order mark */
function xmpEncoding(data) {
  if (data[0] === 0xfe && data[1] === 0xff) return "utf-16be";
  return data[0] === 0xff && data[1] === 0xfe ? "utf-16le" : "utf-8";
}

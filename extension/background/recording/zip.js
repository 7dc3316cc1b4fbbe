// A zip file whose entries are stored as they are (APPNOTE.TXT 6.3.10, PKWARE). It is put together from what the browser
// keeps on its disk, so pictures are never all in memory.

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const VERSION = 20; // 2.0
const UTF_8 = 0x0800; // names are UTF-8
const MAX_ENTRIES = 0xfffe; // beyond, and beyond 4 GiB, a file needs the other form, Zip64
const MAX_BYTES = 0xfffffffe;

/** `blob` holds the bytes, `crc` is their CRC-32. @typedef {{name: string, blob: Blob, crc: number}} Entry */

/** @param {...[number, 2 | 4]} fields each with its width in bytes, little-endian */
function packed(...fields) {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [, width]) => sum + width, 0)));
  let at = 0;
  for (const [value, width] of fields) {
    if (width === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += width;
  }
  return view.buffer;
}

/** Date and time as MS-DOS counts them, in UTC: two seconds are the least. @param {Date} when from 1980 on @returns {[time: number, date: number]} */
function dosTime(when) {
  const time = (when.getUTCHours() << 11) | (when.getUTCMinutes() << 5) | (when.getUTCSeconds() >> 1);
  return [time, ((when.getUTCFullYear() - 1980) << 9) | ((when.getUTCMonth() + 1) << 5) | when.getUTCDate()];
}

/** What local and central headers share. @param {Entry} entry @param {Uint8Array} name @param {Date} when */
function common({ blob, crc }, name, when) {
  const [time, date] = dosTime(when);
  /** @type {[number, 2 | 4][]} */
  const fields = [[VERSION, 2], [UTF_8, 2], [0, 2], [time, 2], [date, 2], [crc, 4], [blob.size, 4], [blob.size, 4], [name.length, 2], [0, 2]];
  return fields;
}

/**
 * @param {Entry[]} entries in their order
 * @param {Date} when all of them are said to be made
 * @returns {Blob} of the type application/zip; reads the entries' blobs when it is read
 * @throws {RangeError} where there are more than such a file can hold
 */
export function zipOf(entries, when) {
  if (entries.length > MAX_ENTRIES) throw new RangeError("too many entries");
  /** @type {BlobPart[]} */ const parts = [];
  /** @type {BlobPart[]} */ const directory = [];
  let [at, length] = [0, 0];
  for (const entry of entries) {
    const name = new TextEncoder().encode(entry.name);
    const fields = common(entry, name, when);
    const local = packed([LOCAL, 4], ...fields);
    const central = packed([CENTRAL, 4], [VERSION, 2], ...fields, [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]);
    parts.push(local, name, entry.blob);
    directory.push(central, name);
    at += local.byteLength + name.length + entry.blob.size;
    length += central.byteLength + name.length;
    if (at + length > MAX_BYTES) throw new RangeError("too many bytes");
  }
  const count = entries.length;
  const end = packed([END, 4], [0, 2], [0, 2], [count, 2], [count, 2], [length, 4], [at, 4], [0, 2]);
  return new Blob([...parts, ...directory, end], { type: "application/zip" });
}

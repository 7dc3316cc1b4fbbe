// What a file's containers hold, collected within limits. The limits are those of server/colophon/config.py.

const PACKET_BYTES = 1024 * 1024; // one XMP, EXIF or text packet
const ALL_BYTES = 4 * PACKET_BYTES; // all packets of one file
const PACKETS = 200; // cameras and generators write fewer than 20
const PARTS = 100_000; // segments, chunks, boxes

/**
 * @typedef {"text" | "xmp" | "exif" | "iim"} Kind
 * @typedef {{kind: Kind, data: Uint8Array, name: string, packed: boolean}} Packet
 *   `name` is for text: where it was found ("png:parameters"); `packed`: still to be inflated
 */

/** Packets of one file. Whatever is over a limit is left out. */
export class Records {
  /** @type {Packet[]} */
  packets = [];
  /** Whether a C2PA box lies in its proper place. It is not read. */
  signed = false;
  #bytes = 0;
  #parts = 0;

  /** Whether one more part of the container may be looked at. */
  more() {
    this.#parts += 1;
    return this.#parts <= PARTS;
  }

  /** How many bytes the next packet may have. */
  room() {
    return Math.max(0, Math.min(PACKET_BYTES, ALL_BYTES - this.#bytes));
  }

  /** Use up room; a packet that is too large does so as well. @param {number} size @returns {boolean} if it fits */
  take(size) {
    const fits = size <= this.room();
    this.#bytes += fits || size > PACKET_BYTES ? Math.min(size, PACKET_BYTES) : ALL_BYTES;
    return fits;
  }

  /** @param {Kind} kind @param {Uint8Array} data @param {{name?: string, packed?: boolean}} [about] */
  add(kind, data, { name = "", packed = false } = {}) {
    if (this.packets.length >= PACKETS) return;
    if (packed ? data.length <= PACKET_BYTES : this.take(data.length)) {
      this.packets.push({ kind, data, name, packed });
    }
  }

  /** A TIFF file is its own EXIF: only single values, each within the limits, are read. @param {Uint8Array} data */
  addWhole(data) {
    this.packets.push({ kind: "exif", data, name: "", packed: false });
  }
}

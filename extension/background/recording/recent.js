// The bytes of pictures that were just fetched for a recorded page: what is recorded a moment later need not be fetched
// again. Only in memory; where they are gone, the address that the page shows is asked once more.

const MOST = 64 * 2 ** 20; // bytes
/** @type {Map<string, Uint8Array<ArrayBuffer>>} */
const held = new Map(); // the oldest first
let size = 0;

/** @param {string} sha256 @returns the bytes, which are let go, or undefined */
export function take(sha256) {
  const bytes = held.get(sha256);
  held.delete(sha256);
  size -= bytes?.length ?? 0;
  return bytes;
}

/** @param {string} sha256 @param {Uint8Array<ArrayBuffer>} bytes */
export function hold(sha256, bytes) {
  take(sha256);
  held.set(sha256, bytes);
  size += bytes.length;
  for (const oldest of held.keys()) {
    if (size <= MOST) break;
    take(oldest);
  }
}

export function forget() {
  held.clear();
  size = 0;
}

// Inflating with a bound on what comes out.

/**
 * @param {BlobPart[]} parts zlib data
 * @param {number} most bytes
 * @returns {Promise<Uint8Array>} until `most` is reached or the data turns out to be damaged
 */
export async function inflated(parts, most) {
  const reader = new Blob(parts).stream().pipeThrough(new DecompressionStream("deflate")).getReader();
  /** @type {Uint8Array[]} */
  const pieces = [];
  let length = 0;
  try {
    while (length < most) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
      length += value.length;
    }
  } catch {
    // Damaged or cut off: keep what there is.
  }
  reader.cancel().catch(() => {});
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

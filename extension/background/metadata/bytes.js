// Reading numbers and texts out of bytes. Nothing here reads beyond the end: what is absent counts as zero.

/** @param {Uint8Array} data @param {number} at @param {number} size at most 6 @returns {number} big-endian */
export function big(data, at, size) {
  let value = 0;
  for (let i = at; i < at + size; i += 1) value = value * 256 + (data[i] ?? 0);
  return value;
}

/** @param {Uint8Array} data @param {number} at @param {number} size at most 6 @returns {number} little-endian */
export function little(data, at, size) {
  let value = 0;
  for (let i = at + size - 1; i >= at; i -= 1) value = value * 256 + (data[i] ?? 0);
  return value;
}

/** One character per byte. @param {Uint8Array} data @param {number} start @param {number} end @returns {string} */
export function latin1(data, start, end) {
  return String.fromCharCode(...data.subarray(start, end));
}

/** @param {Uint8Array} data @param {string} text one character per byte @param {number} [at] @returns {boolean} */
export function startsWith(data, text, at = 0) {
  for (let i = 0; i < text.length; i += 1) if (data[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

const BLANKS = new Set(["\0", " ", "\t", "\r", "\n"]);
const decoders = {
  "utf-8": new TextDecoder("utf-8"),
  "utf-16be": new TextDecoder("utf-16be"),
  "utf-16le": new TextDecoder("utf-16le"),
};

/** Without zeros and blanks around it. @param {Uint8Array} data @param {keyof decoders} [encoding] @returns {string} */
export function text(data, encoding = "utf-8") {
  const whole = decoders[encoding].decode(data);
  let [start, end] = [0, whole.length];
  while (start < end && BLANKS.has(whole[start])) start += 1;
  while (end > start && BLANKS.has(whole[end - 1])) end -= 1;
  return whole.slice(start, end);
}

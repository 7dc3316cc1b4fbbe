// What an image is called in a study: a keyed hash, the same for the same bytes within a study and nothing elsewhere.

const CHARS = 16; // hex digits, as in server/colophon/study/events.py

/** @param {Uint8Array} bytes */
const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/**
 * The first 16 hex digits of HMAC-SHA256, both as UTF-8 text.
 * @param {string} key of the study @param {string} text
 */
export async function keyed(key, text) {
  const encode = (/** @type {string} */ one) => new TextEncoder().encode(one);
  const made = await crypto.subtle.importKey("raw", encode(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return hex(new Uint8Array(await crypto.subtle.sign("HMAC", made, encode(text)))).slice(0, CHARS);
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

/** @param {number} length @returns {string} random, of a-z and 2-7 */
export const randomName = (length) =>
  [...crypto.getRandomValues(new Uint8Array(length))].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");

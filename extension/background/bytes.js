// The bytes of a picture, fetched from the very address the page shows, and their SHA-256.

import { limit } from "./limit.js";

const MAX_BYTES = 15 * 1024 * 1024; // the server's limit
const FETCH_MS = 15_000;
const atOnce = limit(4);

/** The picture could not be read; `reason` is a key of the catalogue's reasons, `values` fill its placeholders. */
export class NoBytes extends Error {
  /** @param {"unreadable_here" | "too_large"} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
    this.values = { limit: String(MAX_BYTES / 2 ** 20) };
  }
}

const LOCAL_NAME = /^localhost$|\.(localhost|local|internal|home\.arpa)$/;
const LOCAL_V4 = /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./;
const LOCAL_V6 = /^\[(::|f[cd]|fe[89ab])/; // also addresses of version 4 written as version 6

/** @param {string} host as in URL.hostname */
const isLocal = (host) => [LOCAL_NAME, LOCAL_V4, LOCAL_V6].some((kind) => kind.test(host.replace(/\.$/, "")));

/**
 * Browsers keep public pages from this computer and its network; the extension's own permissions must not undo that.
 * @param {string} url of a picture @param {string} page host of the page that shows it
 */
function reachesInside(url, page) {
  return URL.canParse(url) && isLocal(new URL(url).hostname) && !isLocal(page);
}

/** @param {Response} answer */
async function readBounded(answer) {
  if (Number(answer.headers.get("Content-Length")) > MAX_BYTES) throw new NoBytes("too_large");
  const reader = /** @type {ReadableStream<Uint8Array>} */ (answer.body).getReader();
  /** @type {Uint8Array[]} */
  const parts = [];
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    size += part.value.length;
    if (size > MAX_BYTES) {
      await reader.cancel();
      throw new NoBytes("too_large");
    }
    parts.push(part.value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/**
 * @param {string} url http(s) or data
 * @param {string} page host of the page that shows it
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 * @throws {NoBytes}
 */
export function fetchBytes(url, page) {
  if (reachesInside(url, page)) return Promise.reject(new NoBytes("unreadable_here"));
  return /** @type {Promise<Uint8Array<ArrayBuffer>>} */ (
    atOnce(async () => {
      try {
        const answer = await fetch(url, { credentials: "omit", signal: AbortSignal.timeout(FETCH_MS) });
        if (!answer.ok || !answer.body || reachesInside(answer.url, page)) throw new NoBytes("unreadable_here");
        return await readBounded(answer);
      } catch (error) {
        throw error instanceof NoBytes ? error : new NoBytes("unreadable_here");
      }
    })
  );
}

/**
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<string>} 64 hex digits
 */
export async function sha256Of(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

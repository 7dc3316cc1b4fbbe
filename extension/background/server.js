// The server's HTTP interface. Only the background talks to it: a page's own policy and local network rules forbid it there.

import { mayReach } from "./access.js";
import { Unavailable } from "./connection.js";
import { isOutdated } from "./health.js";
import { isLoopback, readSettings } from "./settings.js";

/** @typedef {import("../types").Assessment} Assessment */
/** @typedef {import("../types").Disclosure} Disclosure */
/** @typedef {import("../types").Post} Post */
/** @typedef {import("../types").Statement} Statement */

const ANSWER_MS = 8000; // for questions about hashes
const UPLOAD_MS = 25_000; // the server's own deadline is 20 s
const PRESENT_MS = 2000; // a reader is looking
const HELD_MS = 28_000; // the server answers after 25 s at the latest; both browsers end a background after 30
const LONGEST_WAIT_S = 86_400; // a quota is for a day
const NOT_UNDERSTOOD = [400, 404, 405]; // what a server answers to a question that it does not know yet
const BYTES = { "Content-Type": "application/octet-stream" };

/** The server takes no more images from this reader for now; it still answers questions. `retryAfter` is in seconds. */
export class QuotaReached extends Error {
  /** @param {number | null} retryAfter */
  constructor(retryAfter) {
    super("quota");
    this.retryAfter = retryAfter;
  }
}

/** The server understood and will not: `status` and its own words. */
export class Refusal extends Error {
  /** @param {number} status @param {string} detail @param {Assessment | null} assessment */
  constructor(status, detail, assessment) {
    super(detail);
    this.status = status;
    this.assessment = assessment;
  }
}

/** In seconds or as a date, as RFC 9110 has it. @param {Response} answer @returns {number | null} seconds */
export function retryAfterOf(answer) {
  const text = answer.headers.get("Retry-After") ?? "";
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - Date.now()) / 1000;
  return seconds > 0 ? Math.min(seconds, LONGEST_WAIT_S) : null;
}

/** Why a request got no answer. @param {unknown} error @param {string} server */
export function silenceOf(error, server) {
  if (error instanceof DOMException && error.name === "TimeoutError") return "slow";
  return navigator.onLine === false && !isLoopback(server) ? "offline" : "unreachable";
}

/**
 * @param {string} path @param {RequestInit} init @param {number} limit milliseconds
 * @returns {Promise<any>}
 */
async function call(path, init, limit) {
  const { server, token } = await readSettings();
  if (!token) throw new Unavailable("unpaired");
  if (!(await mayReach(server))) throw new Unavailable("no_permission");
  const headers = { ...init.headers, Authorization: `Bearer ${token}` };
  let answer;
  try {
    const signal = AbortSignal.timeout(limit);
    answer = await fetch(server + path, { ...init, headers, credentials: "omit", redirect: "error", cache: "no-store", signal });
  } catch (error) {
    throw new Unavailable(silenceOf(error, server));
  }
  if (answer.status === 401) throw new Unavailable("unpaired");
  if (answer.status === 429 && init.method === "PUT") throw new QuotaReached(retryAfterOf(answer));
  if (answer.status === 429 || answer.status === 503) throw new Unavailable("overloaded", retryAfterOf(answer));
  if (answer.status === 204) return null;
  const body = await answer.json().catch(() => null);
  if (answer.ok && body) return body;
  if (answer.status >= 500 || !body) throw new Unavailable("unreachable");
  if (NOT_UNDERSTOOD.includes(answer.status) && (await isOutdated(server))) throw new Unavailable("outdated");
  throw new Refusal(answer.status, body.detail ?? body.title ?? "", body.assessment ?? null);
}

/**
 * Ask for many pictures by hash.
 * @param {{sha256: string, statements: Statement[], post: Post}[]} items at most 100
 * @param {string} locale
 * @returns {Promise<(Assessment | null)[]>} in the order of the items; null where the server has not seen the picture
 */
export async function lookup(items, locale) {
  const body = JSON.stringify({ locale, items });
  const headers = { "Content-Type": "application/json" };
  const { results } = await call("/v1/lookup", { method: "POST", headers, body }, ANSWER_MS);
  return items.map((_item, i) => (results[i]?.known ? results[i].assessment : null));
}

/** As base64url of UTF-8 JSON: what a header may hold. @param {unknown} value */
export function headerValue(value) {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

/**
 * Send the bytes of a picture that the server has not seen.
 * @param {{sha256: string, statements: Statement[], post: Post}} item @param {Uint8Array<ArrayBuffer>} bytes
 * @param {string} locale
 * @returns {Promise<Assessment>}
 * @throws {QuotaReached}
 */
export function upload({ sha256, statements, post }, bytes, locale) {
  const headers = { ...BYTES, "Colophon-Statements": headerValue(statements) };
  const query = new URLSearchParams({ locale, ...(post && { post }) });
  return call(`/v1/images/${sha256}?${query}`, { method: "PUT", headers, body: bytes }, UPLOAD_MS);
}

/**
 * Have the server remember a disclosure. The bytes are for the picture's fingerprint only.
 * @param {Disclosure} disclosure @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<{id: string, state: "active" | "waiting"}>}
 */
export function postDisclosure(disclosure, bytes) {
  const headers = { ...BYTES, "Colophon-Disclosure": headerValue(disclosure) };
  return call("/v1/disclosures", { method: "POST", headers, body: bytes }, UPLOAD_MS);
}

/** Take a disclosure back; only its sender can. @param {string} id */
export const deleteDisclosure = (id) =>
  call(`/v1/disclosures/${encodeURIComponent(id)}`, { method: "DELETE" }, ANSWER_MS);

/**
 * Say that a label is wrong.
 * @param {import("../types").Report} report
 * @returns {Promise<import("../types").Case>}
 */
export function postContest(report) {
  const headers = { "Content-Type": "application/json" };
  return call("/v1/contests", { method: "POST", headers, body: JSON.stringify(report) }, ANSWER_MS);
}

/** The lists of others that the server follows. @returns {Promise<{lists: import("../types").FollowedList[]}>} */
export const getLists = () => call("/v1/lists", {}, ANSWER_MS);

/**
 * Send the picture that a report of this reader is about: for reviewers, until a day.
 * @param {string} id of the case @param {Uint8Array<ArrayBuffer>} bytes
 * @returns {Promise<{kept_until: string}>}
 * @throws {QuotaReached}
 */
export const putContestPicture = (id, bytes) =>
  call(`/v1/contests/${encodeURIComponent(id)}/picture`, { method: "PUT", headers: BYTES, body: bytes }, UPLOAD_MS);

/** How a case stands. @param {string} id @returns {Promise<import("../types").Case>} */
export const getContest = (id) => call(`/v1/contests/${encodeURIComponent(id)}`, {}, ANSWER_MS);

/**
 * What changed after a generation; held by the server until something does. Without one it answers at once.
 * @param {number | null} since
 * @returns {Promise<import("../types").Changes>}
 */
export const changesSince = (since) => call(`/v1/changes${since === null ? "" : `?since=${since}`}`, {}, HELD_MS);

/** Does the server answer, know us, and know enough? The cheapest question that needs a token. */
export async function present() {
  await call("/v1/changes", {}, PRESENT_MS);
  if (await isOutdated((await readSettings()).server)) throw new Unavailable("outdated");
}

/**
 * Exchange a pairing code for a token.
 * @param {string} server @param {string} code
 * @returns {Promise<{token: string} | {fault: "refused" | "too_many" | "no_answer", retryAfter: number | null}>}
 *   `no_answer`: none at all, or not that of a Colophon server; `retryAfter` is in seconds
 */
export async function exchangeCode(server, code) {
  try {
    const answer = await fetch(`${server}/v1/pair`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code }),
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const body = await answer.json().catch(() => null);
    if (answer.ok && typeof body?.token === "string") return { token: body.token };
    const retryAfter = retryAfterOf(answer);
    if (answer.status === 429) return { fault: "too_many", retryAfter };
    return { fault: [400, 403, 422].includes(answer.status) ? "refused" : "no_answer", retryAfter };
  } catch {
    return { fault: "no_answer", retryAfter: null };
  }
}

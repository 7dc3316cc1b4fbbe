// What is asked of a study's server. It may be another one than the server that images are looked up on.

import { mayReach } from "../access.js";
import { Unavailable } from "../connection.js";
import { Refusal, retryAfterOf, silenceOf } from "../server.js";

const ANSWER_MS = 10_000;

/**
 * @param {string} server an origin @param {string} path @param {{body?: object, token?: string | null}} [with_]
 * @returns {Promise<any>}
 * @throws {Unavailable} where there was no usable answer
 * @throws {Refusal} where the server understood and will not
 */
async function call(server, path, { body, token } = {}) {
  if (!(await mayReach(server))) throw new Unavailable("no_permission");
  const headers = { ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) };
  const init = { method: body ? "POST" : "GET", headers, ...(body && { body: JSON.stringify(body) }) };
  let answer;
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    answer = await fetch(server + path, { ...init, credentials: "omit", redirect: "error", cache: "no-store", signal });
  } catch (error) {
    throw new Unavailable(silenceOf(error, server));
  }
  if (answer.status === 429 || answer.status === 503) throw new Unavailable("overloaded", retryAfterOf(answer));
  const found = await answer.json().catch(() => null);
  if (answer.ok && found) return found;
  if (answer.status >= 500 || !found) throw new Unavailable("unreachable");
  throw new Refusal(answer.status, found.detail ?? found.title ?? "", null);
}

/** @param {string} id */
const at = (id) => `/v1/studies/${encodeURIComponent(id)}`;

/** What a study is about. @param {string} server @param {string} id @param {string} code of the invitation @returns {Promise<import("../../types").StudyPlan>} */
export const readPlan = (server, id, code) => call(server, `${at(id)}?code=${encodeURIComponent(code)}`);

/** @param {string} server @param {string} id @param {object} body @returns {Promise<any>} */
export const enrol = (server, id, body) => call(server, `${at(id)}/participants`, { body });

/** @typedef {{server: string, id: string, token: string}} Access */

/** @param {Access} access @param {object} body @returns {Promise<{accepted: number, duplicates: number, refused: {seq: number, why: string}[]}>} */
export const postEvents = ({ server, id, token }, body) => call(server, `${at(id)}/events`, { body, token });

/** @param {Access} access @returns {Promise<{debrief: {altered: boolean, text: string | null} | null}>} */
export const postWithdrawal = ({ server, id, token }) => call(server, `${at(id)}/withdrawal`, { body: {}, token });

/** @param {Access} access @returns {Promise<any>} */
export const getState = ({ server, id, token }) => call(server, `${at(id)}/state`, { token });

// Pairing: a code that the server shows becomes a token that only this browser holds.

import { resetConnection } from "./connection.js";
import { exchangeCode, isReachable } from "./server.js";
import { changeSettings, isLoopback, readSettings, serverOrigin } from "./settings.js";

/**
 * @typedef {"paired" | "pair_refused" | "pair_no_answer" | "pair_bad_address" | "pair_no_permission" | "pair_elsewhere"
 * } Outcome
 */

/**
 * What a reader pasted: a bare code, or the whole address that the server printed.
 * @param {string} text
 * @returns {{server: string | null, code: string}}
 */
export function readCode(text) {
  const trimmed = text.trim();
  if (!URL.canParse(trimmed) || !trimmed.includes("#")) return { server: null, code: trimmed };
  const { origin, hash } = new URL(trimmed);
  return { server: origin, code: decodeURIComponent(hash.slice(1)) };
}

/**
 * As `pair`, for the page that the server itself shows. A page does not take the place of another server that
 * answers: only the reader does, in the options.
 * @param {string} server @param {string} code
 * @returns {Promise<Outcome>}
 */
export async function pairFromPage(server, code) {
  const settings = await readSettings();
  if (settings.token && settings.server !== server && (await isReachable())) return "pair_elsewhere";
  return pair(server, code);
}

/**
 * @param {string} address @param {string} code
 * @returns {Promise<Outcome>}
 */
export async function pair(address, code) {
  const server = serverOrigin(address);
  if (!server || !code) return "pair_bad_address";
  if (!isLoopback(server) && !(await chrome.permissions.contains({ origins: [`${server}/*`] }))) {
    return "pair_no_permission";
  }
  const answer = await exchangeCode(server, code);
  if ("refused" in answer) return answer.refused ? "pair_refused" : "pair_no_answer";
  await resetConnection();
  await changeSettings({ server, token: answer.token });
  return "paired";
}

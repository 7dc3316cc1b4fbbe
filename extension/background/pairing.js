// Pairing: a code that the server shows becomes a token that only this browser holds.

import { resetConnection } from "./connection.js";
import { isReachable } from "./health.js";
import { exchangeCode } from "./server.js";
import { changeSettings, isLoopback, readSettings, serverOrigin } from "./settings.js";

/**
 * @typedef {"paired" | "pair_refused" | "pair_no_answer" | "pair_bad_address" | "pair_not_own" | "pair_elsewhere"} Outcome
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
 * answers, nor of somebody else's, whose link works once: only the reader does, in the options.
 * @param {string} server @param {string} code
 * @returns {Promise<Outcome>}
 */
export async function pairFromPage(server, code) {
  const settings = await readSettings();
  const another = settings.token && settings.server !== server;
  if (another && (!isLoopback(settings.server) || (await isReachable(settings.server)))) return "pair_elsewhere";
  return pair(server, code);
}

/**
 * With a server on this computer. Any other is joined by its link, after the reader was told what it sees.
 * @param {string} address @param {string} code
 * @returns {Promise<Outcome>}
 */
export async function pair(address, code) {
  const server = serverOrigin(address);
  if (!server || !code) return "pair_bad_address";
  if (!isLoopback(server)) return "pair_not_own";
  const answer = await exchangeCode(server, code);
  if ("fault" in answer) return answer.fault === "no_answer" ? "pair_no_answer" : "pair_refused";
  await resetConnection();
  await changeSettings({ server, token: answer.token });
  return "paired";
}

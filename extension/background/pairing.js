// Pairing: a code that the server shows becomes a token that only this browser holds.

import { resetConnection } from "./connection.js";
import { exchangeCode } from "./server.js";
import { changeSettings, isLoopback, serverOrigin } from "./settings.js";

/** @typedef {"paired" | "pair_refused" | "pair_no_answer" | "pair_bad_address" | "pair_no_permission"} Outcome */

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

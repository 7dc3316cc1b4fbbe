// Joining a server that somebody else runs: a link with a code becomes a token. And leaving it again.

import { giveBack, mayReach, patternOf, wasGranted } from "./access.js";
import { resetConnection } from "./connection.js";
import { exchangeCode } from "./server.js";
import { DEFAULT_SERVER, changeSettings, isLoopback, readSettings } from "./settings.js";

/** @typedef {"join_bad_link" | "join_no_code" | "join_not_secure" | "join_own"} Fault */

const CODE = /^[\w-]{4,128}$/;

/**
 * What a link says: the server and the code, or what is wrong with it.
 * @param {string} text as pasted
 * @returns {{server: string, host: string, code: string} | {fault: Fault}}
 */
export function readInvitation(text) {
  const link = text.trim().replace(/^<|>$/g, "");
  if (!URL.canParse(link)) return { fault: "join_bad_link" };
  const { protocol, origin, host, pathname, hash, username, password } = new URL(link);
  if (!/^https?:$/.test(protocol) || username || password) return { fault: "join_bad_link" };
  if (isLoopback(origin)) return { fault: "join_own" };
  if (protocol !== "https:") return { fault: "join_not_secure" };
  const code = hash.slice(1);
  if (!/\/join\/?$/.test(pathname) || (code && !CODE.test(code))) return { fault: "join_bad_link" };
  return code ? { server: origin, host, code } : { fault: "join_no_code" };
}

/**
 * Exchange the code. The token of a server on this computer is kept for the way back; another server's is forgotten.
 * @param {string} server an origin that the browser lets us reach @param {string} code
 * @returns {Promise<{outcome: string, minutes?: number}>} `joined`, or why not: `join_refused`, `join_too_many`,
 *   `join_no_answer`, `join_no_permission`
 */
export async function join(server, code) {
  if (!(await mayReach(server))) return { outcome: "join_no_permission" };
  const before = await readSettings();
  const answer = await exchangeCode(server, code);
  if (!("token" in answer)) {
    if (patternOf(before.server) !== patternOf(server) && !(await wasGranted(server))) await giveBack(server);
    return { outcome: `join_${answer.fault}`, minutes: Math.ceil((answer.retryAfter ?? 60) / 60) };
  }
  const own = isLoopback(before.server);
  await resetConnection();
  await changeSettings({ server, token: answer.token, home: own ? homeOf(before) : before.home });
  if (patternOf(before.server) !== patternOf(server)) await giveBack(before.server);
  return { outcome: "joined" };
}

/** @param {import("./settings.js").Settings} settings */
const homeOf = ({ server, token }) => (token ? { server, token } : null);

/**
 * Leave a server that somebody else runs: its token and the permission go, and the server on this computer is asked
 * again, if there was one.
 * @returns {Promise<{outcome: "left" | "left_home"}>}
 */
export async function leave() {
  const { server, home } = await readSettings();
  await resetConnection();
  await changeSettings({ ...(home ?? { server: DEFAULT_SERVER, token: null }), home: null, privateByHash: false });
  await giveBack(server);
  return { outcome: home ? "left_home" : "left" };
}

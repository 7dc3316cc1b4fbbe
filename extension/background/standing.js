// How it stands with the server, in a word for the reader.

import { Unavailable, connection, mayAsk, noteAnswer, noteFailure, quotaEnds, quotaIsOver } from "./connection.js";
import { mayReach } from "./access.js";
import { Refusal, present } from "./server.js";
import { isLoopback, readSettings } from "./settings.js";

/**
 * @typedef {object} Standing
 * @property {string} state `connected`, `joined` (somebody else's server), `unpaired`, `ended`, `unreachable`,
 *   `overloaded`, `no_permission`, `quota`
 * @property {string} server its address
 * @property {string | null} host its name where somebody else runs it
 * @property {number} until when it takes images again, in milliseconds; 0 if it does
 */

/** Ask the server how it stands. @param {() => void} onReturn called when it was away and is back */
async function askNow(onReturn) {
  try {
    await present();
  } catch (error) {
    if (error instanceof Unavailable) return noteFailure(error);
    if (!(error instanceof Refusal)) throw error;
  }
  if (await noteAnswer()) onReturn();
}

/**
 * @param {boolean} now ask at once, for a reader who looks; a page that waits leaves somebody else's server in peace
 * @param {() => void} onReturn called when what was answered without the server may be asked again
 * @returns {Promise<Standing>}
 */
export async function standing(now, onReturn) {
  const { server, token } = await readSettings();
  const own = isLoopback(server);
  const about = { server, host: own ? null : new URL(server).host, until: 0 };
  if (!token) return { state: "unpaired", ...about };
  if (!(await mayReach(server))) return { state: "no_permission", ...about };
  const before = await connection();
  if (now || (before.state !== "connected" && (own || (await mayAsk())))) await askNow(onReturn);
  if (await quotaIsOver()) onReturn();
  const [{ state }, until] = [await connection(), await quotaEnds()];
  if (state === "unpaired" && !own) return { state: "ended", ...about };
  if (state !== "connected") return { state, ...about };
  if (until) return { state: "quota", ...about, until };
  return { state: own ? "connected" : "joined", ...about };
}

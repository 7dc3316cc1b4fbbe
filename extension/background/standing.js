// How it stands with the server, in a word for the reader.

import { Unavailable, connection, mayAsk, noteAnswer, noteFailure, quotaEnds, quotaIsOver } from "./connection.js";
import { mayReach } from "./access.js";
import { Refusal, present } from "./server.js";
import { isLoopback, readSettings } from "./settings.js";

/**
 * @typedef {object} Standing
 * @property {string} state `connected`, `joined` (somebody else's server), `unpaired`, `ended`, `unreachable`,
 *   `slow`, `offline`, `overloaded`, `outdated`, `no_permission`, `quota`
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
 * May the server be asked how it stands? A reader who looks asks at once, and a page that waits asks the server of this
 * computer at once and leaves somebody else's in peace; neither asks before the time that a busy server named.
 * @param {import("./connection.js").State} state @param {boolean} now @param {boolean} own
 */
const mayAskAgain = async (state, now, own) => (state !== "overloaded" && (now || own)) || (await mayAsk());

/**
 * @param {boolean} now ask at once, for a reader who looks
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
  if ((now || before.state !== "connected") && (await mayAskAgain(before.state, now, own))) await askNow(onReturn);
  if (await quotaIsOver()) onReturn();
  const [{ state }, until] = [await connection(), await quotaEnds()];
  if (state === "unpaired" && !own) return { state: "ended", ...about };
  if (state !== "connected") return { state, ...about };
  if (until) return { state: "quota", ...about, until };
  return { state: own ? "connected" : "joined", ...about };
}

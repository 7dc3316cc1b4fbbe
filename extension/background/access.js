// The browser's permission to reach a server that is not on this computer.

import { recall, remember } from "./session.js";
import { isLoopback, readSettings } from "./settings.js";
import { readPart } from "./study/state.js";

const JOINING = "joining"; // the server whose link the reader is looking at

/** The match pattern of a server; it cannot hold a port. @param {string} server an origin */
export const patternOf = (server) => {
  const { protocol, hostname } = new URL(server);
  return `${protocol}//${hostname}/*`;
};

/** @param {string} server an origin */
export const mayReach = async (server) => isLoopback(server) || chrome.permissions.contains({ origins: [patternOf(server)] });

/** Give the permission back. What the manifest grants stays. @param {string} server an origin */
export async function giveBack(server) {
  if (!isLoopback(server)) await chrome.permissions.remove({ origins: [patternOf(server)] }).catch(() => false);
}

/**
 * Before the browser is asked: this permission is for a server, not for a site to work on.
 * @param {string} server an origin
 */
export async function noteJoining(server) {
  await remember(JOINING, { server, granted: await mayReach(server) });
}

/** Was the permission there before the reader looked at this link? @param {string} server an origin */
export async function wasGranted(server) {
  const noted = /** @type {{server: string, granted: boolean} | null} */ (await recall(JOINING));
  return noted?.server === server && noted.granted;
}

/** Patterns that are granted for servers. @returns {Promise<string[]>} */
export async function serverPatterns() {
  const noted = /** @type {{server: string, granted: boolean} | null} */ (await recall(JOINING));
  const [{ server }, part] = await Promise.all([readSettings(), readPart()]);
  const ofStudy = part ? [part.study.server] : [];
  return [server, ...ofStudy, ...(noted && !noted.granted ? [noted.server] : [])].filter((one) => !isLoopback(one)).map(patternOf);
}

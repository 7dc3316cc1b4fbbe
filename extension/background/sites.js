// Sites beyond those of the manifest: wherever the reader has granted access, the same content scripts run.

import { serverPatterns } from "./access.js";
import { lentPatterns } from "./loans.js";
import { turns } from "./turns.js";

const ID = "granted-sites";

/** @returns {Promise<string[]>} match patterns that the reader allowed beyond the manifest's own */
export async function grantedOrigins() {
  const { origins = [] } = await chrome.permissions.getAll();
  const { host_permissions: hosts = [], content_scripts: scripts = [] } = chrome.runtime.getManifest();
  const own = new Set([...hosts, ...scripts.flatMap(({ matches }) => matches ?? [])]);
  return origins.filter((origin) => !own.has(origin));
}

/** @returns {Promise<string[]>} those of them that are neither a server's nor a single picture's */
export async function grantedSites() {
  const others = new Set([...(await serverPatterns()), ...(await lentPatterns())]);
  return (await grantedOrigins()).filter((origin) => !others.has(origin));
}

const inTurn = turns();

async function register() {
  const matches = await grantedSites();
  const [main] = chrome.runtime.getManifest().content_scripts ?? [];
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [ID] });
  if (registered.length) await chrome.scripting.unregisterContentScripts({ ids: [ID] });
  if (!matches.length) return;
  await chrome.scripting.registerContentScripts([
    { id: ID, matches, excludeMatches: main.matches, js: main.js ?? [], allFrames: main.all_frames, runAt: "document_idle" },
  ]);
}

/** Register the content scripts for exactly the granted sites. */
export const syncSites = () => inTurn(register).catch(() => undefined);

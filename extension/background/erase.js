// Everything that this browser keeps for Colophon, deleted: settings, access to servers, what was hidden, remembered answers.

import { resetConnection } from "./connection.js";
import { syncMenu } from "./menu.js";
import { syncSites } from "./sites.js";

/** Origins that the reader allowed beyond the manifest's own. */
async function grantedOrigins() {
  const { origins = [] } = await chrome.permissions.getAll();
  const own = new Set(chrome.runtime.getManifest().host_permissions);
  return origins.filter((origin) => !own.has(origin));
}

/** Delete it all; afterwards Colophon is as if just installed. */
export async function erase() {
  await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear()]);
  const origins = await grantedOrigins();
  if (origins.length) await chrome.permissions.remove({ origins });
  await resetConnection();
  await Promise.all([syncSites(), syncMenu()]);
  return { erased: true };
}

// Everything that this browser keeps for Colophon, deleted: settings, access to servers, what was hidden, remembered answers,
// taking part in a study, a recorded timeline.

import { resetConnection } from "./connection.js";
import { clearAll as clearRecording } from "./recording/database.js";
import { syncMenu } from "./menu.js";
import { clearAll } from "./study/database.js";
import { forgetPart } from "./study/state.js";
import { grantedOrigins, syncSites } from "./sites.js";

/** Delete it all; afterwards Colophon is as if just installed. */
export async function erase() {
  await Promise.all([chrome.storage.local.clear(), chrome.storage.session.clear(), clearAll(), clearRecording()]);
  forgetPart();
  const origins = await grantedOrigins();
  if (origins.length) await chrome.permissions.remove({ origins });
  await resetConnection();
  await Promise.all([syncSites(), syncMenu()]);
  return { erased: true };
}

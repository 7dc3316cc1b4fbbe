// The background: every listener is registered here at once, and each message has one handler.

import { askOnceMore, assess } from "./assess.js";
import { showCount } from "./badge.js";
import { nextChanges } from "./changes.js";
import { connection, noteAnswer, resetConnection } from "./connection.js";
import { unhide } from "./hidden.js";
import { hideAndHelp, onMenu, syncMenu } from "./menu.js";
import { disclose, undisclose } from "./disclosures.js";
import { loadPart, openHelp } from "./parts.js";
import { pageSettings, tell, tellAll } from "./page_settings.js";
import { pair, pairFromPage } from "./pairing.js";
import { laterAnswer } from "./pending.js";
import { isReachable } from "./server.js";
import { forgetPictures } from "./session.js";
import { isLoopback, localeOf, readSettings } from "./settings.js";
import { syncSites } from "./sites.js";
import { loadStrings } from "./strings.js";

/** @typedef {chrome.runtime.MessageSender} Sender */

/** @param {Sender} sender */
const hostOf = (sender) => (sender.tab?.url || sender.url ? new URL(sender.tab?.url ?? String(sender.url)).hostname : "");

/** What was answered without the server may be asked again. */
const serverIsBack = () => void tellAll(async () => ({ type: "refresh" }));

/** @param {{items: (import("./assess.js").Item & {id: string})[]}} message @param {Sender} sender */
async function assessAll({ items }, sender) {
  const locale = localeOf(await readSettings());
  const context = { locale, page: hostOf(sender), onReturn: serverIsBack };
  await Promise.all(
    items.map(async ({ id, ...item }) => {
      const say = async (/** @type {object | null} */ assessment) => {
        if (sender.tab?.id !== undefined) await tell(sender.tab.id, { type: "assessment", id, assessment });
      };
      const assessment = await assess(item, context).catch(() => null);
      await say(assessment);
      if (!assessment?.sha256) return;
      const { sha256 } = assessment;
      const later = await laterAnswer(assessment, () => askOnceMore(item, sha256, context)).catch(() => null);
      if (later) await say(later);
    }),
  );
  return { done: items.length };
}

/** @param {{server: string, code: string}} message @param {Sender} sender */
async function pairAndTell({ server, code }, sender) {
  const fromPage = sender.tab !== undefined && !sender.url?.startsWith(chrome.runtime.getURL(""));
  if (fromPage && (!isLoopback(server) || new URL(String(sender.url)).origin !== server)) return null;
  const outcome = await (fromPage ? pairFromPage : pair)(server, code);
  const locale = localeOf(await readSettings());
  return { outcome, locale, message: (await loadStrings(locale))[outcome] };
}

/** How it stands with the server now, for the popup; asks it at once. */
async function serverState() {
  const { token, server } = await readSettings();
  if (!token) return { state: "unpaired", server };
  const { state } = await connection();
  if (state === "unpaired") return { state, server };
  if (!(await isReachable())) return { state: "unreachable", server };
  if (state === "unreachable" && (await noteAnswer())) serverIsBack();
  return { state: (await connection()).state, server };
}

/** @type {Record<string, (message: any, sender: Sender) => Promise<unknown>>} */
const handlers = {
  hello: (_message, sender) => pageSettings(hostOf(sender)),
  assess: assessAll,
  pair: pairAndTell,
  server: serverState,
  changes: ({ since }) => nextChanges(since),
  disclose: (message, sender) => disclose(message, hostOf(sender)),
  undisclose: ({ id }) => undisclose(id),
  load: ({ part }, sender) => loadPart(part, sender),
  help: () => openHelp(),
  hide: ({ url }, sender) => hideAndHelp(url, Number(sender.tab?.id), hostOf(sender)),
  unhide: ({ picture }, sender) => unhide(picture, hostOf(sender)),
  count: async ({ labelled }, { tab }) => tab?.id !== undefined && showCount(tab.id, labelled),
};

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  const handler = handlers[message?.type];
  if (!handler || sender.id !== chrome.runtime.id) return false;
  handler(message, sender).then(reply, () => reply(null));
  return true;
});

/** The page has hidden it already. @param {{[key: string]: any}} changes */
const oneMoreHidden = ({ hidden, ...others }) =>
  hidden?.newValue?.length > (hidden?.oldValue?.length ?? 0) && !Object.keys(others).length;

chrome.storage.onChanged.addListener(async (changes, area) => {
  if (area !== "local" || oneMoreHidden(changes)) return;
  if (changes.language) await syncMenu();
  if (changes.server || changes.token) await resetConnection();
  if (changes.server || changes.token || changes.language) await forgetPictures();
  await tellAll(async ({ url }) => ({
    type: "settings",
    settings: await pageSettings(url ? new URL(url).hostname : ""),
  }));
});

const placesChanged = () => Promise.all([syncSites(), syncMenu()]);
chrome.permissions.onAdded.addListener(() => void placesChanged());
chrome.permissions.onRemoved.addListener(() => void placesChanged());
chrome.runtime.onStartup.addListener(() => void syncMenu());
chrome.contextMenus?.onClicked.addListener((info, tab) => void onMenu(info, tab));

chrome.runtime.onInstalled.addListener(async ({ reason }) => {
  await placesChanged();
  if (reason !== "install") return;
  const { installType } = await chrome.management.getSelf();
  await chrome.tabs.create({ url: "pages/welcome.html", active: installType !== "development" });
});

// where the browser can keep the token from the pages' scripts, it does
void chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" })?.catch(() => undefined);

// The background: every listener is registered here at once, and each message has one handler.

import { loadAdapter } from "./adapters.js";
import { answerAll } from "./answering.js";
import { countAnew, showCount } from "./badge.js";
import { nextChanges } from "./changes.js";
import { isPrivateCheck } from "./check.js";
import { allCases, caseOf, contest, contestable } from "./contests.js";
import { patternOf } from "./access.js";
import { resetConnection } from "./connection.js";
import { erase } from "./erase.js";
import { unhide } from "./hidden.js";
import { join, leave } from "./joining.js";
import { hideAndHelp, onMenu, syncMenu } from "./menu.js";
import { disclose, undisclose } from "./disclosures.js";
import { loadPart, openHelp } from "./parts.js";
import { offersOf } from "./offers.js";
import { pageSettings, tell, tellAll } from "./page_settings.js";
import { endLoans, giveAllBack } from "./loans.js";
import { pair, pairFromPage } from "./pairing.js";
import { isPrivateSender, reachOf } from "./private_places.js";
import { openResources } from "./resources.js";
import { forgetPictures } from "./session.js";
import { isLoopback, localeOf, readSettings } from "./settings.js";
import { syncSites } from "./sites.js";
import { resume } from "./study/enrolment.js";
import { bringPart, documentOf, forOwnPages, forPages } from "./study/messages.js";
import { askAfterRestart, tabClosed } from "./recording/acts.js";
import * as recording from "./recording/messages.js";
import { getLists } from "./server.js";
import { useSource } from "./sources.js";
import { standing } from "./standing.js";
import { loadStrings } from "./strings.js";
import { fulfilWish } from "./wishes.js";
import { loadWords } from "./words.js";

/** @typedef {chrome.runtime.MessageSender} Sender */

/** @param {Sender} sender */
const hostOf = ({ tab, url }) => (tab?.url || url ? new URL(String(tab?.url || url)).hostname : "");

/** What was answered without the server may be asked again. */
const serverIsBack = () => void tellAll(async () => ({ type: "refresh" }));

/** @param {{items: import("./answering.js").Question[]}} message @param {Sender} sender */
async function assessAll({ items }, sender) {
  const locale = localeOf(await readSettings());
  await loadWords(locale);
  await bringPart(sender, false);
  const about = { page: hostOf(sender), document: documentOf(sender) };
  const privatePage = isPrivateSender(sender) || isPrivateCheck(sender);
  const context = { locale, ...about, privatePage, keep: await recording.keeperFor(sender), onReturn: serverIsBack };
  await answerAll(items, context, async (answers) => {
    if (sender.tab?.id !== undefined) await tell(sender.tab.id, { type: "assessments", answers }, sender.frameId);
  });
  return { done: items.length };
}

/** A page of the extension itself, and no page that it works on. @param {Sender} sender */
const isOurs = ({ tab, url }) => tab === undefined || Boolean(url?.startsWith(chrome.runtime.getURL("")));

/** @param {{server: string, code: string}} message @param {Sender} sender */
async function pairAndTell({ server, code }, sender) {
  const fromPage = !isOurs(sender);
  if (fromPage && (!isLoopback(server) || new URL(String(sender.url)).origin !== server)) return null;
  const outcome = await (fromPage ? pairFromPage : pair)(server, code);
  const locale = localeOf(await readSettings());
  return { outcome, locale, message: (await loadStrings(locale))[outcome] };
}

/**
 * A page of messages tells somebody else's server not even that it is open.
 * @template T @param {Sender} sender @param {() => Promise<T>} act
 */
const unlessPrivate = async (sender, act) => (reachOf(await readSettings(), isPrivateSender(sender)) === "nothing" ? null : act());

/** @typedef {(message: any, sender: Sender) => Promise<unknown>} Handler */

/** @param {Record<string, Handler>} acts */
const onlyForOurs = (acts) =>
  Object.fromEntries(Object.entries(acts).map(([name, act]) => [name, /** @type {Handler} */ (async (message, sender) => (isOurs(sender) ? act(message, sender) : null))]));

/** @type {Record<string, Handler>} */
const handlers = {
  ...forPages,
  ...recording.forPages,
  ...onlyForOurs({ ...forOwnPages, ...recording.forOwnPages }),
  hello: async ({ marks }, sender) => {
    if (!sender.frameId && sender.tab?.id !== undefined) await countAnew(sender.tab.id);
    await loadAdapter(marks, sender);
    await bringPart(sender, true);
    await recording.bringRecorder(sender);
    void resume();
    return pageSettings(hostOf(sender), sender.url);
  },
  assess: assessAll,
  pair: pairAndTell,
  join: async ({ server, code }, sender) => (isOurs(sender) ? join(server, code) : null),
  leave: async (_message, sender) => (isOurs(sender) ? leave() : null),
  erase: async (_message, sender) => (isOurs(sender) ? erase() : null),
  server: (_message, sender) => unlessPrivate(sender, () => standing(isOurs(sender), serverIsBack)),
  changes: ({ since }, sender) => unlessPrivate(sender, () => nextChanges(since)),
  disclose: (message, sender) => disclose(message, hostOf(sender)),
  undisclose: ({ id }) => undisclose(id),
  source: (message) => useSource(message),
  lists: async (_message, sender) => (isOurs(sender) ? getLists() : null),
  contestable: (message, sender) => contestable(message, sender),
  contest: (message, sender) => contest(message, sender, hostOf(sender)),
  case: (message, sender) => caseOf(message, sender),
  cases: async (_message, sender) => (isOurs(sender) ? allCases() : null),
  offers: async ({ tabId }, sender) => (isOurs(sender) ? offersOf(tabId) : null),
  wish: async (_message, sender) => (isOurs(sender) ? void fulfilWish() : null),
  returned: (_message, { tab }) => endLoans(tab?.id),
  load: ({ part }, sender) => loadPart(part, sender),
  help: () => openHelp(),
  resources: ({ source }) => openResources(source),
  hide: ({ url }, sender) => hideAndHelp(url, Number(sender.tab?.id), hostOf(sender), sender.frameId),
  unhide: ({ picture }, sender) => unhide(picture, hostOf(sender)),
  count: async ({ labelled }, { tab, frameId = 0 }) => tab?.id !== undefined && showCount(tab.id, frameId, labelled),
};

chrome.runtime.onMessage.addListener((message, sender, reply) => {
  const handler = handlers[message?.type];
  if (!handler || sender.id !== chrome.runtime.id) return false;
  handler(message, sender).then(reply, () => reply(null));
  return true;
});

/** Nothing that a page is told changed; what was hidden, the page has hidden already. @param {{[key: string]: any}} changes */
const concernsNoPage = ({ hidden, contests: _kept, borrowed: _lent, studyPlan: _p, studyToken: _t, studySurveys: _s, studyTold: _d, moderators: _m, ...others }) =>
  !Object.keys(others).length && (!hidden || hidden.newValue?.length >= (hidden.oldValue?.length ?? 0)); // as many at the limit

/** Only what is shown of the answers changed: pages go on as they are. @param {object} changes */
const concernsAnswers = (changes) => Object.keys(changes).every((key) => key === "sourcesOff" || key === "labelsOff");

chrome.storage.onChanged.addListener(async (changes, area) => {
  if (area !== "local" || concernsNoPage(changes)) return;
  if (concernsAnswers(changes)) return tellAll(async () => ({ type: "changed", sha256: [], all: true }));
  if (changes.language) await syncMenu();
  if (changes.server || changes.token) await resetConnection();
  if (changes.server) await placesChanged();
  if (changes.server || changes.token || changes.language) await forgetPictures();
  await tellAll(async ({ url }) => ({
    type: "settings",
    settings: await pageSettings(url ? new URL(url).hostname : "", url),
  }));
});

const placesChanged = () => Promise.all([syncSites(), syncMenu()]);
chrome.permissions.onAdded.addListener(async ({ origins }) => {
  void fulfilWish(origins ?? []);
  await placesChanged();
  const { server } = await readSettings();
  if (!origins?.includes(patternOf(server))) return;
  await resetConnection();
  serverIsBack();
});
chrome.permissions.onRemoved.addListener(() => void placesChanged());
chrome.tabs.onRemoved.addListener((tabId) => void Promise.all([endLoans(tabId), tabClosed(tabId)]));
chrome.runtime.onStartup.addListener(() => void Promise.all([syncMenu(), giveAllBack(), resume(), askAfterRestart()]));
chrome.contextMenus?.onClicked.addListener((info, tab) => void onMenu(info, tab));

chrome.runtime.onInstalled.addListener(async ({ reason }) => {
  await placesChanged();
  if (reason !== "install") return;
  const { installType } = await chrome.management.getSelf();
  await chrome.tabs.create({ url: "pages/welcome.html", active: installType !== "development" });
});

// where the browser can keep the token from the pages' scripts, it does
void chrome.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" })?.catch(() => undefined);

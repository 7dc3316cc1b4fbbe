// Beginning, pausing, going on and ending: what the popup, the bar on the page and the recording's own page may do.

import { showRecording } from "../badge.js";
import { tell } from "../page_settings.js";
import { filesOf, runIn } from "../parts.js";
import { isPrivateSender } from "../private_places.js";
import { readSettings } from "../settings.js";
import { activePart } from "../study/state.js";
import { clearAll } from "./database.js";
import { forget } from "./recent.js";
import { beginRecording, changeRecording, endRecording, inTurn, leavePlace, placeNow, readRecording, setPlace } from "./state.js";
import { standingOf } from "./words.js";

const FLUSH_MS = 3000;

/** Show on the tab, in the toolbar and on the page, how it stands now. */
export async function show() {
  const [about, place] = await Promise.all([readRecording(), placeNow()]);
  const standing = about && (await standingOf(about));
  if (!place) return standing;
  const live = standing?.state === "recording";
  if (!live) forget();
  await showRecording(place.tabId, live ? standing.images : null, live ? standing.words.text : "");
  await tell(place.tabId, { type: "recording", standing });
  if (!about || about.state === "ended") await leavePlace();
  return standing;
}

/** The tab's place, or null where no timeline may be recorded: nothing to read there, or not for everybody. @param {number} tabId */
async function placeOf(tabId) {
  const tab = await chrome.tabs.get(tabId).catch(() => null);
  if (!tab?.url || !/^https?:/.test(tab.url) || isPrivateSender({ tab, url: tab.url })) return null;
  const { hostname, origin } = new URL(tab.url);
  return { tabId, host: hostname, origin };
}

/** Bring the part of the page. @param {number} tabId */
const bring = (tabId) => runIn(/** @type {any} */ ({ tab: { id: tabId }, frameId: 0 }), filesOf("record"));

/** What the page has seen and not told yet; one that does not answer is not waited for. */
async function flush() {
  const place = await placeNow();
  if (!place) return;
  const target = { tabId: place.tabId, frameIds: [0] };
  const told = chrome.scripting.executeScript({ target, func: () => Colophon.recorder?.flush() }).catch(() => undefined);
  await Promise.race([told, new Promise((resolve) => setTimeout(resolve, FLUSH_MS))]);
}

/** Why no recording may begin now, or null. */
async function refusal() {
  if (!(await readSettings()).moderators) return "off";
  if (await activePart()) return "study"; // a study changes what is shown
  return (await readRecording()) ? "another" : null;
}

/** @param {number} tabId @returns {Promise<{refused: string} | {begun: true}>} */
export const start = (tabId) =>
  inTurn(async () => {
    const place = await placeOf(tabId);
    const refused = place ? await refusal() : "place";
    if (refused || !place) return { refused: String(refused) };
    await beginRecording(place);
    await setPlace({ tabId, host: place.host });
    await bring(tabId);
    await show();
    return { begun: true };
  });

export async function pause() {
  await flush();
  return inTurn(async () => {
    if ((await readRecording())?.state === "recording") await changeRecording({ state: "paused", why: null });
    return show();
  });
}

/** In the tab where it was paused, or in another one of the same site. @param {number} [tabId] */
export const goOn = (tabId) =>
  inTurn(async () => {
    const about = await readRecording();
    const place = tabId === undefined ? await placeNow() : await placeOf(tabId);
    if (about?.state !== "paused" || place?.host !== about.host) return show();
    await setPlace({ tabId: place.tabId, host: place.host });
    await changeRecording({ state: "recording", why: null });
    await bring(place.tabId).catch(() => undefined); // a page that is only being opened asks for it itself
    return show();
  });

/** In a new tab: the site's first page. */
export async function goOnAnew() {
  const about = await readRecording();
  if (about?.state !== "paused") return null;
  const { id } = await chrome.tabs.create({ url: about.origin });
  await inTurn(async () => {
    await setPlace({ tabId: Number(id), host: about.host });
    await changeRecording({ state: "recording", why: null });
  });
  return show();
}

/** It is over. */
export async function stop() {
  await flush();
  return inTurn(async () => {
    const about = await readRecording();
    if (about && about.state !== "ended") await endRecording(null);
    return show();
  });
}

/** And its own page opens: there it is saved or discarded. */
export async function end() {
  await stop();
  return openRecording();
}

export async function openRecording() {
  await chrome.tabs.create({ url: chrome.runtime.getURL("pages/recording.html") });
  return { opened: true };
}

/** Delete all of it. */
export const discard = () =>
  inTurn(async () => {
    await clearAll();
    await show();
    return { discarded: true };
  });

/** The recorded tab was closed: it is paused. @param {number} tabId */
export const tabClosed = (tabId) =>
  inTurn(async () => {
    if ((await placeNow())?.tabId !== tabId) return;
    if ((await readRecording())?.state === "recording") await changeRecording({ state: "paused", why: "closed" });
    await leavePlace();
    forget();
  });

/** The browser was started: what was recorded then is paused, and its moderator is asked. */
export async function askAfterRestart() {
  if ((await readRecording())?.why !== "closed") return;
  await changeRecording({ state: "paused", why: null });
  await openRecording();
}

// What pages ask about a recording: the one that is recorded, and the extension's own.

import { showRecording } from "../badge.js";
import { loadPart } from "../parts.js";
import { isPrivateSender } from "../private_places.js";
import { readSettings } from "../settings.js";
import { discard, end, goOn, goOnAnew, openRecording, pause, show, start, stop } from "./acts.js";
import { keepBatch } from "./keep.js";
import { hold } from "./recent.js";
import { changeRecording, placeNow, readRecording } from "./state.js";
import { standingOf } from "./words.js";

/** @typedef {chrome.runtime.MessageSender} Sender */

const GONE = { gone: true }; // nothing is recorded there any more

/** Is this the page that is recorded? Never one in a frame of it. @param {Sender} sender */
async function isRecorded({ tab, frameId, url }) {
  const place = await placeNow();
  return place !== null && tab?.id === place.tabId && !frameId && Boolean(url) && new URL(String(url)).hostname === place.host;
}

/** A new page in the tab that is recorded: its part is brought, and the toolbar shows it again. @param {Sender} sender */
export async function bringRecorder(sender) {
  if (await isRecorded(sender)) await loadPart("record", sender).catch(() => undefined);
}

/** Where the bytes go that are fetched for a page: to what may record it a moment later. @param {Sender} sender @returns {Promise<typeof hold | undefined>} */
export async function keeperFor(sender) {
  if (isPrivateSender(sender) || !(await isRecorded(sender))) return undefined;
  return (await readRecording())?.state === "recording" ? hold : undefined;
}

/** @param {{site: string}} message the adapter's name, or the host @param {Sender} sender */
async function hello({ site }, { tab }) {
  const about = await readRecording();
  if (about && !about.site) await changeRecording({ site });
  return about && told(about, Number(tab?.id));
}

/** @param {import("../../types").Recording} about @param {number} tabId */
async function told(about, tabId) {
  const standing = await standingOf(about);
  if (about.state === "recording") await showRecording(tabId, about.images, standing.words.text);
  return standing;
}

/** @param {import("./keep.js").Batch} batch @param {Sender} sender */
async function take(batch, { tab, url }) {
  await keepBatch(batch, new URL(String(url)).hostname);
  const about = await readRecording();
  if (!about) return GONE;
  return about.state === "recording" ? told(about, Number(tab?.id)) : show();
}

/** @param {(message: any, sender: Sender) => Promise<unknown>} act */
const onlyRecorded = (act) => async (/** @type {any} */ message, /** @type {Sender} */ sender) => ((await isRecorded(sender)) ? act(message, sender) : GONE);

/** For the page that is recorded. @type {Record<string, (message: any, sender: Sender) => Promise<unknown>>} */
export const forPages = {
  "record-hello": onlyRecorded(hello),
  "record-items": onlyRecorded(take),
  "record-pause": onlyRecorded(pause),
  "record-go-on": onlyRecorded(() => goOn()),
  "record-end": onlyRecorded(end),
};

/** How it stands, and whether it takes place in this tab. @param {{tabId?: number}} message */
async function standing({ tabId }) {
  const [about, place, { moderators }] = await Promise.all([readRecording(), placeNow(), readSettings()]);
  return { moderators, here: place !== null && place.tabId === tabId, standing: about && (await standingOf(about)) };
}

/** For the extension's own pages only. @type {Record<string, (message: any, sender: Sender) => Promise<unknown>>} */
export const forOwnPages = {
  "recording-standing": standing,
  "recording-start": ({ tabId }) => start(tabId),
  "recording-pause": pause,
  "recording-go-on": ({ tabId }) => goOn(tabId),
  "recording-go-on-anew": goOnAnew,
  "recording-stop": stop,
  "recording-end": end,
  "recording-open": openRecording,
  "recording-discard": discard,
};

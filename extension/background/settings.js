// What the reader chose, in storage.local: the only place that outlives the browser session.

import { turns } from "./turns.js";
import { languageOf } from "./words.js";

/**
 * @typedef {object} Settings
 * @property {string} server address of the paired server, without a final slash
 * @property {string | null} token bearer token got by pairing
 * @property {{server: string, token: string} | null} home the server on this computer, while another one is used
 * @property {boolean} privateByHash whether somebody else's server may be asked by hash about images in private places
 * @property {string} language "auto", or one of the catalogue's languages
 * @property {boolean} paused
 * @property {string[]} off hosts on which the reader switched Colophon off
 * @property {string[]} adult hosts with content for adults on which the reader switched Colophon on
 * @property {import("../types").Hidden[]} hidden pictures that the reader hid
 * @property {import("../types").SourceChoice[]} sourcesOff whose statements the reader does not want to be used
 * @property {import("../types").LabelKind[]} labelsOff kinds of labels that the reader does not want to see
 * @property {"none" | "blur" | "blank"} cover what happens to pictures whose label says that AI was used
 * @property {"auto" | "left" | "right" | "below"} side the upper corner of pictures that labels are in, or below them where there is room
 * @property {boolean} elsewhere whether cards have links to services that search for an image
 * @property {boolean} moderators whether the popup has tools for moderators
 * @property {{case: string, sha256: string}[]} contests labels that the reader reported as wrong, the latest last
 */

export const DEFAULT_SERVER = "http://127.0.0.1:8765";

/** @type {Settings} */
const DEFAULTS = {
  ...{ server: DEFAULT_SERVER, token: null, home: null, privateByHash: false },
  ...{ language: "auto", paused: false, off: [], adult: [], hidden: [] },
  ...{ sourcesOff: [], labelsOff: [], cover: "none", side: "auto", elsewhere: false, moderators: false, contests: [] },
};

const inTurn = turns();

/** @returns {Promise<Settings>} */
export async function readSettings() {
  return /** @type {Settings} */ (await chrome.storage.local.get(DEFAULTS));
}

/** @param {Partial<Settings>} changes */
export async function changeSettings(changes) {
  await chrome.storage.local.set(changes);
}

/**
 * Change settings that depend on what they were.
 * @param {(settings: Settings) => Partial<Settings>} change
 */
export const reviseSettings = (change) => inTurn(async () => changeSettings(change(await readSettings())));

/**
 * The language of labels and interface.
 * @param {Settings} settings
 */
export function localeOf({ language }) {
  return languageOf(language === "auto" ? chrome.i18n.getUILanguage() : language);
}

/**
 * The origin of a server address that a reader typed, or null when it is none.
 * @param {string} address
 */
export function serverOrigin(address) {
  const text = /^\w+:\/\//.test(address.trim()) ? address.trim() : `http://${address.trim()}`;
  if (!URL.canParse(text)) return null;
  const { protocol, origin, username } = new URL(text);
  return /^https?:$/.test(protocol) && !username ? origin : null;
}

/**
 * Loopback needs no further permission; any other server is asked for when the reader enters it.
 * @param {string} origin
 */
export const isLoopback = (origin) => ["127.0.0.1", "localhost"].includes(new URL(origin).hostname);

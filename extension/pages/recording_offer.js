// Popup, for moderators: begin to record the timeline of this tab, and how a recording stands.

import { ask, byId } from "./i18n.js";

/** @typedef {import("../types").RecordingStanding} Standing */
/** @typedef {{moderators: boolean, here: boolean, standing: Standing | null}} Told */

/** Why none may begin. @type {Record<string, string>} */
const REFUSED = { study: "record_refused_study", place: "record_refused_place" };

/** What may be done, as messages with the keys of their words. @param {Told} told @param {chrome.tabs.Tab | undefined} tab @param {boolean} offered @returns {[key: string, type: string][]} */
export function actsFor({ standing, here }, tab, offered) {
  if (!standing) return [["record_start", "recording-start"]];
  const { state, host } = standing;
  if (state === "ended") return [["record_open", "recording-open"]];
  if (state === "recording") return here ? [["record_pause", "recording-pause"], ["record_end", "recording-end"]] : [["record_end", "recording-end"]];
  const same = offered && tab?.url && new URL(tab.url).hostname === host;
  return [...(same ? /** @type {[string, string][]} */ ([["record_go_on", "recording-go-on"]]) : []), ["record_open", "recording-open"]];
}

/** How it stands, in words. @param {Told} told @param {import("./i18n.js").Translate} t */
const sentenceOf = ({ standing, here }, t) =>
  !standing || here || standing.state !== "recording" ? (standing?.words.text ?? "") : t("record_elsewhere", { host: standing.host, count: standing.images });

/**
 * Show it, where the reader switched the tools for moderators on or a recording is there already.
 * @param {chrome.tabs.Tab | undefined} tab @param {boolean} offered is Colophon at work on the tab's page?
 * @param {import("./i18n.js").Translate} t
 */
export async function showRecording(tab, offered, t) {
  /** @type {Told | null} */
  const told = await ask({ type: "recording-standing", tabId: tab?.id });
  const around = byId("recording");
  around.hidden = !told || !(told.standing || (told.moderators && offered));
  if (!told || around.hidden) return;
  byId("recording-text").textContent = sentenceOf(told, t);
  byId("recording-note").textContent = told.standing ? told.standing.words.note : t("record_about");
  const buttons = actsFor(told, tab, offered).map(([key, type]) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: t(key) });
    button.addEventListener("click", async () => {
      const answer = await ask({ type, tabId: tab?.id });
      await showRecording(tab, offered, t);
      if (answer?.refused) byId("recording-note").textContent = t(REFUSED[answer.refused] ?? "record_refused_place");
    });
    return button;
  });
  byId("recording-acts").replaceChildren(...buttons);
}

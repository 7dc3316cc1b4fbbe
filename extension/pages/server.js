// What an extension page says about the server, in the reader's language.

import { ask } from "./i18n.js";

/** @typedef {import("../background/standing.js").Standing} Standing */

/** How it stands with the server now. @returns {Promise<Standing>} */
export const askStanding = async () =>
  (await ask({ type: "server" })) ?? { state: "unreachable", server: "", host: null, until: 0 };

/** The time of day, with the weekday when it is not today. @param {number} when milliseconds @param {string} locale */
function timeOf(when, locale) {
  const today = new Date(when).toDateString() === new Date().toDateString();
  const day = today ? {} : { weekday: /** @type {const} */ ("long") };
  return new Intl.DateTimeFormat(locale, { ...day, hour: "numeric", minute: "2-digit" }).format(when);
}

/**
 * @param {Standing} standing @param {import("./i18n.js").Translate} t @param {string} locale
 */
export const sentenceOf = ({ state, host, until }, t, locale) => t(`state_${state}`, { host: host ?? "", time: timeOf(until, locale) });

/**
 * A button that asks the browser for its permission once more; call it with the first click.
 * @param {HTMLElement} button @param {Standing} standing @param {import("./i18n.js").Translate} t
 * @param {() => void} allowed
 */
export function offerToAllow(button, { state, server, host }, t, allowed) {
  button.hidden = state !== "no_permission";
  button.textContent = t("popup_allow", { host: host ?? "" });
  button.onclick = async () => {
    if (await chrome.permissions.request({ origins: [`${new URL(server).protocol}//${new URL(server).hostname}/*`] })) allowed();
  };
}

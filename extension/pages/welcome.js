// The first page after installing, in three screens: what Colophon does, what leaves the computer, what no label means.

import { byId, translatePage } from "./i18n.js";

const { t } = await translatePage();
const screens = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".screen")]);
let at = 0;

/** @param {number} screen from 0 on @param {boolean} asked whether the reader went there, so that the focus follows */
function show(screen, asked = true) {
  at = screen;
  screens.forEach((one, number) => (one.hidden = number !== at));
  byId("back").hidden = at === 0;
  byId("next").hidden = at === screens.length - 1;
  byId("done").hidden = at !== screens.length - 1;
  byId("step").textContent = t("welcome_step", { number: at + 1, all: screens.length });
  if (asked) screens[at].querySelector("h1")?.focus();
}

byId("back").addEventListener("click", () => show(at - 1));
byId("next").addEventListener("click", () => show(at + 1));
byId("done").addEventListener("click", async () => {
  byId("over").textContent = t("welcome_over");
  const [here, all] = await Promise.all([chrome.tabs.getCurrent(), chrome.tabs.query({ currentWindow: true })]);
  if (here?.id !== undefined && all.length > 1) await chrome.tabs.remove(here.id); // the last one would close the window
});
show(0, false);

const origins = chrome.runtime.getManifest().host_permissions ?? [];
const allow = byId("allow");
allow.hidden = await chrome.permissions.contains({ origins }); // Firefox lets the reader withhold them
allow.addEventListener("click", async () => {
  if (!(await chrome.permissions.request({ origins }))) return;
  allow.hidden = true;
  byId("allowed").textContent = t("welcome_allowed");
});

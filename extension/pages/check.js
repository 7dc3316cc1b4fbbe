// The result of "Check this image" where it cannot be shown at the picture: the same card, on a page of our own.

import { CHECKING } from "../background/check.js";
import { giveAllBack, holdLoan } from "../background/loans.js";
import { byId, translatePage } from "./i18n.js";

/** @typedef {{url: string | null, allowed: boolean}} Asked */

const { t } = await translatePage();
document.title = t("menu_check");

/** What was asked for; it is not kept. @returns {Promise<Asked | null>} */
async function take() {
  const found = await chrome.storage.session.get(CHECKING);
  await chrome.storage.session.remove(CHECKING);
  return /** @type {Asked | undefined} */ (found[CHECKING]) ?? null;
}

/** Gives whether the reader may want it to be read once more. @param {string} url */
async function show(url) {
  const picture = /** @type {HTMLImageElement} */ (byId("picture"));
  picture.src = url;
  picture.hidden = false;
  await picture.decode().catch(() => undefined); // it may need its page: its card says what could be read
  const answer = /** @type {{keeps?: boolean} | null} */ (await Colophon.checkHere?.(url));
  const here = answer?.keeps ? await chrome.tabs.getCurrent() : undefined;
  if (here?.id !== undefined) await holdLoan(url, here.id);
  return Boolean(here);
}

const asked = await take();
const key = !asked ? "check_gone" : asked.url ? "check_elsewhere" : "check_no_image";
byId("text").textContent = t(key);
Colophon.privatePage = location.search === "?private";
let held = false;
if (asked?.url) {
  const host = URL.canParse(asked.url) ? new URL(asked.url).hostname : "";
  if (!asked.allowed && host) byId("refused").textContent = t("check_not_allowed", { host });
  held = await show(asked.url);
}
if (!held) await giveAllBack();

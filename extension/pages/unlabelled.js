// Popup: the images of the page that have no label, each with a way to ask about it. The page is read when a reader opens
// the list, not before. For keyboards, and for phones, where no browser has a right-click menu.

import { fetchBytes } from "../background/bytes.js";
import { patternOf } from "../background/loans.js";
import { forgetWish, wishFor } from "../background/wishes.js";
import { ask, byId } from "./i18n.js";

/** @typedef {import("../background/offers.js").Picture} Picture */
/** @typedef {{t: import("./i18n.js").Translate, shown: boolean}} Manner `shown`: may there be small copies? */

const AT_ONCE = 10; // pictures, each fetched once more

/** May it be fetched without asking the browser? @param {string} url */
function isReadable(url) {
  const pattern = patternOf(url);
  return !pattern || chrome.permissions.contains({ origins: [pattern] });
}

/** A small copy, from the address that the page shows; without cookies, as everything that is fetched. @param {string} url @param {string} page host */
async function smallCopy(url, page) {
  const bytes = (await isReadable(url)) ? await fetchBytes(url, page).catch(() => null) : null;
  if (!bytes) return "";
  const address = URL.createObjectURL(new Blob([bytes]));
  const copy = Object.assign(document.createElement("img"), { src: address, alt: "" });
  const drawn = await copy.decode().then(() => true, () => false);
  URL.revokeObjectURL(address);
  return drawn ? copy : "";
}

/** @param {Picture} picture @param {chrome.tabs.Tab} tab @param {Manner} manner */
function rowOf({ url, number, frame, about, width, height }, tab, { t, shown }) {
  const make = (/** @type {string} */ name, /** @type {object} */ properties) => Object.assign(document.createElement(name), properties);
  const words = about || t("popup_image_size", { width, height });
  const button = make("button", { type: "button", className: "link", textContent: t("menu_check") });
  button.setAttribute("aria-label", `${t("menu_check")}: ${words}`);
  button.addEventListener("click", async () => {
    await wishFor({ url, tabId: Number(tab.id), frameId: frame, number }); // at once, or the browser asks nobody
    await ask({ type: "wish" });
    close();
  });
  const copy = make("span", { className: "frame" });
  if (url && shown) void smallCopy(url, new URL(String(tab.url)).hostname).then((one) => copy.append(one));
  const text = make("div", {});
  text.append(make("span", { className: "about", dir: "auto", title: words, textContent: words }), button);
  const item = make("li", {});
  item.append(copy, text);
  return item;
}

/** What became of a question that closed the popup before. @param {Manner} manner */
async function sayRefused({ t }) {
  const host = await forgetWish();
  byId("refused").hidden = !host;
  byId("refused").textContent = host ? t("check_not_allowed", { host }) : "";
}

/**
 * Offer the list; it is made when it is opened.
 * @param {chrome.tabs.Tab} tab @param {Manner} manner
 */
export function offerOthers(tab, manner) {
  void sayRefused(manner);
  /** @type {Picture[]} */
  let left = [];
  const [list, more] = [byId("pictures"), byId("more")];
  const showMore = () => {
    const rows = left.splice(0, AT_ONCE).map((picture) => rowOf(picture, tab, manner));
    list.append(...rows);
    more.hidden = !left.length;
    return rows[0];
  };
  const others = /** @type {HTMLDetailsElement} */ (byId("others"));
  others.hidden = false;
  others.addEventListener("toggle", async () => {
    if (!others.open) return;
    left = (await ask({ type: "offers", tabId: tab.id })) ?? [];
    byId("no-pictures").hidden = left.length > 0;
    list.replaceChildren();
    showMore();
  });
  more.addEventListener("click", () => showMore()?.querySelector("button")?.focus());
}

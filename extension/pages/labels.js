// Options: which labels are shown, where, what is covered, what cards lead to, and whose statements are not used.

import { changeSettings, readSettings } from "../background/settings.js";
import { useSource } from "../background/sources.js";
import { byId, switchOf, translatePage } from "./i18n.js";

/** @typedef {import("../types").LabelKind} LabelKind */
/** @typedef {import("../types").SourceChoice} SourceChoice */

/** In the order in which readers meet them most. @type {[LabelKind, string][]} */
const KINDS = [
  ["ai", "labels_ai"],
  ["estimate", "labels_estimate"],
  ["composite", "labels_composite"],
  ["camera", "labels_camera"],
  ["record", "labels_record"],
];

const { t } = await translatePage();

/** Show or do not show a kind of label. @param {LabelKind} kind @param {boolean} shown */
async function show(kind, shown) {
  const others = (await readSettings()).labelsOff.filter((one) => one !== kind);
  await changeSettings({ labelsOff: shown ? others : [...others, kind] });
}

/** A setting that is one of several words. @param {"cover" | "side"} name @param {string} chosen */
function offer(name, chosen) {
  const select = /** @type {HTMLSelectElement} */ (byId(name));
  select.value = chosen;
  select.addEventListener("change", () => changeSettings({ [name]: select.value }));
}

/** @param {SourceChoice} choice */
const nameOf = ({ source, name }) => name ?? t(`source_${source}`);

/** @param {SourceChoice} choice */
function sourceRow(choice) {
  const again = document.createElement("button");
  Object.assign(again, { type: "button", className: "link", textContent: t("card_source_on", { name: nameOf(choice) }) });
  again.addEventListener("click", async () => {
    await useSource({ evidence: { source: choice.source, source_name: choice.name }, use: true });
    await showSources();
    byId("sources-title").focus(); // the button is gone
  });
  const item = document.createElement("li");
  item.append(again);
  return item;
}

async function showSources() {
  const { sourcesOff } = await readSettings();
  byId("sources").replaceChildren(...sourcesOff.map(sourceRow));
  byId("sources-none").hidden = sourcesOff.length > 0;
}

const { labelsOff, cover, side, elsewhere } = await readSettings();
byId("kinds").replaceChildren(
  ...KINDS.map(([kind, words]) => switchOf(t(words), !labelsOff.includes(kind), (shown) => show(kind, shown))),
);
offer("cover", cover);
offer("side", side);
const searches = /** @type {HTMLInputElement} */ (byId("elsewhere"));
searches.checked = elsewhere;
searches.addEventListener("change", () => changeSettings({ elsewhere: searches.checked }));
await showSources();
chrome.storage.onChanged.addListener((changes) => changes.sourcesOff && void showSources()); // a list, or in a card

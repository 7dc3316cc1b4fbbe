// Options: the lists of others that the server follows, each with its switch. The choice is kept here and told to nobody.

import { readSettings } from "../background/settings.js";
import { useSource } from "../background/sources.js";
import { ask, byId, switchOf, translatePage } from "./i18n.js";

/** @typedef {import("../types").FollowedList} FollowedList */

const { t } = await translatePage();

/** What a list says comes in its name. @param {FollowedList} list */
const evidenceOf = ({ name }) => ({ source: /** @type {const} */ ("registry"), source_name: name });

/** @param {FollowedList} list @param {boolean} used */
function rowOf(list, used) {
  const words = t(list.signed ? "options_lists_item" : "options_lists_unsigned", { name: list.name, host: list.host });
  const row = switchOf(words, used, (use) => useSource({ evidence: evidenceOf(list), use }));
  if (list.state !== "unreachable" && list.state !== "refused") return [row];
  return [row, Object.assign(document.createElement("p"), { className: "soft", textContent: t("options_lists_old") })];
}

/** The section is there where the server follows any. */
async function showLists() {
  const answer = /** @type {{lists: FollowedList[]} | null} */ (await ask({ type: "lists" }));
  const lists = answer?.lists ?? [];
  const { sourcesOff } = await readSettings();
  const isOff = (/** @type {FollowedList} */ { name }) => sourcesOff.some((one) => one.source === "registry" && one.name === name);
  byId("followed").replaceChildren(...lists.flatMap((list) => rowOf(list, !isOff(list))));
  byId("lists").hidden = !lists.length;
}

addEventListener("server-changed", showLists);
await showLists();

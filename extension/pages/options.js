// Options: the server, the language, and where Colophon works.

import { LANGUAGES } from "../background/catalogue.js";
import { readCode } from "../background/pairing.js";
import { changeSettings, localeOf, readSettings, reviseSettings } from "../background/settings.js";
import { grantedSites } from "../background/sites.js";
import { ask, byId, switchOf, translatePage } from "./i18n.js";
import { askStanding, offerToAllow, sentenceOf } from "./server.js";
import { hostOf, sitesOf } from "./site_names.js";

const { t, locale } = await translatePage();
const [address, code, host] = ["address", "code", "host"].map((id) => /** @type {HTMLInputElement} */ (byId(id)));

async function showServer() {
  const standing = await askStanding();
  const { server, home } = await readSettings();
  const { state, host } = standing;
  address.value = server;
  byId("state").textContent = sentenceOf(standing, t, locale);
  byId("forget").hidden = state === "unpaired";
  byId("server-help").hidden = byId("pairing").hidden = host !== null;
  byId("joined").hidden = host === null;
  byId("leave").textContent = t(home ? "leave_home" : "leave", { host: host ?? "" });
  offerToAllow(byId("allow"), standing, t, showServer);
}

byId("leave").addEventListener("click", async () => {
  const answer = await ask({ type: "leave" });
  await showServer();
  byId("server-outcome").textContent = t(answer?.outcome ?? "left");
});

async function showPrivate() {
  const input = /** @type {HTMLInputElement} */ (byId("private-hash"));
  input.checked = (await readSettings()).privateByHash;
  input.onchange = () => changeSettings({ privateByHash: input.checked });
}

addEventListener("server-changed", async () => {
  byId("server-outcome").textContent = "";
  await showPrivate();
  await showServer();
});

byId("pairing").addEventListener("submit", async (event) => {
  event.preventDefault();
  const pasted = readCode(code.value);
  const server = pasted.server ?? address.value;
  const answer = await ask({ type: "pair", server, code: pasted.code });
  byId("pairing-outcome").textContent = answer?.message ?? t("pair_no_answer");
  if (answer?.outcome === "paired") code.value = "";
  await showServer();
});

byId("forget").addEventListener("click", async () => {
  await changeSettings({ token: null });
  byId("pairing-outcome").textContent = t("options_forgotten");
  await showServer();
});

async function showLanguage() {
  const select = /** @type {HTMLSelectElement} */ (byId("language"));
  const settings = await readSettings();
  for (const [code, { name, draft }] of Object.entries(LANGUAGES)) {
    const textContent = draft ? t("language_draft", { name }) : name;
    select.append(Object.assign(document.createElement("option"), { value: code, lang: code, textContent }));
  }
  select.value = settings.language;
  byId("draft").hidden = !LANGUAGES[localeOf(settings)].draft;
  select.addEventListener("change", async () => {
    await changeSettings({ language: select.value });
    location.reload();
  });
}

/** Work on a site, or do not. @param {string[]} hosts @param {boolean} on */
const useSite = (hosts, on) =>
  reviseSettings(({ off }) => {
    const others = off.filter((one) => !hosts.includes(one));
    return { off: on ? others : [...others, ...hosts] };
  });

async function showSites() {
  const { off } = await readSettings();
  const [main] = chrome.runtime.getManifest().content_scripts ?? [];
  const sites = [...sitesOf(main.matches ?? [])];
  const switches = sites.map(([name, hosts]) => switchOf(name, !hosts.some((one) => off.includes(one)), (on) => useSite(hosts, on)));
  byId("sites").replaceChildren(...switches);
}

async function showGranted() {
  const items = (await grantedSites()).map((pattern) => {
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "link" });
    remove.textContent = t("options_remove", { host: hostOf(pattern) });
    remove.addEventListener("click", async () => {
      await chrome.permissions.remove({ origins: [pattern] });
      await showGranted();
    });
    const item = Object.assign(document.createElement("li"), { className: "switch" });
    item.append(Object.assign(document.createElement("span"), { textContent: hostOf(pattern) }), remove);
    return item;
  });
  byId("granted").replaceChildren(...items);
}

byId("other").addEventListener("submit", async (event) => {
  event.preventDefault();
  const name = host.value.trim().replace(/^https?:\/\//i, "").replace(/\/.*$/, "").toLowerCase();
  const valid = /^([a-z0-9-]+\.)+[a-z0-9-]{2,}$/.test(name);
  byId("other-outcome").textContent = valid ? "" : t("options_bad_host");
  if (!valid || !(await chrome.permissions.request({ origins: [`https://${name}/*`] }))) return;
  host.value = "";
  await showGranted();
});

async function showHidden() {
  const count = (await readSettings()).hidden.length;
  byId("hidden-count").textContent = t("options_hidden_count", { count });
  byId("show-hidden").hidden = !count;
}

byId("show-hidden").addEventListener("click", async () => {
  await changeSettings({ hidden: [] });
  await showHidden();
});

async function showModerators() {
  const { moderators } = await readSettings();
  byId("moderators").replaceChildren(switchOf(t("options_moderators_on"), moderators, (on) => changeSettings({ moderators: on })));
}

await showLanguage();
await showModerators();
await showSites();
await showGranted();
await showHidden();
chrome.storage.onChanged.addListener((changes) => changes.hidden && void showHidden()); // hidden on a page meanwhile
await showPrivate();
await showServer();

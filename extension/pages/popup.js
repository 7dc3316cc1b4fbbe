// The toolbar popup: how it stands with the server, and what this page's labels say.

import { readInvitation } from "../background/joining.js";
import { changeSettings, readSettings } from "../background/settings.js";
import { activePart } from "../background/study/state.js";
import { readStudyLink } from "../background/study/link.js";
import { showDoctor } from "./doctor.js";
import { reportOf } from "./frames.js";
import { byId, translatePage } from "./i18n.js";
import { askStanding, offerToAllow, sentenceOf } from "./server.js";
import { showRecording } from "./recording_offer.js";
import { offerOthers } from "./unlabelled.js";

const { t, locale } = await translatePage();

/** The page the popup is about: the tab it was opened on, or in a tab of its own the one named in the address. */
async function currentTab() {
  const named = Number(new URLSearchParams(location.search).get("tab"));
  if (named) return chrome.tabs.get(named);
  const [tab] = await chrome.tabs.query({ active: true, currentWindow: true });
  return tab;
}

/** @param {number} tabId @param {PageReport["labels"]} labels */
function listLabels(tabId, labels) {
  byId("none").hidden = labels.length > 0;
  byId("labels").replaceChildren(
    ...labels.map(({ number, text, about, frame = 0 }) => {
      const button = document.createElement("button");
      button.type = "button";
      button.title = t("popup_go");
      button.append(text);
      if (about) button.append(Object.assign(document.createElement("span"), { textContent: about, dir: "auto" }));
      button.addEventListener("click", () => {
        chrome.tabs.sendMessage(tabId, { type: "reveal", number }, { frameId: frame }).catch(() => null);
      });
      const item = document.createElement("li");
      item.append(button);
      return item;
    }),
  );
}

/** Why images were not checked, and what is there but not shown. @param {PageReport} report */
function showRest({ reasons, unwanted }) {
  byId("why").hidden = !reasons.length;
  byId("reasons").replaceChildren(
    ...reasons.map(({ text, count }) => {
      const item = document.createElement("li");
      item.append(...[text || t("popup_no_answer"), String(count)].map((textContent) => Object.assign(document.createElement("span"), { textContent })));
      return item;
    }),
  );
  byId("unwanted").hidden = !unwanted;
  byId("unwanted").textContent = t("popup_unwanted", { count: unwanted });
}

/** @param {chrome.tabs.Tab} tab */
async function showPage({ id, url }) {
  /** @type {PageReport | null} */
  const report = await reportOf(Number(id));
  byId("page").hidden = !report || (report.adult && !report.found);
  byId("local").hidden = !report?.local || Boolean(report.private);
  byId("private").hidden = !report?.private;
  if (report) {
    for (const key of /** @type {const} */ (["checked", "labelled", "nothing", "notChecked"])) {
      byId(key).textContent = String(report[key]);
    }
    showRest(report);
    listLabels(Number(id), report.labels);
    showDoctor(report.doctor);
  }
  return { report, host: url && /^https?:/.test(url) ? new URL(url).hostname : null };
}

/** A button that asks the browser for access to a site that is not among the known ones. @param {chrome.tabs.Tab} tab */
async function offerSite({ url }) {
  const origin = `${new URL(String(url)).origin}/*`;
  const granted = await chrome.permissions.contains({ origins: [origin] });
  byId("elsewhere-text").textContent = t(granted ? "popup_used_here" : "popup_elsewhere");
  const button = byId("use-here");
  button.hidden = granted;
  button.textContent = t("popup_use_here", { host: new URL(String(url)).hostname });
  button.addEventListener("click", async () => {
    if (!(await chrome.permissions.request({ origins: [origin] }))) return;
    button.hidden = true;
    byId("elsewhere-text").textContent = t("popup_used_here");
  });
}

/** @param {string | null} host */
async function showSwitches(host) {
  const { paused, off } = await readSettings();
  const [pause, site] = [byId("pause"), byId("site")].map((e) => /** @type {HTMLInputElement} */ (e));
  pause.checked = paused;
  pause.addEventListener("change", () => changeSettings({ paused: pause.checked }).then(() => location.reload()));
  byId("site-row").hidden = !host;
  if (!host) return;
  byId("site-label").textContent = t("popup_site", { host });
  site.checked = !off.includes(host);
  site.addEventListener("change", async () => {
    const others = (await readSettings()).off.filter((one) => one !== host);
    await changeSettings({ off: site.checked ? others : [...others, host] });
    location.reload();
  });
}

/** Images for adults are off until the reader switches the site on. @param {string} host */
async function showAdult(host) {
  const { adult } = await readSettings();
  const input = /** @type {HTMLInputElement} */ (byId("adult"));
  byId("adult-row").hidden = false;
  byId("adult-label").textContent = t("popup_adult_site", { host });
  input.checked = adult.includes(host);
  byId("adult-text").hidden = input.checked;
  input.addEventListener("change", async () => {
    const others = (await readSettings()).adult.filter((one) => one !== host);
    await changeSettings({ adult: input.checked ? [...others, host] : others });
    location.reload();
  });
}

async function showServer() {
  if ((await readSettings()).paused) return void (byId("server").textContent = t("state_paused"));
  const standing = await askStanding();
  byId("server").textContent = sentenceOf(standing, t, locale);
  byId("private").textContent = t("popup_private", { host: standing.host ?? "" });
  offerToAllow(byId("allow"), standing, t, showServer);
}

async function openJoining() {
  await chrome.tabs.create({ url: chrome.runtime.getURL("pages/options.html#another") });
  close();
}

/** @param {string} url @param {string} text @param {() => Promise<unknown>} look */
function offerInvitation(url, text, look) {
  byId("invited").hidden = false;
  byId("invited-text").textContent = text;
  byId("look").addEventListener("click", async () => {
    await chrome.storage.session.set({ invited: url });
    await look();
  });
  return true;
}

async function openStudy() {
  await chrome.tabs.create({ url: chrome.runtime.getURL("pages/study.html") });
  close();
}

/** Does the page invite to a study, or to a server? Its address is known because the reader opened this popup on it. @param {string} url */
async function showInvitation(url) {
  const study = readStudyLink(url);
  if (!("fault" in study)) return offerInvitation(url, t("popup_study_invited", { host: study.host }), openStudy);
  const read = readInvitation(url);
  const { server, token } = await readSettings();
  if ("fault" in read || (token && server === read.server)) return false;
  return offerInvitation(url, t("popup_invited", { host: read.host }), openJoining);
}

byId("another").addEventListener("click", openJoining);
byId("options").addEventListener("click", () => chrome.runtime.openOptionsPage());
const takesPart = Boolean(await activePart());
byId("study").hidden = !takesPart;
byId("nothing-row").hidden = takesPart; // of what a study does not show something may be known
const tab = await currentTab();
const { report, host } = tab ? await showPage(tab) : { report: null, host: null };
const { paused, off } = await readSettings();
const quiet = paused || (host !== null && off.includes(host));
const invited = await showInvitation(tab?.url ?? "");
byId("elsewhere").hidden = Boolean(report) || quiet || invited;
if (!report && !quiet && !invited && host) await offerSite(tab);
await showSwitches(report || quiet ? host : null);
if (report?.adult && host) await showAdult(host);
if (tab && host) offerOthers(tab, { t, shown: !report?.adult || (await readSettings()).adult.includes(host) });
await showRecording(tab, Boolean(report) && !quiet, t);
await showServer();
if (tab && report) await showPage(tab); // the server may have come back just now

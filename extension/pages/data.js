// "Your data": everything this browser keeps for Colophon, to take along or to delete.

import { everything } from "../background/study/queue.js";
import { ask, byId, translatePage } from "./i18n.js";

const SECRET = ["token", "home", "studyToken"]; // whoever has a token is the reader to its server

const ERASED = "#erased";

const { t } = await translatePage();

/** What is kept, without the access to servers. */
async function kept() {
  const [local, { origins = [] }, waiting] = await Promise.all([chrome.storage.local.get(null), chrome.permissions.getAll(), everything()]);
  const settings = Object.fromEntries(Object.entries(local).filter(([key]) => !SECRET.includes(key)));
  return { colophon: chrome.runtime.getManifest().version, settings, sites: origins, ...(waiting.length && { studyEvents: waiting }) };
}

byId("export").addEventListener("click", async () => {
  const address = URL.createObjectURL(new Blob([JSON.stringify(await kept(), null, 2)], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href: address, download: "colophon.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser may ask where to save it first
});

const [question, erase] = [byId("erase-question"), byId("erase")];

/** @param {boolean} asking */
function confirm(asking) {
  question.hidden = !asking;
  erase.hidden = asking;
  (asking ? byId("erase-no") : erase).focus();
}

erase.addEventListener("click", () => confirm(true));
byId("erase-no").addEventListener("click", () => confirm(false));
byId("erase-yes").addEventListener("click", async () => {
  const answer = await ask({ type: "erase" });
  if (!answer?.erased) {
    confirm(false);
    return void (byId("erase-outcome").textContent = t("data_not_erased"));
  }
  location.hash = ERASED; // all that the page shows is gone
  location.reload();
});

if (location.hash === ERASED) {
  byId("erase-outcome").textContent = t("data_erased");
  erase.focus();
}

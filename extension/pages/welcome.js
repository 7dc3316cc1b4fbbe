// The first page after installing: what Colophon does, what leaves the computer, what no label means.

import { byId, translatePage } from "./i18n.js";

const { t } = await translatePage();
const origins = chrome.runtime.getManifest().host_permissions ?? [];
const allow = byId("allow");
allow.hidden = await chrome.permissions.contains({ origins }); // Firefox lets the reader withhold them
allow.addEventListener("click", async () => {
  if (!(await chrome.permissions.request({ origins }))) return;
  allow.hidden = true;
  byId("allowed").textContent = t("welcome_allowed");
});

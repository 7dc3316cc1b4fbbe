// Options: joining a server that somebody else runs. What it will see is said before anything is sent.

import { noteJoining, patternOf } from "../background/access.js";
import { readInvitation } from "../background/joining.js";
import { isLoopback, readSettings } from "../background/settings.js";
import { ask, byId, translatePage } from "./i18n.js";

const { t } = await translatePage();
const link = /** @type {HTMLInputElement} */ (byId("link"));
/** @type {{server: string, host: string, code: string} | null} */
let invitation = null;

/** @param {string} key @param {Record<string, string | number>} [values] */
const say = (key, values) => (byId("join-outcome").textContent = key && t(key, values));

/** @param {boolean} shown */
function showInvitation(shown) {
  byId("invitation").hidden = !shown;
  byId("join").hidden = shown;
}

/** Read the link; what it leads to is shown, and nothing is sent. */
async function look() {
  const read = readInvitation(link.value);
  if ("fault" in read) return void say(read.fault);
  say("");
  invitation = read;
  const { server, token, home } = await readSettings();
  const other = !isLoopback(server) && server !== read.server;
  const way = home || (token && isLoopback(server)) ? t("join_keeps") : t("join_leaves");
  byId("invitation-title").textContent = t("join_heading", { host: read.host });
  byId("invitation-instead").textContent = other ? `${t("join_replaces", { host: new URL(server).host })} ${way}` : way;
  byId("invitation-asks").textContent = t("join_asks", { host: read.host });
  await noteJoining(read.server); // before the click: after a wait the browser no longer takes it for the reader's wish
  showInvitation(true);
  byId("invitation-title").focus();
}

byId("join").addEventListener("submit", (event) => {
  event.preventDefault();
  void look();
});

byId("join-no").addEventListener("click", () => {
  showInvitation(false);
  link.focus();
});

byId("join-yes").addEventListener("click", async () => {
  if (!invitation) return;
  const { server, host, code } = invitation;
  const allowed = await chrome.permissions.request({ origins: [patternOf(server)] });
  const answer = allowed ? await ask({ type: "join", server, code }) : { outcome: "join_no_permission" };
  const { outcome, minutes } = answer ?? { outcome: "join_no_answer" };
  showInvitation(false);
  say(outcome, { host, minutes });
  if (outcome === "joined") link.value = "";
  dispatchEvent(new Event("server-changed"));
});

/** The popup was opened on a page that invites: its address waits here. */
async function takeInvitation() {
  const { invited } = /** @type {{invited?: string}} */ (await chrome.storage.session.get("invited"));
  if (!invited) return;
  await chrome.storage.session.remove("invited");
  link.value = invited;
  await look();
}

await takeInvitation();
if (location.hash === "#another") byId("another").scrollIntoView();

// Says which study somebody is invited to and who asks: its server is asked by the invitation in the page's fragment.
"use strict";
const ANSWER_MS = 15_000;
const study = location.pathname.split("/")[2];
const code = location.hash.slice(1);
const said = document.getElementById("colophon-study-status");

/** What the page says in its own language where there is nothing to show. @param {"closed" | "silent" | "nocode" | "unknown"} why */
const say = (why) => void (said.textContent = said.dataset[why].replace(/\s+/g, " "));

/** @param {Record<string, string>} texts by language */
function showTitle(texts) {
  const language = [document.documentElement.lang, "en", ...Object.keys(texts)].find((one) => texts[one]);
  Object.assign(document.getElementById("study-title"), { lang: language, textContent: texts[language] });
}

/** @param {{name: string, email: string}} contact */
function showContact({ name, email }) {
  document.getElementById("contact").textContent = name;
  Object.assign(document.getElementById("email"), { href: `mailto:${email}`, textContent: email });
}

async function showStudy() {
  if (!code) return say("nocode");
  const asked = { credentials: "omit", cache: "no-store", redirect: "error", signal: AbortSignal.timeout(ANSWER_MS) };
  const answer = await fetch(`/v1/studies/${study}?code=${encodeURIComponent(code)}`, asked);
  if (!answer.ok) return say([400, 404].includes(answer.status) ? "unknown" : "silent");
  const { title, contact, state } = await answer.json();
  showTitle(title);
  showContact(contact);
  document.getElementById("about").hidden = false;
  if (state !== "enrolling") say("closed");
}

showStudy().catch(() => say("silent"));
addEventListener("hashchange", () => location.reload()); // the whole link pasted where a part of it was

// The page of a study: invited, taking part, or told afterwards what it was about.

import { loadStrings } from "../background/strings.js";
import { forgetPart, readPart } from "../background/study/state.js";
import { byId, translatePage } from "./i18n.js";
import { begin } from "./study_joining.js";
import { run, tell } from "./study_running.js";

const PARTS = ["ask", "invited", "consent", "running", "told"];
const { t, locale } = await translatePage();
Object.assign(Colophon, { strings: await loadStrings(locale), locale }); // for the questions

/** @type {import("./study_joining.js").Page} */
const page = {
  t,
  locale,
  say: (key, values) => (byId("outcome").textContent = key && t(key, values)),
  show: (id) => {
    for (const one of PARTS) byId(one).hidden = one !== id;
  },
  joined: () => void start(),
};

async function start() {
  forgetPart(); // the background writes it
  const part = await readPart();
  if (part) return run(part, page);
  if (!(await tell(page))) await begin(page);
}

document.title = t("study_title");
await start();
document.documentElement.dataset.ready = "yes";

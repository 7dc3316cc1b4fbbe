// The page of a recorded timeline: what is in it, saving it as a file, and deleting it.

import { allItems, countsOf, fileOf, nameOf } from "../background/recording/file.js";
import { readRecording } from "../background/recording/state.js";
import { ask, byId, translatePage } from "./i18n.js";

/** @typedef {import("../types").Recording} Recording */

/** Why something was left out. @type {Record<string, string>} */
const REASONS = {
  private: "record_left_private",
  protected: "record_left_protected",
  hidden: "record_left_hidden",
  unanswered: "record_left_unanswered",
  no_bytes: "record_left_no_bytes",
};
const STATES = { recording: "record_state_recording", paused: "record_state_paused", ended: "record_state_ended" };
const WHY = { full: "record_full", no_room: "record_no_room", closed: "" };

const { t, locale } = await translatePage();
const number = new Intl.NumberFormat(locale);
const time = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });

/** @param {number} bytes */
function sizeOf(bytes) {
  const [unit, per] = bytes < 1e6 ? ["kB", 1e3] : bytes < 1e9 ? ["MB", 1e6] : ["GB", 1e9];
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bytes / Number(per))} ${unit}`;
}

/** @param {string} name @param {string} textContent */
const line = (name, textContent) => Object.assign(document.createElement(name), { textContent });

/** @param {Recording} about */
async function showFacts(about) {
  const { images, posts, accounts } = countsOf(await allItems());
  const when = (/** @type {string | null} */ at) => (at ? time.format(new Date(at)) : "–");
  /** @type {[string, string][]} */
  const facts = [
    [t("record_site"), about.host], [t("record_started"), when(about.started)], [t("record_ended"), when(about.ended)],
    [t("record_images"), number.format(images)], [t("record_posts"), number.format(posts)],
    [t("record_accounts"), number.format(accounts)], [t("record_size"), sizeOf(about.bytes)],
  ];
  byId("facts").replaceChildren(...facts.map(([name, value]) => {
    const pair = document.createElement("div");
    pair.append(line("dt", name), line("dd", value));
    return pair;
  }));
}

/** @param {Recording} about */
function showLeft({ left }) {
  const rows = Object.entries(REASONS).filter(([why]) => left[why]).map(([why, key]) => {
    const item = document.createElement("li");
    item.append(line("span", t(key)), line("span", number.format(left[why])));
    return item;
  });
  byId("left").replaceChildren(...(rows.length ? rows : [line("li", t("record_left_nothing"))]));
}

/** @param {string} key @param {string} type of a message @returns {HTMLElement} */
function act(key, type) {
  const button = Object.assign(line("button", t(key)), { type: "button" });
  button.addEventListener("click", async () => {
    await ask({ type });
    await show();
  });
  return button;
}

/** @param {Recording} about */
const actsFor = ({ state }) =>
  state === "recording" ? [act("record_pause", "recording-pause")] : state === "paused" ? [act("record_go_on", "recording-go-on-anew")] : [];

async function show() {
  const about = await readRecording();
  byId("there").hidden = !about;
  if (!about) return void (byId("state").textContent = t("record_none"));
  byId("state").textContent = [t(STATES[about.state]), about.why && WHY[about.why] && t(WHY[about.why])].filter(Boolean).join(" ");
  byId("acts").replaceChildren(...actsFor(about));
  await showFacts(about);
  showLeft(about);
}

const [question, discard, saved] = [byId("question"), byId("discard"), byId("saved")];

/** @param {boolean} asking */
async function confirm(asking) {
  const about = await readRecording();
  byId("question-text").textContent = t("record_discard_question", { count: number.format(about?.images ?? 0) });
  question.hidden = !asking;
  discard.hidden = asking;
  (asking ? byId("no") : discard).focus();
}

/** Saving ends it. */
async function save() {
  const save = /** @type {HTMLButtonElement} */ (byId("save"));
  save.disabled = true;
  saved.textContent = t("record_saving");
  try {
    await ask({ type: "recording-stop" });
    const about = await readRecording();
    if (!about) return await show();
    const file = await fileOf(about);
    const link = /** @type {HTMLAnchorElement} */ (byId("file"));
    Object.assign(link, { href: URL.createObjectURL(file), download: nameOf(about) }); // until the page is closed
    link.click();
    byId("again").hidden = false;
    await show();
    saved.textContent = t("record_saved", { name: nameOf(about) });
    discard.textContent = t("record_delete");
  } catch {
    saved.textContent = t("record_not_saved");
  } finally {
    save.disabled = false;
  }
}

byId("save").addEventListener("click", () => void save());
discard.addEventListener("click", () => void confirm(true));
byId("no").addEventListener("click", () => void confirm(false));
byId("yes").addEventListener("click", async () => {
  await ask({ type: "recording-discard" });
  await show();
  byId("state").textContent = t("record_discarded");
  byId("heading").focus();
});

document.title = t("record_title");
await show();
document.documentElement.dataset.ready = "yes";

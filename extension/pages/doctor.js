// In the popup: what the adapter does not find on this page any more. Nothing is said where it fits.

import { byId, translatePage } from "./i18n.js";

/** What a post is not understood without. @type {Record<string, string>} */
const PARTS = { author: "doctor_author", permalink: "doctor_permalink", caption: "doctor_caption" };

const { t } = await translatePage();

/** @param {Examination} doctor @returns {string[]} */
function missingIn({ state, missing, pictures, inPosts }) {
  if (state === "misses") return [t("doctor_posts", { count: pictures - inPosts })];
  return missing.flatMap((name) => (PARTS[name] ? [t(PARTS[name])] : []));
}

/** @param {Examination | null | undefined} doctor */
export function showDoctor(doctor) {
  const amiss = doctor?.state === "misses" || doctor?.state === "partly" ? doctor : null;
  byId("doctor").hidden = !amiss;
  if (!amiss) return;
  byId("doctor-text").textContent = t(amiss.state === "misses" ? "doctor_misses" : "doctor_partly");
  const items = missingIn(amiss).map((textContent) => Object.assign(document.createElement("li"), { textContent }));
  byId("doctor-missing").replaceChildren(...items);
}

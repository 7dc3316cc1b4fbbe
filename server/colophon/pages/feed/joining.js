// Taking part: the same link gets the same answer again, and what was agreed to is recorded once.

import { dayOf, levelsFor } from "/study-feed/extension/background/study/treatment.js";
import { call } from "./api.js";

/** @typedef {import("./page.js").Page} Page */

/** Take part; gives the posts in the participant's order. @param {Page} page @returns {Promise<any[]>} */
export async function join(page) {
  const { code, participant, plan, locale, version, record, study } = page;
  const { sha256 } = plan.consent[locale];
  const fresh = !record.state.taking;
  const body = { code, participant, consent: { sha256, locale, adult: true }, locale, platform: "hosted", extension: version };
  const taking = (record.state.taking ??= await call(`/v1/studies/${study}/participants`, { body }));
  page.taking = { code: participant, levels: taking.levels, holdout: taking.holdout, baselineEnds: taking.baseline_ends };
  if (fresh) tellJoined(page, { sha256, locale });
  const { versions, posts } = await call(`/v1/studies/${study}/feed`, { token: taking.token });
  record.begin(taking.token, { ...versions, extension: version, preview: taking.preview });
  return posts;
}

/** What was agreed to and drawn. @param {Page} page @param {object} consent */
function tellJoined({ record, plan, taking }, consent) {
  record.state.stage = "before";
  record.add("consent", consent);
  record.add("assigned", { unit: "participant", levels: taking.levels, holdout: taking.holdout });
  const ids = { item: "", session: record.state.session, day: dayOf(Date.now()) };
  for (const unit of taking.holdout ? [] : ["session", "day"]) {
    const levels = levelsFor(plan, taking, unit, ids);
    if (Object.keys(levels).length) record.add("assigned", { unit, levels });
  }
}

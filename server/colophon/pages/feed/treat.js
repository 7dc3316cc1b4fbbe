// What is shown on a picture: drawn and decided by the extension's own modules, from this server's assessment.

import { decide } from "/study-feed/extension/background/study/deciding.js";
import { probesFor } from "/study-feed/extension/background/study/places.js";
import { dayOf, levelsOf, phaseOf, treatmentOf } from "/study-feed/extension/background/study/treatment.js";

/**
 * A post's picture as its participant gets it, with what is recorded of it.
 * @param {any} post @param {{plan: any, study: any, session: string, strings: Record<string, string>, locale: string}} part @param {number} place
 */
export function treat({ item, assessment }, { plan, study, session, strings, locale }, place) {
  const t = Date.now();
  const checked = { ...assessment, status: assessment.label ? "labelled" : "none" };
  const levels = levelsOf(plan, study, { item, session, day: dayOf(t) });
  const [phase, treatment] = [phaseOf(study, t), treatmentOf(plan, levels, study.holdout)];
  const about = { assessment: checked, wanted: checked, covers: false, plan, treatment, phase, holdout: study.holdout, item, strings, locale };
  const { answer, shown, reason, dressed } = /** @type {import("../../../../extension/background/study/deciding.js").Decision} */ (decide(about));
  const { label } = checked;
  const would = { would_label: label?.id ?? null, would_process: label?.process ?? null, would_source: label?.source ?? null };
  const painted = shown ? null : { applied: false, shown_label: null, not_applied_reason: reason, latency_ms: null };
  const { detail, placement, colour, delay_ms: delay } = treatment;
  const probes = probesFor({ study, plan, token: "" }, item, label !== null);
  return {
    kept: { item, place, shown, reason, painted, probes, eligible: { platform: "hosted", phase, levels, ...would } },
    words: (answer.label ?? answer.asked)?.short ?? null,
    assessment: { ...answer, study: { place, round: 1, looks: dressed ? { detail, placement, colour, delay } : null, probe: probes.length > 0 } },
  };
}

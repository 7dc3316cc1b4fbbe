// What the popup says of a page. Loaded when a reader opens it.
"use strict";
{
  /** Each reason once, with how many images have it. @param {Tracked[]} entries */
  function reasonsOf(entries) {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const { assessment } of entries) {
      const reason = assessment?.reason ?? "";
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    }
    return [...counts].map(([text, count]) => ({ text, count })).sort((a, b) => b.count - a.count);
  }

  Colophon.reportOf = (entries) => {
    const labelled = entries.filter(({ assessment }) => assessment?.label);
    const missed = entries.filter(({ answered, assessment }) => answered && !Colophon.wasChecked(assessment));
    const count = (/** @type {(assessment: import("../types").Assessment) => boolean | undefined} */ fits) =>
      entries.filter(({ assessment }) => assessment && fits(assessment)).length;
    return {
      checked: count(Colophon.wasChecked),
      labelled: labelled.length,
      nothing: count(({ status }) => status === "none"),
      unwanted: count(({ status, label }) => status === "labelled" && !label),
      notChecked: missed.length,
      reasons: reasonsOf(missed),
      found: entries.length,
      local: count(({ local }) => local) > 0,
      private: count((one) => one.private && one.local) > 0,
      adult: Colophon.adultSeen,
      labels: labelled.map(({ number, about, assessment }) => ({ number, text: assessment?.label?.short ?? "", about })),
    };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

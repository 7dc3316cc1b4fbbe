// What the popup says of a page. Loaded when a reader opens it.
"use strict";
{
  Colophon.reportOf = (entries) => {
    const labelled = entries.filter(({ assessment }) => assessment?.label);
    const checked = entries.filter(({ assessment }) => Colophon.wasChecked(assessment));
    return {
      found: entries.length,
      checked: checked.length,
      labelled: labelled.length,
      notChecked: entries.filter(({ answered, assessment }) => answered && !Colophon.wasChecked(assessment)).length,
      local: entries.some(({ assessment }) => assessment?.local),
      private: entries.some(({ assessment }) => assessment?.private && assessment.local),
      adult: Colophon.adultSeen,
      labels: labelled.map(({ number, about, assessment }) => ({ number, text: assessment?.label?.short ?? "", about })),
    };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

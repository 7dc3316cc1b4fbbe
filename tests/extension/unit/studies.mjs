// A study as a server gives it, and somebody who takes part.

export const NGO = "https://study.example";
export const KEY = "ab".repeat(32);
export const CODE = "abcdefghijklmnopqrst";
const WORDS = { en: "Words", es: "Palabras" };

/** @param {object} [other] */
export const plan = (other = {}) => ({
  ...{ id: "small-study", version: 1, freeze: "f".repeat(64), state: "enrolling", title: { en: "A small study" }, locales: ["en"] },
  ...{ feed: "own", ethics: null, contact: { name: "Ana", email: "ana@example.org", url: null } },
  ...{ dates: { opens: null, closes: "2098-01-01", retention: "2099-01-01" }, phases: { baseline_days: 0, treatment_days: 7 } },
  ...{ treatment: {}, holdout: null, label_sets: {}, exposure: { ratio: 0.5, milliseconds: 1000, focused: true } },
  factors: [
    {
      ...{ name: "shown", unit: "participant" },
      levels: [
        { name: "control", weight: 1, treatment: { show: "nothing" } },
        { name: "labels", weight: 1, treatment: {} },
      ],
    },
  ],
  surveys: [],
  consent: { en: { text: "You may take part.", sha256: "c".repeat(64) } },
  ...other,
});

/** One factor of one level, which sets this. @param {object} treatment */
export const setting = (treatment, unit = "participant") => [{ name: "shown", unit, levels: [{ name: "labels", weight: 1, treatment }] }];

export const survey = (other = {}) => ({
  ...{ name: "probe", when: "item", title: WORDS, share: 1, per_session: 2, only: "all", note: null },
  questions: [{ name: "belief", type: "scale", points: 7, text: WORDS, low: WORDS, high: WORDS, expect: null }],
  ...other,
});

/** @param {object} [other] */
export const taking = (other = {}) => ({
  ...{ server: NGO, code: CODE, levels: { shown: "labels" }, holdout: false, preview: false, itemKey: KEY },
  ...{ enrolledAt: Date.now() - 1000, baselineEnds: Date.now() - 500, treatmentEnds: Date.now() + 86_400_000 },
  consent: { sha256: "c".repeat(64), locale: "en" },
  ...other,
});

/** What the server draws. @param {object} [other] */
export const drawn = (other = {}) => ({
  ...{ token: "secret", participant: "p".repeat(16), levels: { shown: "labels" }, holdout: false, preview: false, item_key: KEY },
  ...{ freeze: "f".repeat(64), enrolled_at: Date.now(), baseline_ends: Date.now(), treatment_ends: Date.now() + 86_400_000, ...other },
});

// What is known of one picture on the page, from what its post says to the answer.
"use strict";
{
  const MAX_ABOUT = 80; // characters

  /**
   * The name of the platform whose own label was read.
   * @param {import("../types").Statement[]} statements
   */
  function platformOf(statements) {
    const label = statements.find(({ source }) => source === "platform")?.pattern;
    return Colophon.patterns.platforms.find(({ labels }) => labels.some(({ id }) => id === label))?.name ?? null;
  }

  Colophon.entryFor = (element, src, occurrence, { number, site, asked }) => {
    const statements = occurrence ? Colophon.readStatements(occurrence) : [];
    const about = (occurrence?.alt ?? occurrence?.caption ?? "").slice(0, MAX_ABOUT);
    const item = {
      key: Colophon.shortKey(Colophon.keyOf(src, site)),
      url: src,
      statements: statements.map(({ quote: _kept, ...statement }) => statement),
      platform: platformOf(statements),
      post: occurrence?.post ?? null,
      private: occurrence?.private ?? false,
      ...asked,
    };
    return {
      ...{ element, number, src, about, statements, posted: occurrence },
      question: { ...item, id: Colophon.questionId(item) },
      ...{ answered: false, assessment: null, mark: null },
    };
  };

  Colophon.tooOften = (counts, element, most) => {
    const count = (counts.get(element) ?? 0) + 1;
    counts.set(element, count);
    return count > most;
  };

  Colophon.wasChecked = (assessment) => ["labelled", "none", "protected"].includes(assessment?.status ?? "");

  Colophon.needMarks = async () => ("createChip" in Colophon && "Marks" in Colophon) || (await Promise.all([Colophon.need("chip"), Colophon.need("marks")])).every(Boolean);
}

// Sources in the card: what the reader switches off there, and the way back. Loaded with the first card that is opened.
"use strict";
{
  const { element } = Colophon;
  const BY_NAME = ["moderator", "registry", "platform", "signed", "watermark"]; // as in background/sources.js

  /** Switch a source off, or on again: one name, or everything of a kind. */
  Colophon.sourceButton = (key, { source, source_name }, use) => {
    const act = () => Colophon.ask({ type: "source", evidence: { source, source_name }, use });
    const named = { source, source_name: BY_NAME.includes(source) ? source_name : null };
    return Colophon.plainButton(key, act, { name: Colophon.nameOf(named) });
  };

  /** What the reader switched off elsewhere or here, and the way back. */
  Colophon.unusedSection = ({ unused = [] }) => {
    const count = unused.reduce((sum, one) => sum + one.count, 0);
    const again = unused.map(({ source, name }) => Colophon.sourceButton("card_source_on", { source, source_name: name }, true));
    const text = element("p", { className: "note", textContent: Colophon.t("card_unused", { count }) });
    return element("section", { hidden: !count, role: "status" }, ...(count ? [text, ...again] : []));
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// What a reader can do about an image from its card: say that something is wrong, switch sources, have a disclosure
// remembered, hide the image and get help. The longer ones are a part of their own, loaded when a reader first asks for it.
"use strict";
{
  const { element } = Colophon;
  const AI = ["ai_generated", "ai_edited", "ai_involved"];

  Colophon.plainButton = (key, act, values) => {
    const made = element("button", { className: "plain", type: "button", textContent: Colophon.t(key, values) });
    made.addEventListener("click", () => act(/** @type {HTMLElement} */ (made.parentElement)));
    return made;
  };

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

  /** May the reader have the server remember what the label says? Only what the post itself or its site states. */
  Colophon.mayRemember = ({ assessment, posted }) => {
    const { label, evidence = [], local, private: hidden } = assessment ?? {};
    const stated = ["creator", "platform"].includes(label?.source ?? "") && AI.includes(label?.process ?? "");
    return stated && !evidence.some(Colophon.isMatch) && !local && !hidden && posted?.post !== "reshare";
  };

  Colophon.rememberSection = (entry) => {
    const start = async (/** @type {HTMLElement} */ section) => {
      if (Colophon.remember || (await Colophon.need("remember"))) Colophon.remember?.(section, entry);
    };
    const about = element("p", { className: "note", textContent: Colophon.t("remember_about") });
    return element("section", { hidden: !Colophon.mayRemember(entry) }, Colophon.plainButton("remember", start), about);
  };

  Colophon.contestSection = (entry) => {
    const start = async (/** @type {HTMLElement} */ section) => {
      if (Colophon.contest || (await Colophon.need("contest"))) Colophon.contest?.(section, entry);
    };
    return element("section", { hidden: !entry.assessment?.label }, Colophon.plainButton("contest", start));
  };

  Colophon.hideSection = ({ src }) =>
    element("section", {}, Colophon.plainButton("menu_hide", () => Colophon.ask({ type: "hide", url: src })));

  /** Pages of others about such labels. */
  Colophon.learnSection = ({ assessment }) => {
    const open = () => Colophon.ask({ type: "resources", source: assessment?.label?.source });
    return element("section", {}, Colophon.plainButton("card_learn", open));
  };

  /** How an earlier report about this image stands, if there is one. */
  Colophon.showCase = async (section, { assessment, question }) => {
    section.hidden = true;
    const sha256 = assessment?.sha256;
    const found = sha256 ? await Colophon.ask({ type: "case", sha256, private: question.private }) : null;
    if (!found || !(await Colophon.need("contest")) || !Colophon.caseElement) return;
    section.replaceChildren(Colophon.caseElement(found));
    section.hidden = false;
  };
  void 0; // the last value goes back to the background, and a function cannot
}

// What a reader can do about an image from its card: say that something is wrong, have a disclosure remembered,
// hide the image and get help. The longer ones are a part of their own, loaded when a reader first asks for it.
"use strict";
{
  const { element } = Colophon;
  const AI = ["ai_generated", "ai_edited", "ai_involved"];

  Colophon.plainButton = (key, act, values, className = "plain") => {
    const made = element("button", { className, type: "button", textContent: Colophon.t(key, values) });
    made.addEventListener("click", () => act(/** @type {HTMLElement} */ (made.parentElement)));
    return made;
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

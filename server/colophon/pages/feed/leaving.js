// Leaving, at any time: asked once more, then everything is deleted.

import { call } from "./api.js";
import { paragraphs } from "./consent.js";
import { tellParent } from "./end.js";
import { say, show, t } from "./page.js";
import { make } from "./posts.js";

/** What stands below the page while somebody takes part. @param {import("./page.js").Page} page */
export function offerLeaving(page) {
  const { study, record, host } = page;
  const button = (/** @type {string} */ key, className = "") => make("button", { type: "button", className, textContent: t(key) });
  const [leave, yes, no] = [button("study_leave", "link"), button("study_leave_yes"), button("study_leave_no")];
  no.autofocus = true;
  const question = make("p", { id: "question-of-leaving", textContent: t("study_leave_question", { host }) });
  const dialog = /** @type {HTMLDialogElement} */ (make("dialog", { "aria-labelledby": question.id }, question, make("div", { className: "equal" }, yes, no)));
  const foot = make("footer", {}, leave, dialog);
  leave.addEventListener("click", () => dialog.showModal());
  no.addEventListener("click", () => dialog.close());
  yes.addEventListener("click", async () => {
    const answer = await call(`/v1/studies/${study}/withdrawal`, { body: {}, token: record.state.taking.token }).catch(() => null);
    dialog.close();
    if (!answer) return say("study_no_answer");
    record.drop();
    foot.remove();
    // told at once to who may have seen altered labels
    show("left", t("study_left"), ...(answer.debrief?.text ? paragraphs(answer.debrief.text) : []));
    tellParent(page, "left");
  });
  document.body.append(foot);
  return foot;
}

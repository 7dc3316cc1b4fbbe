// Answers the questions of a page: each at once when it is known, once more when a slow check is through.

import { isOvertaken, knownGeneration } from "./answers.js";
import { answerTo } from "./asked.js";
import { askOnceMore, assess } from "./assess.js";
import { batcher } from "./batch.js";
import { laterAnswer } from "./pending.js";
import { localeOf, readSettings } from "./settings.js";
import { asWanted } from "./sources.js";
import { drawFor } from "./study/treating.js";

/** @typedef {import("./assess.js").Assessment} Assessment */
/** @typedef {import("./assess.js").Item & {id: string}} Question */
/** @typedef {{id: string, assessment: any}} Answer */

const TOGETHER_MS = 10; // answers that come together go to the page together

/** In another language than when it was asked, the page asks anew. @param {string} locale */
const isOutdated = async (locale) => localeOf(await readSettings()) !== locale;

/**
 * The answer that holds when it is told: what was made while news came is made once more. What the news does not concern
 * is remembered by then. Before the first answer no generation is known: that it is known now is no news.
 * @param {() => Promise<Assessment>} make
 */
async function upToDate(make) {
  for (;;) {
    const before = await knownGeneration();
    const made = await make();
    const news = before === null ? await isOvertaken(made) : (await knownGeneration()) !== before;
    if (!news) return made;
  }
}

/**
 * @param {Question[]} questions @param {import("./assess.js").Context} context
 * @param {(answers: Answer[]) => Promise<void>} tell
 */
export async function answerAll(questions, context, tell) {
  const { locale } = context;
  const send = batcher(async (/** @type {Answer[]} */ answers) => {
    await tell(answers);
    return answers;
  }, TOGETHER_MS);

  /** @param {Question} question @param {Assessment | null} assessment @param {import("./study/treating.js").Treat | null} treat */
  async function say({ id, ...item }, assessment, treat) {
    if (await isOutdated(locale)) return;
    const wanted = assessment && (await asWanted(assessment, locale, item.asked));
    const given = wanted && treat ? await treat(assessment, wanted).catch(() => wanted) : wanted; // a label comes first
    await send({ id, assessment: answerTo(given, item, locale) });
  }

  await Promise.all(
    questions.map(async (question) => {
      const { id: _kept, ...item } = question;
      const treat = await drawFor(question, context).catch(() => null);
      const assessment = await upToDate(() => assess(item, context)).catch(() => null);
      await say(question, assessment, treat);
      if (!assessment?.sha256) return;
      const { sha256 } = assessment;
      const later = await laterAnswer(assessment, () => askOnceMore(item, sha256, context)).catch(() => null);
      if (later) await say(question, later, treat);
    }),
  );
}

// Gathers what arrives together into one request or message.

const GATHER_MS = 30; // questions to the server
const MAX_ITEMS = 100; // the server's limit

/**
 * @template Q, A
 * @param {(questions: Q[]) => Promise<A[]>} send answers in the order of the questions
 * @param {number} [ms] how long the first one waits for others
 * @returns {(question: Q) => Promise<A>}
 */
export function batcher(send, ms = GATHER_MS) {
  /** @type {{question: Q, resolve: (answer: A) => void, reject: (error: unknown) => void}[]} */
  let gathered = [];

  async function flush() {
    const batch = gathered.splice(0, MAX_ITEMS);
    if (gathered.length) setTimeout(flush, 0);
    try {
      const answers = await send(batch.map(({ question }) => question));
      batch.forEach(({ resolve }, i) => resolve(answers[i]));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  return (question) =>
    new Promise((resolve, reject) => {
      gathered.push({ question, resolve, reject });
      if (gathered.length === 1) setTimeout(flush, ms);
      else if (gathered.length === MAX_ITEMS) void flush();
    });
}

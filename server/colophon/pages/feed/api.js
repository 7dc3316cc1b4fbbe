// What the page of a study's own feed asks its server. No cookie is needed: the participant's token goes along.

const ANSWER_MS = 15_000;
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** The server understood and will not: `status` is its. */
export class Refused extends Error {
  /** @param {number} status */
  constructor(status) {
    super(String(status));
    this.status = status;
  }
}

/** There was no answer, or none for now. */
export class Silent extends Error {}

/**
 * @param {string} path @param {{body?: object, token?: string, leaving?: boolean}} [with_] `leaving`: the page may be gone before the answer
 * @returns {Promise<any>} @throws {Refused} @throws {Silent}
 */
export async function call(path, { body, token, leaving = false } = {}) {
  const headers = { ...(body && { "Content-Type": "application/json" }), ...(token && { Authorization: `Bearer ${token}` }) };
  const init = { method: body ? "POST" : "GET", headers, ...(body && { body: JSON.stringify(body) }) };
  let answer;
  try {
    const end = leaving ? { keepalive: true } : { signal: AbortSignal.timeout(ANSWER_MS) };
    answer = await fetch(path, { ...init, ...end, credentials: "omit", redirect: "error", cache: "no-store" });
  } catch {
    throw new Silent();
  }
  if (answer.status === 429 || answer.status >= 500) throw new Silent();
  if (!answer.ok) throw new Refused(answer.status);
  return answer.json().catch(() => {
    throw new Silent();
  });
}

/**
 * The answer to what somebody waits for: asked again while there is none.
 * @template T @param {() => Promise<T>} ask @param {() => void} waiting told each time @returns {Promise<T>} @throws {Refused}
 */
export async function answered(ask, waiting) {
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(2 * pause, LONGEST_PAUSE_MS)) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof Silent)) throw error;
      waiting();
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}

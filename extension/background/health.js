// What anybody may ask a server: does it answer, and can it do what this extension needs?

/** The `api` of the oldest server that this extension works with; `API` in server/colophon/wire.py. */
export const NEEDED_API = 1;

const ANSWER_MS = 2000; // a reader is looking

/**
 * @param {string} server an origin
 * @returns {Promise<{ok: boolean, body: any}>} `body` is null where it is not JSON
 */
async function health(server) {
  try {
    const init = /** @type {const} */ ({ credentials: "omit", redirect: "error", cache: "no-store" });
    const answer = await fetch(`${server}/healthz`, { ...init, signal: AbortSignal.timeout(ANSWER_MS) });
    return { ok: answer.ok, body: await answer.json().catch(() => null) };
  } catch {
    return { ok: false, body: null };
  }
}

/** Does anything answer there? Asked before a page may take its place. @param {string} server an origin */
export const isReachable = async (server) => (await health(server)).ok;

/**
 * Is it a Colophon server, and an older one than this extension needs? Servers before the first `api` do not say any.
 * @param {string} server an origin
 */
export async function isOutdated(server) {
  const { body } = await health(server);
  return body?.status === "ok" && !(Number(body.api ?? 0) >= NEEDED_API);
}

// At most `n` of something at a time; the rest wait in order.

/**
 * @template T
 * @param {number} n
 * @returns {(job: () => Promise<T>) => Promise<T>}
 */
export function limit(n) {
  let running = 0;
  /** @type {(() => void)[]} */
  const waiting = [];
  return async (job) => {
    if (running >= n) await new Promise((resolve) => waiting.push(() => resolve(undefined)));
    else running++;
    try {
      return await job();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}

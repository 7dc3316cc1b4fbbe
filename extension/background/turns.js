// Acts that read something and write it again: one after the other, or one of two at once would be lost.

/**
 * A queue of its own: what it returns runs an act after those before, and gives its outcome.
 * @returns {<T>(act: () => Promise<T>) => Promise<T>}
 */
export function turns() {
  let last = /** @type {Promise<unknown>} */ (Promise.resolve());
  return (act) => {
    const mine = last.then(act);
    last = mine.catch(() => undefined);
    return mine;
  };
}

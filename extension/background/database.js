// A database of its own for what is written often, must survive the end of the background at any moment, and is too much
// for storage.local.

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/**
 * Opened with its first use.
 * @param {string} name @param {number} version @param {string[]} stores all of them
 * @param {(db: IDBDatabase) => void} build makes the stores
 */
export function database(name, version, stores, build) {
  /** @type {Promise<IDBDatabase> | null} */
  let opened = null;

  /** Let it go; the next use opens it again. */
  function close() {
    void opened?.then((db) => db.close(), () => undefined);
    opened = null;
  }

  function open() {
    opened ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, version);
      request.onupgradeneeded = () => build(request.result);
      request.onsuccess = () => {
        request.result.onversionchange = close;
        request.result.onclose = close;
        resolve(request.result);
      };
      request.onerror = () => reject(request.error);
    });
    opened.catch(close);
    return opened;
  }

  /**
   * All or nothing: what `act` does with the stores is on the disk when this is fulfilled. In between it may wait for
   * nothing but the database.
   * @template T
   * @param {string[]} names @param {IDBTransactionMode} mode
   * @param {(store: Record<string, IDBObjectStore>) => Promise<T>} act
   * @returns {Promise<T>}
   */
  async function within(names, mode, act) {
    const transaction = (await open()).transaction(names, mode);
    const ended = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
    });
    ended.catch(() => undefined);
    const outcome = await act(Object.fromEntries(names.map((one) => [one, transaction.objectStore(one)])));
    await ended;
    return outcome;
  }

  /** Delete everything in it. */
  const clearAll = () =>
    within(stores, "readwrite", async (store) => {
      await Promise.all(Object.values(store).map((one) => done(one.clear())));
    });

  return { within, close, clearAll };
}

// What a study records here until the server has it: a database of its own, because it is written often, survives the
// end of the background at any moment, and must not be lost while the server is away for days.

const NAME = "study";
const VERSION = 1;
export const STORES = ["events", "sessions", "places", "pages", "shown"];

/**
 * `events` by session and number; `sessions` what was counted; `places` by session and appearance; `pages` the last
 * note that was kept of each document; `shown` the words that were shown, for the end of the study.
 * @param {IDBDatabase} db
 */
function build(db) {
  db.createObjectStore("events", { keyPath: ["session", "seq"] });
  db.createObjectStore("sessions", { keyPath: "session" });
  db.createObjectStore("places", { keyPath: ["session", "place"] }).createIndex("asked", ["session", "asked"]);
  db.createObjectStore("pages", { keyPath: "page" });
  db.createObjectStore("shown", { autoIncrement: true });
}

/** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
export const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @type {Promise<IDBDatabase> | null} */
let opened = null;

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
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

/** Let it go; the next use opens it again. */
export function close() {
  void opened?.then((db) => db.close(), () => undefined);
  opened = null;
}

/**
 * All or nothing: what `act` does with the stores is on the disk when this is fulfilled. In between it may wait for
 * nothing but the database.
 * @template T
 * @param {string[]} stores @param {IDBTransactionMode} mode
 * @param {(store: Record<string, IDBObjectStore>) => Promise<T>} act
 * @returns {Promise<T>}
 */
export async function within(stores, mode, act) {
  const transaction = (await open()).transaction(stores, mode);
  const ended = new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  ended.catch(() => undefined);
  const outcome = await act(Object.fromEntries(stores.map((name) => [name, transaction.objectStore(name)])));
  await ended;
  return outcome;
}

/** Delete everything in it. */
export const clearAll = () =>
  within(STORES, "readwrite", async (store) => {
    await Promise.all(Object.values(store).map((one) => done(one.clear())));
  });

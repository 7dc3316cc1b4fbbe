// A stand-in for IndexedDB, as far as the extension uses it: keys in order, an index, transactions that come one after
// the other and end when nothing more is asked of them. What was written is undone by `crash` before the end.

const rank = (key) => JSON.stringify([key].flat().map((part) => (typeof part === "number" ? [0, String(part).padStart(16, "0")] : [1, part])));
const pathOf = (value, path) => (Array.isArray(path) ? path.map((name) => value[name]) : value[path]);

class Request {
  constructor(result) {
    this.result = result;
  }
}

class Store {
  constructor({ keyPath = null, autoIncrement = false } = {}) {
    Object.assign(this, { keyPath, autoIncrement, rows: new Map(), indexes: {}, next: 1 });
  }

  createIndex(name, keyPath) {
    this.indexes[name] = keyPath;
  }

  sorted() {
    return [...this.rows.entries()].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, value]) => structuredClone(value));
  }
}

class View {
  constructor(store, transaction) {
    Object.assign(this, { store, transaction });
  }

  #ask(act) {
    return this.transaction.ask(() => act(this.store));
  }

  put = (value) => this.#ask((store) => void store.rows.set(rank(pathOf(value, store.keyPath)), structuredClone(value)));
  add = (value) => this.#ask((store) => void store.rows.set(rank(store.next++), structuredClone(value)));
  get = (key) => this.#ask((store) => structuredClone(store.rows.get(rank(key))));
  delete = (key) => this.#ask((store) => void store.rows.delete(rank(key)));
  count = () => this.#ask((store) => store.rows.size);
  clear = () => this.#ask((store) => void store.rows.clear());
  getAll = (_range, most = Infinity) => this.#ask((store) => store.sorted().slice(0, most));
  index = (name) => ({
    getAll: (key) => this.#ask((store) => store.sorted().filter((row) => rank(pathOf(row, store.indexes[name])) === rank(key))),
    get: (key) => this.#ask((store) => store.sorted().find((row) => rank(pathOf(row, store.indexes[name])) === rank(key))),
  });
}

class Transaction {
  constructor(database, names) {
    Object.assign(this, { database, names, open: 0, over: false });
    this.before = database.last;
    database.last = new Promise((resolve) => (this.end = resolve));
    this.began = this.before.then(() => {
      this.saved = Object.fromEntries(names.map((name) => [name, new Map(database.stores[name].rows)]));
      this.#settle();
    });
  }

  objectStore(name) {
    return new View(this.database.stores[name], this);
  }

  ask(act) {
    if (this.over) throw new DOMException("over", "TransactionInactiveError");
    const request = new Request();
    this.open++;
    void this.began.then(async () => {
      if (this.database.crashes) return this.#abort(request);
      try {
        request.result = act();
      } catch {
        return this.#abort(request);
      }
      request.onsuccess?.();
      for (let n = 0; n < 4; n++) await null; // what was waiting for it may ask for more
      this.open--;
      this.#settle();
    });
    return request;
  }

  #abort(request) {
    request.error = new DOMException("aborted", "AbortError");
    request.onerror?.();
    for (const name of this.names) this.database.stores[name].rows = this.saved[name];
    this.over = true;
    this.end();
    this.onabort?.();
  }

  #settle() {
    setImmediate(() => {
      if (this.open || this.over) return;
      this.over = true;
      this.end();
      this.oncomplete?.();
    });
  }
}

/** Install a fresh one; returns it. `stores` holds the rows of all databases, `crashes` true ends every transaction before its end. */
export function installDatabase() {
  const database = { stores: {}, last: Promise.resolve(), crashes: false };
  const built = new Set();
  const handle = {
    createObjectStore: (name, options) => (database.stores[name] = new Store(options)),
    transaction: (names) => new Transaction(database, names),
    close: () => undefined,
  };
  globalThis.indexedDB = {
    open(name) {
      const request = new Request(handle);
      setImmediate(() => {
        if (!built.has(name)) request.onupgradeneeded?.();
        built.add(name);
        request.onsuccess();
      });
      return request;
    },
  };
  return database;
}

// What a study records here until the server has it: a database of its own, because it must not be lost while the server
// is away for days.

import { database, done } from "../database.js";

export { done };
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

export const { within, close, clearAll } = database("study", 1, STORES, build);

// A recorded timeline, until its moderator deletes it: a database of its own, because it is large and must outlive the
// browser.

import { database, done } from "../database.js";

export { done };

/**
 * `about` holds one row, under the key "recording"; `items` the appearances by number, `media` the bytes of pictures
 * by their SHA-256, as blobs, which browsers keep on the disk and read when they are read.
 * @param {IDBDatabase} db
 */
function build(db) {
  db.createObjectStore("about", { keyPath: "key" });
  const items = db.createObjectStore("items", { keyPath: "n" });
  items.createIndex("id", "id");
  items.createIndex("sha256", "sha256");
  db.createObjectStore("media", { keyPath: "sha256" });
}

export const { within, close, clearAll } = database("recording", 1, ["about", "items", "media"], build);

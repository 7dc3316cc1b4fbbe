// The trailer that Samsung's camera and editor write behind an image: blocks, a directory `SEFH`, at the end `SEFT`.

import { big, latin1, little, startsWith } from "./bytes.js";

const WANTED = ["PEg_Info", "PhotoEditor_Re_Edit_Data"];
const MAX_ENTRIES = 200; // phones write about 10

/**
 * Keep the editor's blocks of a trailer that begins at or behind `start`.
 * @param {Uint8Array} data @param {number} start @param {import("./records.js").Records} records
 */
export function walk(data, start, records) {
  if (data.length - start < 20 || !startsWith(data, "SEFT", data.length - 4)) return;
  const size = little(data, data.length - 8, 4);
  const head = data.length - 8 - size;
  if (head < start || !startsWith(data, "SEFH", head)) return;
  const count = Math.min(little(data, head + 8, 4), Math.floor((size - 12) / 12), MAX_ENTRIES);
  for (let entry = head + 12; entry < head + 12 + 12 * count; entry += 12) {
    const [back, length] = [little(data, entry + 4, 4), little(data, entry + 8, 4)];
    const begin = head - back;
    if (begin < start || length > back || big(data, begin, 4) !== big(data, entry, 4)) continue;
    const named = begin + 8 + little(data, begin + 4, 4);
    const name = named <= begin + length && named - begin < 64 ? latin1(data, begin + 8, named) : "";
    if (WANTED.includes(name) && begin + length - named <= records.room()) {
      records.add("text", data.subarray(named, begin + length), { name: `samsung:${name}` });
    }
  }
}

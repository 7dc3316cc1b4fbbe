// Writes to standard output the zip file of the entries given as JSON on standard input: [name, base64], in order.
import { readFileSync, writeFileSync } from "node:fs";

import { crc32 } from "../../extension/background/recording/crc32.js";
import { zipOf } from "../../extension/background/recording/zip.js";

const entries = JSON.parse(readFileSync(0, "utf-8")).map(([name, data]) => {
  const bytes = new Uint8Array(Buffer.from(data, "base64"));
  return { name, blob: new Blob([bytes]), crc: crc32(bytes) };
});
const zip = zipOf(entries, new Date("2026-11-29T13:14:15Z"));
writeFileSync(1, Buffer.from(await zip.arrayBuffer()));

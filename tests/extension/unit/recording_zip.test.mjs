import assert from "node:assert/strict";
import { test } from "node:test";
import { crc32 as zlibs } from "node:zlib";

import { crc32 } from "../../../extension/background/recording/crc32.js";
import { zipOf } from "../../../extension/background/recording/zip.js";

const WHEN = new Date("2026-11-29T13:14:15Z");
const entry = (name, bytes) => ({ name, blob: new Blob([bytes]), crc: crc32(bytes) });

test("the checksum is that of zip files, whatever the length", () => {
  assert.equal(crc32(new TextEncoder().encode("123456789")), 0xcbf43926); // the check value of its definition
  for (let length = 0; length < 40; length++) {
    const bytes = Uint8Array.from({ length }, (_, n) => (n * 73 + length * 31) & 255);
    assert.equal(crc32(bytes), zlibs(bytes), String(length));
  }
});

test("a file is put together without reading what is in it", async () => {
  const blob = { size: 3, arrayBuffer: () => assert.fail("read") };
  const parts = [];
  const before = globalThis.Blob;
  globalThis.Blob = class {
    constructor(given) {
      parts.push(...given);
    }
  };
  try {
    zipOf([{ name: "a", blob, crc: 1 }], WHEN);
  } finally {
    globalThis.Blob = before;
  }
  assert.ok(parts.includes(blob));
});

test("what such a file cannot hold is refused, not written wrongly", () => {
  const huge = { name: "a", blob: { size: 0xfffffff0 }, crc: 0 };
  assert.throws(() => zipOf([huge], WHEN), RangeError);
  assert.throws(() => zipOf(Array(0xffff).fill(entry("a", new Uint8Array(0))), WHEN), RangeError);
});

// Holds the extension's resolver against the enumeration. Argument: the file. Prints one JSON object.
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { resolve } from "../../extension/background/resolve.js";

const file = JSON.parse(gunzipSync(readFileSync(process.argv[2])).toString());
const place = new Map(file.labels.map((label, i) => [label || null, i]));

function* combinations(dimensions, chosen = [], depth = 0) {
  if (depth === dimensions.length) return yield chosen;
  yield* combinations(dimensions, chosen, depth + 1);
  for (const state of dimensions[depth].states) {
    yield* combinations(dimensions, [...chosen, state.evidence], depth + 1);
  }
}

let compared = 0;
const differences = [];
for (const space of file.spaces) {
  const expected = Buffer.from(space.outcomes, "base64");
  let at = 0;
  for (const flags of space.flags) {
    const options = { sensitive: flags.sensitive, detectorMaySpeak: flags.detector_may_speak };
    for (const evidence of combinations(space.dimensions)) {
      const given = resolve(evidence, options);
      const byte = place.get(given.label_id) | (given.conflict ? 64 : 0) | (given.review ? 128 : 0);
      if (byte !== expected[at]) differences.push({ space: space.name, at, evidence, given });
      at += 1;
    }
  }
  if (at !== expected.length) differences.push({ space: space.name, at, length: expected.length });
  compared += at;
}
console.log(JSON.stringify({ compared, differences: differences.length, first: differences[0] ?? null }));

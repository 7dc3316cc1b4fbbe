// Runs the extension's metadata reader. Standard input: one path per line. Prints one JSON array in that order.
import { readFileSync } from "node:fs";
import { readMetadata } from "../../extension/background/metadata/index.js";

const paths = readFileSync(0, "utf8").split("\n").filter(Boolean);
const answers = [];
for (const path of paths) answers.push(await readMetadata(new Uint8Array(readFileSync(path))));
console.log(JSON.stringify(answers));

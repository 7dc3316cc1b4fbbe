// Answers a list of questions on standard input with the extension's resolver and renderer. Prints one JSON list.
import { readFileSync } from "node:fs";
import "./unit/fakes.mjs"; // the words of every language are loaded
import { renderLabel, renderNamed, renderReason, renderRow } from "../../extension/background/render.js";
import { resolve } from "../../extension/background/resolve.js";

const answers = JSON.parse(readFileSync(0, "utf8")).map(({ evidence, sensitive, locale, named, reason, values }) => {
  if (named) return renderNamed(named, values, locale);
  if (reason) return renderReason(reason, values, locale);
  const resolution = resolve(evidence, { sensitive, detectorMaySpeak: true });
  return {
    label: renderLabel(resolution, locale),
    rows: evidence.map((one) => renderRow(one, locale)),
  };
});
console.log(JSON.stringify(answers));

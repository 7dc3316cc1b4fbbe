import assert from "node:assert/strict";
import { before, test } from "node:test";

import { installChrome, loadScripts } from "./fakes.mjs";

const SRC = "https://pbs.twimg.com/media/G1?name=small";
const OCCURRENCE = {
  ...{ caption: "Bogotá at night. Made with AI.", alt: "A fox in the rain", platformLabel: null, site: "x" },
  ...{ permalink: "https://x.com/someone/status/17", author: "@someone", date: "2026-04-28" },
  ...{ reshare: false, private: false, post: "own" },
};

before(async () => {
  installChrome();
  globalThis.addEventListener ??= () => {};
  await loadScripts("content/hook.js", "content/bridge.js", "content/patterns.js", "content/wording.js", "content/statements.js", "content/occurrence.js");
  await loadScripts("sites/generic.js", "sites/x.js", "content/requests.js", "content/entry.js");
});

const entryOf = (occurrence, asked) => Colophon.entryFor({}, SRC, occurrence, { number: 1, site: Colophon.site, asked });

test("what is asked about a picture holds none of its post's words, nor whose they are", () => {
  const { question, statements, posted } = entryOf(OCCURRENCE);
  assert.deepEqual(question.statements.map(({ source, process }) => [source, process]), [["creator", "ai_generated"]]);
  assert.deepEqual(Object.keys(question).sort(), ["id", "key", "platform", "post", "private", "statements", "url"]);
  const fields = ["language", "pattern", "process", "reshare", "source"];
  assert.deepEqual(question.statements.map((one) => Object.keys(one).sort()), [fields]);
  assert.doesNotMatch(JSON.stringify(question), /Bogot|night|fox|Made with|someone|status|2026/);
  assert.match(statements[0].quote, /Made with AI/); // the page itself keeps them, for its card
  assert.equal(posted, OCCURRENCE);
});

test("outside of posts nothing is said, and what the reader asks is part of the question", () => {
  const { question, posted } = entryOf(null, { asked: true, private: true });
  assert.deepEqual([question.statements, question.post, question.asked, question.private, posted], [[], null, true, true, null]);
  assert.notEqual(question.id, entryOf(null).question.id);
});

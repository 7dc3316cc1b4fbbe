import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { EXTENSION } from "./fakes.mjs";
import { sitesOf } from "../../../extension/pages/site_names.js";

const MANIFEST = JSON.parse(readFileSync(new URL("manifest.json", EXTENSION), "utf-8"));

test("addresses of one site are one switch, and the server's own pages are none", () => {
  const sites = sitesOf(["https://x.com/*", "https://twitter.com/*", "https://www.reddit.com/*", "https://old.reddit.com/*", "http://127.0.0.1/*"]);
  assert.deepEqual([...sites], [["X", ["x.com", "twitter.com"]], ["Reddit", ["www.reddit.com", "old.reddit.com"]]]);
});

test("every site has a name, but servers that many run have that of their address", () => {
  const bare = [...sitesOf(MANIFEST.content_scripts[0].matches).keys()].filter((name) => name.includes("."));
  assert.deepEqual(bare, ["mastodon.social", "mastodon.online", "misskey.io"]);
});

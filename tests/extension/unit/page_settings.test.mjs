import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { installChrome } from "./fakes.mjs";
import { pageSettings } from "../../../extension/background/page_settings.js";
import { changeSettings } from "../../../extension/background/settings.js";

beforeEach(async () => {
  installChrome();
  await changeSettings({ server: "https://colophon.example", token: "t" });
});

const enabled = async (url) => (await pageSettings(new URL(url).hostname, url)).enabled;

test("a feed that a study of the paired server shows has labels of its own; nothing else is let alone", async () => {
  assert.equal(await enabled("https://colophon.example/study/label-detail/feed#A&b"), false);
  for (const url of [
    "https://colophon.example/study/label-detail",
    "https://elsewhere.example/study/label-detail/feed",
    "https://colophon.example.elsewhere.example/study/label-detail/feed",
    "https://x.com/",
  ])
    assert.equal(await enabled(url), true, url);
});

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";

import { EXTENSION, installChrome } from "./fakes.mjs";
import { LABEL_KINDS } from "../../../extension/background/catalogue.js";
import { asWanted, kindOf, useSource, withoutSources } from "../../../extension/background/sources.js";

let chrome;
beforeEach(() => (chrome = installChrome()));

const said = (source, process, rank, more = {}) => ({
  ...{ source, process, confidence: "stated", rank, source_name: null, date: null, details: {}, text: `${source}.` },
  ...more,
});
const PLATFORM = said("platform", "ai_involved", 60, { source_name: "Instagram", details: { platform: "Instagram" } });
const CREATOR = said("creator", "ai_generated", 60);
const METADATA = said("metadata", "ai_generated", 50, { source_name: "Midjourney" });
const LOUD = said("detector", "ai_generated", 10, { details: { band: "high", may_label: true } });
const assessed = (id, ...evidence) => ({
  ...{ sha256: "a", status: id ? "labelled" : "none", label: id ? { id } : null, conflict: false, reason: null },
  ...{ evidence, checks: { c2pa: "done" }, versions: { resolver: "0", labels: "1" } },
});
const off = (source, name = null) => ({ source, name });
const without = (assessment, ...sources) => withoutSources(assessment, sources, "en");

test("where nothing that was said is switched off, the answer is the very same", () => {
  const answer = assessed("ai_generated.creator", CREATOR);
  assert.equal(without(answer, off("metadata"), off("platform", "Instagram")), answer);
});

test("the claim goes with its source, and the label is what the rest gives", () => {
  const given = assessed("ai_involved.platform", PLATFORM, CREATOR, METADATA);
  const labels = [[], [off("platform", "Instagram")], [off("platform", "Instagram"), off("creator")]].map((sources) => without(given, ...sources));
  assert.deepEqual(labels.map(({ label }) => label.id), ["ai_involved.platform", "ai_generated.creator", "ai_generated.metadata"]);
  assert.equal(labels[1].label.short, "Creator says: AI-generated");
  assert.deepEqual(labels[1].evidence.map(({ source, headline }) => [source, headline]), [["creator", true], ["metadata", false]]);
  assert.deepEqual(labels[2].unused, [{ source: "platform", name: "Instagram", count: 1 }, { source: "creator", name: null, count: 1 }]);
});

test("without any statement left there is no label, and it was checked", () => {
  const { label, status, evidence } = without(assessed("ai_generated.creator", CREATOR), off("creator"));
  assert.deepEqual([label, status, evidence], [null, "none", []]);
});

test("a name is one of its kind; the kinds of accounts and of tools are one", () => {
  const other = { ...PLATFORM, source_name: "TikTok" };
  const answer = without(assessed("ai_involved.platform", PLATFORM, other), off("platform", "TikTok"));
  assert.deepEqual(answer.evidence.map(({ source_name }) => source_name), ["Instagram"]);
  assert.equal(without(assessed("ai_generated.metadata", METADATA), off("metadata")).label, null);
});

test("an estimate that was no label before does not become one", () => {
  assert.equal(without(assessed("ai_generated.creator", CREATOR, LOUD), off("creator")).label, null);
  const kept = without(assessed("ai_generated.detector", LOUD, said("creator", "photo", 60)), off("creator"));
  assert.equal(kept.label.id, "ai_generated.detector");
});

test("what an earlier post says is no headline beside the same words of this post", () => {
  const earlier = said("registry_creator", "ai_generated", 60, { source_name: "@a", details: { match: "exact" } });
  const answer = without(assessed("ai_generated.creator", CREATOR, earlier, METADATA), off("metadata"));
  assert.equal(answer.label.id, "ai_generated.creator");
});

test("sources that disagreed do so no longer when one of them is switched off", () => {
  const signed = said("signed", "captured", 90, { source_name: "Leica", details: { integrity: "ok", trust: "official" } });
  const given = { ...assessed("conflict", signed, PLATFORM), conflict: true };
  const answer = without(given, off("platform", "Instagram"));
  assert.deepEqual([answer.label.id, answer.conflict], ["captured.signed", false]);
});

test("an experimental score is not counted among the statements", () => {
  const score = { ...LOUD, details: { band: "mid", experimental: true } };
  assert.deepEqual(without(assessed(null, score, LOUD), off("detector")).unused, [{ source: "detector", name: null, count: 1 }]);
});

test("two sources that are switched off at once are both off", async () => {
  const others = ["Instagram", "Facebook"].map((source_name) => ({ source: "platform", source_name }));
  await Promise.all(others.map((evidence) => useSource({ evidence, use: false })));
  assert.equal((await chrome.storage.local.get("sourcesOff")).sourcesOff.length, 2);
});

test("switched off and on again, once each; of an account no name is kept", async () => {
  const named = { source: "registry_creator", source_name: "@someone" };
  await useSource({ evidence: named, use: false });
  await useSource({ evidence: { ...named, source_name: "@else" }, use: false });
  await useSource({ evidence: PLATFORM, use: false });
  const kept = async () => (await chrome.storage.local.get({ sourcesOff: [] })).sourcesOff;
  assert.deepEqual(await kept(), [off("registry_creator"), off("platform", "Instagram")]);
  assert.equal((await asWanted(assessed("ai_involved.platform", PLATFORM), "en")).label, null);
  await useSource({ evidence: { source: "platform", source_name: "Instagram" }, use: true });
  assert.deepEqual(await kept(), [off("registry_creator")]);
});

test("a kind of label that is not wanted is not shown, unless the reader asks about that very image", async () => {
  await chrome.storage.local.set({ labelsOff: ["camera"] });
  const given = assessed("captured.signed", said("signed", "captured", 90, { source_name: "Leica" }));
  const answer = await asWanted(given, "en");
  assert.deepEqual([answer.label, answer.status, answer.evidence.length], [null, "labelled", 1]);
  assert.equal((await asWanted(given, "en", true)).label.id, "captured.signed");
  assert.equal((await asWanted(assessed("ai_generated.creator", CREATOR), "en")).label.id, "ai_generated.creator");
});

test("every label but a disagreement is of one kind", () => {
  const kinds = Object.fromEntries(Object.keys(LABEL_KINDS).map((id) => [id, kindOf(id)]));
  const ids = (kind) => Object.keys(kinds).filter((id) => kinds[id] === kind);
  assert.deepEqual(ids(null).sort(), ["conflict", "none", "not_checked"]);
  assert.deepEqual(ids("estimate"), ["ai_generated.detector"]);
  assert.deepEqual(ids("composite"), ["composite.signed"]);
  assert.deepEqual(ids("record").sort(), ["record_mismatch", "signer_unknown"]);
  assert.ok(ids("camera").every((id) => id.startsWith("captured")));
});

test("the card names what it switches off as the background keeps it", () => {
  const [kept, named] = ["background/sources.js", "content/card_sources.js"].map(
    (file) => /BY_NAME = (\[.*?\]);/.exec(readFileSync(new URL(file, EXTENSION), "utf-8"))[1],
  );
  assert.equal(named, kept);
});

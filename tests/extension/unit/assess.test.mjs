import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, test } from "node:test";

import { installChrome, installNetwork, json } from "./fakes.mjs";
import { dropAnswers } from "../../../extension/background/answers.js";
import { askOnceMore, assess } from "../../../extension/background/assess.js";
import { Unavailable, noteFailure } from "../../../extension/background/connection.js";

const PICTURE = "https://pbs.twimg.com/media/a?name=small";
const SAID = { source: "creator", process: "ai_generated", pattern: "en-x", language: "en", reshare: false };
const ANSWER = { status: "labelled", label: { id: "ai_generated.signed" }, checks: { c2pa: "done" } };
const item = (key, statements = [], post = "own") => ({ key, url: PICTURE, statements, platform: null, post });

const SHA = createHash("sha256").update(new Uint8Array([1, 2, 3, 4])).digest("hex");

let context;
let server;
let returned;

beforeEach(async () => {
  const chrome = installChrome();
  await chrome.storage.local.set({ token: "t" });
  server = { known: false, down: false, answer: ANSWER };
  returned = 0;
  context = { locale: "en", page: "x.com", onReturn: () => returned++ };
});

/** The picture's own host always answers; the server as `server` says. */
const network = () =>
  installNetwork((url, init) => {
    if (url === PICTURE) return server.pictureGone ? new Response("", { status: 404 }) : new Response(new Uint8Array([1, 2, 3, 4]));
    if (server.down) throw new TypeError("Failed to fetch");
    if (url.endsWith("/v1/lookup")) {
      const { items } = JSON.parse(init.body);
      const isKnown = () => (typeof server.known === "function" ? server.known() : server.known);
      return json({ results: items.map(({ sha256 }) => ({ sha256, known: isKnown(), assessment: server.answer })) });
    }
    return server.refusal ? json({ detail: "English words" }, server.refusal) : json(server.answer);
  });

const what = (requests) => requests.map(({ method, url }) => `${method} ${new URL(url).pathname.split("/").slice(0, 3).join("/")}`);

test("a picture that the server knows is never sent", async () => {
  server.known = true;
  const requests = network();
  assert.deepEqual(await assess(item("x:a"), context), ANSWER);
  assert.deepEqual(what(requests), ["GET /media/a", "POST /v1/lookup"]);
});

test("an unknown picture is sent once; afterwards nothing is asked at all", async () => {
  const requests = network();
  assert.deepEqual(await assess(item("x:a"), context), ANSWER);
  assert.deepEqual(await assess(item("x:a"), context), ANSWER);
  assert.deepEqual(what(requests), ["GET /media/a", "POST /v1/lookup", "PUT /v1/images"]);
});

test("an answer that news has overtaken is asked for once more, and an old one is not remembered", async () => {
  const at = (generation) => ({ ...ANSWER, versions: { generation } });
  server.answer = at(6);
  const requests = installNetwork(async (url, init) => {
    if (url === PICTURE) return new Response(new Uint8Array([1, 2, 3, 4]));
    if (init.method !== "PUT") return json({ results: [{ sha256: SHA, known: server.known, assessment: server.answer }] });
    await dropAnswers({ generation: 7, sha256: [SHA], all: false }); // while the server was still looking
    server.known = true;
    return json(server.answer);
  });
  assert.deepEqual(await assess(item("x:a"), context), at(6));
  server.answer = at(7);
  assert.deepEqual(await assess(item("x:a"), context), at(7));
  assert.deepEqual(await assess(item("x:a"), context), at(7));
  const asked = ["GET /media/a", "POST /v1/lookup", "PUT /v1/images", "POST /v1/lookup", "POST /v1/lookup"];
  assert.deepEqual(what(requests), asked);
});

test("the same picture at three addresses at once is sent once", async () => {
  const requests = network();
  server.known = () => requests.some(({ method }) => method === "PUT");
  await Promise.all(["x:a", "x:b", "x:c"].map((key) => assess(item(key), context)));
  assert.equal(what(requests).filter((one) => one === "PUT /v1/images").length, 1);
});

test("other words beside the same picture need a question, not its bytes", async () => {
  const requests = network();
  await assess(item("x:a"), context);
  server.known = true;
  await assess(item("x:a", [SAID]), context);
  assert.deepEqual(what(requests).slice(3), ["POST /v1/lookup"]);
});

test("the same picture in somebody else's post is another question", async () => {
  server.known = true;
  const requests = network();
  await assess(item("x:a"), context);
  await assess(item("x:a", [], "reshare"), context);
  const asked = requests.filter(({ body }) => typeof body === "string").map(({ body }) => JSON.parse(body).items[0].post);
  assert.deepEqual(asked, ["own", "reshare"]);
});

test("once more after something pending: the answer is remembered when nothing is pending any more", async () => {
  server.known = true;
  server.answer = { ...ANSWER, checks: { image_text: "pending" } };
  const requests = network();
  await assess(item("x:a"), context);
  assert.deepEqual((await askOnceMore(item("x:a"), SHA, context)).checks, { image_text: "pending" });
  server.answer = ANSWER;
  assert.deepEqual(await askOnceMore(item("x:a"), SHA, context), ANSWER);
  const before = requests.length;
  assert.deepEqual(await assess(item("x:a"), context), ANSWER);
  assert.equal(requests.length, before);
});

test("a busy server is not even asked once more", async () => {
  server.known = true;
  const requests = network();
  await noteFailure(new Unavailable("overloaded", 60));
  assert.equal(await askOnceMore(item("x:a"), SHA, context), null);
  assert.deepEqual(what(requests), []);
});

test("of a protected picture nothing is kept but that it is one", async () => {
  server.known = true;
  server.answer = { ...ANSWER, status: "protected", label: null, evidence: [{ source: "metadata" }], help: { text: "x", routes: [] } };
  const requests = network();
  assert.equal((await assess(item("x:a"), context)).status, "protected");
  const before = requests.length;
  const again = await assess(item("x:a", [SAID], "reshare"), context);
  assert.deepEqual([again.status, again.label, again.evidence], ["protected", null, []]);
  assert.equal(requests.length, before);
  const kept = await chrome.storage.session.get(null);
  assert.deepEqual(kept[`picture:protected:${SHA}`], 1);
  assert.deepEqual(kept["picture:file:x:a"], { sha256: SHA, evidence: [], hasSignedRecord: false });
  assert.deepEqual(Object.keys(kept).filter((key) => key.startsWith("picture:answer:")), []);
});

test("an answer with something pending is asked for again", async () => {
  server.known = true;
  server.answer = { ...ANSWER, checks: { image_text: "pending" } };
  const requests = network();
  await assess(item("x:a"), context);
  await assess(item("x:a"), context);
  assert.equal(what(requests).filter((one) => one === "POST /v1/lookup").length, 2);
});

test("without the server the post's own words still give a label, marked as made here", async () => {
  server.down = true;
  network();
  const assessment = await assess(item("x:a", [SAID]), context);
  assert.equal(assessment.label.id, "ai_generated.creator");
  assert.equal(assessment.local, true);
  assert.equal(assessment.checks.c2pa, "skipped: the server cannot be reached");
  assert.equal(returned, 0);
});

test("every reason is in the reader's language, also without the server", async () => {
  context.locale = "es";
  server.down = true;
  network();
  const { checks } = await assess(item("x:a", [SAID]), context);
  assert.equal(checks.c2pa, "skipped: no se puede conectar con el servidor");
  assert.equal(checks.detector, checks.c2pa);
  assert.equal(checks.metadata, "done");
  server.pictureGone = true;
  const gone = await assess(item("x:b"), context);
  assert.equal(gone.reason, "no se pudo leer de nuevo la imagen en su dirección");
  assert.equal(gone.checks.metadata, `skipped: ${gone.reason}`);
});

for (const [status, reason] of [
  [415, "el archivo no es una imagen que podamos leer"],
  [413, "el servidor no acepta este archivo"],
]) {
  test(`what the server refuses with ${status} is not checked, in the reader's language`, async () => {
    context.locale = "es";
    server.refusal = status;
    network();
    const assessment = await assess(item("x:a"), context);
    assert.deepEqual([assessment.status, assessment.reason], ["not_checked", reason]);
  });
}

test("while the server is away it is not asked again before the pause is over", async () => {
  server.down = true;
  const requests = network();
  await assess(item("x:a"), context);
  const before = requests.length;
  await assess(item("x:a"), context);
  assert.equal(requests.length, before);
});

test("the first answer after an absence says that the server is back", async (t) => {
  t.mock.timers.enable({ apis: ["Date"], now: 1_000_000 });
  server.down = true;
  network();
  await assess(item("x:a"), context);
  server.down = false;
  t.mock.timers.tick(1001);
  assert.deepEqual(await assess(item("x:a"), context), ANSWER);
  assert.equal(returned, 1);
});

test("a picture that cannot be fetched is not checked, unless the post speaks", async () => {
  server.pictureGone = true;
  network();
  const silent = await assess(item("x:a"), context);
  assert.deepEqual([silent.status, silent.label], ["not_checked", null]);
  assert.equal(silent.reason, "the image could not be read again from its address");
  const speaking = await assess(item("x:b", [SAID]), context);
  assert.deepEqual([speaking.status, speaking.label.id], ["labelled", "ai_generated.creator"]);
});

// From a picture's address to its assessment: remembered, asked by hash, sent on a miss, or made without a server.

import { isOvertaken, keepAnswer, recallAnswer, silent } from "./answers.js";
import { batcher } from "./batch.js";
import { NoBytes, fetchBytes, sha256Of } from "./bytes.js";
import { Unavailable, connection, mayAsk, noteAnswer, noteFailure, noteQuota, quotaEnds } from "./connection.js";
import { isHidden } from "./hidden.js";
import { limit } from "./limit.js";
import { assessLocally, fileData } from "./local.js";
import { reachOf } from "./private_places.js";
import { renderReason } from "./render.js";
import { QuotaReached, Refusal, lookup, upload } from "./server.js";
import { recall, remember, trim } from "./session.js";
import { isLoopback, readSettings } from "./settings.js";

/** @typedef {import("../types").Assessment} Assessment */
/**
 * `private`: the post is not for everybody. `asked`: the reader asks about this very picture.
 * @typedef {import("./answers.js").Said & {key: string, url: string, platform: string | null, private?: boolean, asked?: boolean}} Item
 */
/**
 * `privatePage`: the page is not for everybody. `keep` is told the bytes that were fetched of what anybody may see.
 * @typedef {{locale: string, page: string, privatePage?: boolean, keep?: (sha256: string, bytes: Uint8Array<ArrayBuffer>) => void, onReturn: () => void}} Context
 */
/** @typedef {ReturnType<typeof reachOf>} Reach */

const TRIM_EVERY = 50; // pictures: to count what is remembered is to read all of it
let begun = 0; // pictures, since the background was started
const underWay = limit(12); // pictures held in memory at once, 15 MB each at worst
/** @type {Map<string, ReturnType<typeof batcher>>} */
const lookups = new Map(); // one per language; holds only what is under way
/** @type {Map<string, Promise<unknown>>} */
const uploads = new Map(); // by SHA-256: the same picture at several addresses is sent once

/** @param {string} locale */
function lookupIn(locale) {
  const known = lookups.get(locale);
  if (known) return known;
  const made = batcher((/** @type {any[]} */ items) => lookup(items, locale));
  lookups.set(locale, made);
  return made;
}

/** @param {Item} item */
const fileKey = ({ key }) => `picture:file:${key.length > 500 ? key.slice(0, 200) + key.length + key.slice(-200) : key}`;

/**
 * The picture's file: remembered, or fetched now. `bytes` are only there when they were just fetched.
 * @param {Item} item @param {Context} context
 */
async function fileOf(item, { page }) {
  const address = item.url.startsWith("data:") ? null : fileKey(item);
  const known = address ? /** @type {import("./local.js").FileData | null} */ (await recall(address)) : null;
  if (known) return { file: known, bytes: null };
  const bytes = await fetchBytes(item.url, page);
  const file = await fileData(await sha256Of(bytes), bytes);
  if (address) await remember(address, file);
  return { file, bytes };
}

/** @param {Refusal} refusal @param {string} sha256 @param {string} locale @returns {Assessment} */
const notChecked = ({ status }, sha256, locale) =>
  silent(sha256, "not_checked", renderReason(status === 415 ? "not_an_image" : "refused", {}, locale));

/**
 * Null when the server does not know the picture and does not get it.
 * @param {Item} item @param {Awaited<ReturnType<typeof fileOf>>} found @param {Context} context @param {Reach} reach
 * @returns {Promise<Assessment | null>}
 */
async function askServer(item, { file, bytes }, { locale, page }, reach) {
  const { statements, post } = item;
  const question = { sha256: file.sha256, statements, post };
  const ask = () => lookupIn(locale)(question);
  const maySend = async () => reach === "all" && !(await quotaEnds());
  let sends = await maySend(); // before, because nothing may come between the look at `uploads` and the entry there
  let known = await ask();
  if (!known && uploads.has(file.sha256)) {
    await uploads.get(file.sha256);
    sends = await maySend();
    known = await ask();
  }
  if (known || !sends) return /** @type {Assessment | null} */ (known);
  const sent = (async () => upload(question, bytes ?? (await fetchBytes(item.url, page)), locale))();
  uploads.set(file.sha256, sent.catch(() => null).finally(() => uploads.delete(file.sha256)));
  try {
    return await sent;
  } catch (error) {
    if (error instanceof Refusal) return error.assessment ?? notChecked(error, file.sha256, locale);
    if (!(error instanceof QuotaReached)) throw error;
    await noteQuota(error.retryAfter);
    return null;
  }
}

/**
 * The server's assessment, or null when the server is not there for us now, or not for this picture.
 * @param {Item} item @param {Awaited<ReturnType<typeof fileOf>>} found @param {Context} context @param {Reach} reach
 * @returns {Promise<Assessment | null>}
 */
async function assessRemotely(item, found, context, reach) {
  const { locale, onReturn } = context;
  const { sha256 } = found.file;
  const remembered = await recallAnswer(sha256, item, locale);
  if (remembered) return remembered;
  if (reach === "nothing" || !(await mayAsk())) return null;
  try {
    const first = await askServer(item, found, context, reach);
    const assessment = first && (await isOvertaken(first)) ? await askServer(item, found, context, reach) : first;
    if (assessment) await keepAnswer(assessment, sha256, item, locale);
    if (assessment?.status === "protected") await remember(fileKey(item), { sha256, evidence: [], hasSignedRecord: false });
    if (await noteAnswer()) onReturn();
    return assessment;
  } catch (error) {
    if (error instanceof Unavailable) await noteFailure(error);
    else if (error instanceof Refusal) return notChecked(error, sha256, locale);
    else if (!(error instanceof NoBytes)) throw error;
    return null;
  }
}

/** Why the server did not take part: keys of the catalogue's reasons. */
const ABSENCE = {
  connected: "no_server",
  unpaired: "not_paired",
  unreachable: "server_unreachable",
  offline: "server_unreachable",
  slow: "busy",
  overloaded: "busy",
  outdated: "server_outdated",
  no_permission: "no_permission",
};

/** @param {Reach} reach @returns {Promise<string>} */
async function absenceOf(reach) {
  const [{ state }, { server, token }] = [await connection(), await readSettings()];
  if (reach !== "all") return "private_place";
  if (state === "unpaired" && token && !isLoopback(server)) return "access_ended";
  return state === "connected" && (await quotaEnds()) ? "quota_reached" : ABSENCE[state];
}

/** What is known of a picture from elsewhere holds in a private place, too. @param {Assessment} answer @param {Reach} reach */
const inPlace = (answer, reach) => (reach === "all" ? answer : { ...answer, private: true });

/**
 * How far the server may be asked about a picture now.
 * @param {Item} item @param {Context} context
 */
const reachNow = async (item, { privatePage }) => reachOf(await readSettings(), Boolean(item.private || privatePage));

/** Did the reader hide it, who does not ask about it now? @param {Item} item @param {string} [sha256] */
const hid = async (item, sha256) => !item.asked && isHidden(item, sha256);

/**
 * @param {Item} item @param {Context} context
 * @returns {Promise<Assessment>}
 */
export function assess(item, context) {
  const { statements, platform } = item;
  const reach = () => reachNow(item, context);
  const locally = async (/** @type {import("./local.js").FileData | NoBytes} */ file) =>
    assessLocally(statements, platform, file, await absenceOf(await reach()), context.locale);
  return /** @type {Promise<Assessment>} */ (
    underWay(async () => {
      if (begun++ % TRIM_EVERY === 0) await trim();
      try {
        if (await hid(item)) return { ...silent(null, "none"), hidden: true };
        const found = await fileOf(item, context);
        if (await hid(item, found.file.sha256)) return { ...silent(null, "none"), hidden: true };
        const answer = await assessRemotely(item, found, context, await reach());
        if (found.bytes && answer?.status !== "protected" && !item.private && !context.privatePage) context.keep?.(found.file.sha256, found.bytes);
        return answer ? inPlace(answer, await reach()) : await locally(found.file);
      } catch (error) {
        if (error instanceof NoBytes) return locally(error);
        throw error;
      }
    })
  );
}

/**
 * Ask once more about a picture that the server has; null when it does not answer now, or wants to be left alone.
 * @param {Item} item @param {string} sha256 @param {Context} context
 * @returns {Promise<Assessment | null>}
 */
export async function askOnceMore(item, sha256, context) {
  const { statements, post } = item;
  const { locale } = context;
  if (!(await mayAsk())) return null;
  const assessment = /** @type {Assessment | null} */ (await lookupIn(locale)({ sha256, statements, post }));
  if (assessment) await keepAnswer(assessment, sha256, item, locale);
  return assessment && inPlace(assessment, await reachNow(item, context));
}

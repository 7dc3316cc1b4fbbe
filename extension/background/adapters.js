// Which adapter reads a document: by its host, else by a mark that its page carries. The adapter's files are run in the
// document that asks, before it hears what to do there.

import { runIn } from "./parts.js";

/** By the last names of a host. @type {Record<string, string[]>} */
const HOSTS = {
  x: ["x.com", "twitter.com"],
  bluesky: ["bsky.app"],
  mastodon: ["mastodon.social", "mastodon.online"],
  misskey: ["misskey.io"],
  facebook: ["facebook.com"],
  instagram: ["instagram.com"],
  threads: ["threads.net", "threads.com"],
  reddit: ["reddit.com"],
  linkedin: ["linkedin.com"],
  tiktok: ["tiktok.com"],
  youtube: ["youtube.com"],
  pinterest: ["pinterest.com"],
  tumblr: ["tumblr.com"],
};
const PINTEREST_ABROAD = /(^|\.)pinterest\.([a-z]{2}|com?\.[a-z]{2})$/; // pinterest.de, pinterest.co.uk, pinterest.com.mx
/** Software that runs under many names. */
const BY_MARK = ["mastodon", "misskey"];
/** What an adapter shares with others. @type {Record<string, string[]>} */
const BEFORE = { facebook: ["meta"], instagram: ["meta"], threads: ["meta"] };

/**
 * The adapter for a document, or null where only the general one fits.
 * @param {string} host @param {unknown} [marks] what the page says of itself; it may say anything
 */
export function adapterFor(host, marks = []) {
  const [known] = Object.entries(HOSTS).find(([, names]) => names.some((name) => host === name || host.endsWith(`.${name}`))) ?? [];
  if (known) return known;
  if (PINTEREST_ABROAD.test(host)) return "pinterest";
  return (Array.isArray(marks) && BY_MARK.find((mark) => marks.includes(mark))) || null;
}

/** @param {string} adapter */
export const filesOf = (adapter) => [...(BEFORE[adapter] ?? []), adapter].map((name) => `sites/${name}.js`);

/**
 * Run the adapter of the document that asks. Without one, or where the document is gone, the general one stays.
 * @param {unknown} marks @param {chrome.runtime.MessageSender} sender
 */
export async function loadAdapter(marks, sender) {
  const adapter = adapterFor(sender.url ? new URL(sender.url).hostname : "", marks);
  if (adapter) await runIn(sender, filesOf(adapter)).catch(() => undefined);
}

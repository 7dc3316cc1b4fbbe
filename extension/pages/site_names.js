// Sites by the names that people know them by: several addresses may be one site.

/** @type {Record<string, string>} */
const NAMES = {
  ...{ "x.com": "X", "twitter.com": "X", "bsky.app": "Bluesky", "facebook.com": "Facebook", "instagram.com": "Instagram" },
  ...{ "threads.net": "Threads", "threads.com": "Threads", "reddit.com": "Reddit", "old.reddit.com": "Reddit" },
  ...{ "linkedin.com": "LinkedIn", "tiktok.com": "TikTok", "youtube.com": "YouTube", "pinterest.com": "Pinterest" },
  ...{ "tumblr.com": "Tumblr" },
};
const OURSELVES = ["127.0.0.1", "localhost"]; // the server's own pages

/** @param {string} pattern a match pattern such as https://x.com/* */
export const hostOf = (pattern) => pattern.replace(/^[^:]+:\/\//, "").replace(/\/\*$/, "");

/**
 * The sites of match patterns, each with its hosts. One without a name of its own has that of its address.
 * @param {string[]} patterns @returns {Map<string, string[]>}
 */
export function sitesOf(patterns) {
  const sites = new Map();
  for (const host of patterns.map(hostOf).filter((one) => !OURSELVES.includes(one))) {
    const bare = host.replace(/^www\./, "");
    const name = NAMES[bare] ?? bare;
    sites.set(name, [...(sites.get(name) ?? []), host]);
  }
  return sites;
}

// Sites for adults that do not say so in their pages. Off until the reader switches one on.

const HOSTS = [
  "pornhub.com", "xvideos.com", "xnxx.com", "xhamster.com", "redtube.com", "youporn.com", "spankbang.com", "eporner.com",
  "onlyfans.com", "fansly.com", "chaturbate.com", "stripchat.com", "rule34.xxx", "e621.net",
];

/** @param {string} host */
export const isAdult = (host) => HOSTS.some((known) => host === known || host.endsWith(`.${known}`));

// Places that are not public. A server that somebody else runs is not asked about images there: a picture's hash alone
// would tell who runs it that this reader was shown this very file, and two readers with the same unknown hash that
// they are in touch. The reader's own computer learns nothing new, so there nothing changes.

import { isLoopback } from "./settings.js";

/** Paths of messages: x.com/i/chat, instagram.com/direct, mastodon's /conversations, reddit.com/message, ... */
const PATHS =
  /^\/((i|m|my|web|deck|timelines|marketplace)\/)*(messages?|messaging|messenger|conversations|direct|dms?|chats?|inbox)(\/|$)/i;
/** Hosts that hold nothing but messages. */
const HOSTS = /^(chat|dm|mail|webmail|messages?)\.|(^|\.)(messenger\.com|whatsapp\.com|telegram\.org|discord\.com|slack\.com)$/;

/** Is the page at this address one of messages? @param {string | undefined} address */
function isPrivatePage(address) {
  if (!address || !URL.canParse(address)) return false;
  const { hostname, pathname } = new URL(address);
  return HOSTS.test(hostname) || PATHS.test(pathname);
}

/**
 * A private window, or a page of messages. The address of the tab is that of now, the sender's own may be older; but a
 * prerendered page is in no tab yet. A frame is private with its page, and by itself.
 * @param {chrome.runtime.MessageSender} sender
 */
export const isPrivateSender = ({ tab, url, frameId, documentLifecycle }) =>
  Boolean(tab?.incognito) ||
  isPrivatePage(documentLifecycle === "prerender" ? url : (tab?.url ?? url)) ||
  (Boolean(frameId) && isPrivatePage(url));

/**
 * Marks by which a page itself knows what is private: its `path` (a pattern), and selectors of what is `around` the
 * image or its post, or `inside` the post. Windows of messages on X, LinkedIn and Facebook; Mastodon's visibility; the
 * lock of a protected account on X.
 * @param {string} host
 */
export const privateMarks = (host) => ({ path: HOSTS.test(host) ? "" : PATHS.source, ...MARKS });

const MARKS = {
  around: [
    '[data-testid="DMDrawer"]',
    '[data-testid^="dm" i]',
    '[data-testid*="conversation" i]',
    '[data-test-id*="conversation" i]',
    '[class*="msg-overlay"]',
    '[class*="msg-s-"]',
    '[aria-label*="conversation with" i]',
    "reddit-chat, rs-app",
    ".conversation, .status-direct, .status-private, .status__wrapper-direct, .status__wrapper-private",
    ".detailed-status__wrapper-direct, .detailed-status__wrapper-private",
  ].join(),
  inside: '[data-testid="User-Name"] [data-testid="icon-lock"]',
};

/**
 * How far the server may be asked about a picture.
 * @param {import("./settings.js").Settings} settings @param {boolean} inPrivatePlace
 * @returns {"all" | "hash" | "nothing"} `hash`: by its hash only, never with its bytes
 */
export function reachOf({ server, privateByHash }, inPrivatePlace) {
  if (!inPrivatePlace || isLoopback(server)) return "all";
  return privateByHash ? "hash" : "nothing";
}

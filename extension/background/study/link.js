// What a reader pastes or types to take part in a study: a link, and the code of somebody who took part before.

import { isLoopback } from "../settings.js";

/** @typedef {{server: string, host: string, id: string, code: string}} Invitation */

const CODE = /^[\w-]{4,64}$/;
const PARTICIPANT = /^[a-z2-7]{20}$/;

/**
 * What a link to a study says, or what is wrong with it.
 * @param {string} text as pasted @returns {Invitation | {fault: "study_bad_link" | "study_no_code" | "study_not_secure"}}
 */
export function readStudyLink(text) {
  const link = text.trim().replace(/^<|>$/g, "");
  if (!URL.canParse(link)) return { fault: "study_bad_link" };
  const { protocol, origin, host, pathname, hash, username, password } = new URL(link);
  const id = /^\/study\/([a-z][a-z0-9-]{2,39})\/?$/.exec(pathname)?.[1];
  if (!/^https?:$/.test(protocol) || username || password || !id) return { fault: "study_bad_link" };
  if (protocol !== "https:" && !isLoopback(origin)) return { fault: "study_not_secure" };
  const code = hash.slice(1);
  if (!code) return { fault: "study_no_code" };
  return CODE.test(code) ? { server: origin, host, id, code } : { fault: "study_bad_link" };
}

/** What a participant may type: with spaces, in capitals. @param {string} text @returns {string | null} null where it is no code */
export function readParticipantCode(text) {
  const code = text.toLowerCase().replace(/[\s-]/g, "");
  return PARTICIPANT.test(code) ? code : null;
}

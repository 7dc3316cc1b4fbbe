// What a file says about itself, for work without a server: IPTC source types, traces of generators, and whether a
// signed record is there (it is not read). The server's check in server/colophon/checks/metadata is the reference;
// only parameters hidden in the alpha channel are left to it.

import { readFields } from "./fields.js";
import { recognise } from "./generators.js";
import { Records } from "./records.js";
import { mediaTypeOf } from "./sniff.js";

/** @typedef {import("../../types").Evidence} Evidence */

/**
 * @param {Uint8Array} bytes a whole image file
 * @returns {Promise<{mediaType: string | null, evidence: Evidence[], hasSignedRecord: boolean}>} `mediaType` is null
 *   when the bytes are of no type we read; never rejects because of what the bytes are
 */
export async function readMetadata(bytes) {
  const mediaType = mediaTypeOf(bytes);
  if (mediaType === null) return { mediaType, evidence: [], hasSignedRecord: false };
  const records = new Records();
  const findings = recognise(await readFields(bytes, mediaType, records));
  return { mediaType, evidence: findings.map(toEvidence), hasSignedRecord: records.signed };
}

/** @param {import("./generators.js").Finding} finding @returns {Evidence} */
function toEvidence({ process, generator, field, digitalSourceType }) {
  return {
    source: "metadata",
    process,
    confidence: "stated",
    rank: 50,
    source_name: generator,
    date: null,
    details: { generator, field, digital_source_type: digitalSourceType },
  };
}

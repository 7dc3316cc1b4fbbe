// Labels without a server: from what the post says and what the file says about itself.

import { readMetadata } from "./metadata/index.js";
import { renderLabel, renderRow } from "./render.js";
import { resolve } from "./resolve.js";
import { statementEvidence } from "./statements.js";

/** @typedef {import("../types").Assessment} Assessment */
/** @typedef {import("../types").Evidence} Evidence */

/**
 * What a file says about itself; remembered instead of its bytes.
 * @typedef {{sha256: string, evidence: Evidence[], hasSignedRecord: boolean}} FileData
 */

/**
 * @param {string} sha256 @param {Uint8Array} bytes
 * @returns {Promise<FileData>}
 */
export async function fileData(sha256, bytes) {
  const { evidence, hasSignedRecord } = await readMetadata(bytes);
  return { sha256, evidence, hasSignedRecord };
}

/**
 * @param {import("../types").Statement[]} statements
 * @param {string | null} platform
 * @param {FileData | string} file what the file says, or why it could not be read
 * @param {string} locale
 * @param {Record<string, string>} strings
 * @returns {Assessment}
 */
export function assessLocally(statements, platform, file, locale, strings) {
  const read = typeof file === "string" ? null : file;
  const evidence = [...statementEvidence(statements, platform), ...(read?.evidence ?? [])];
  const resolution = resolve(evidence, { sensitive: false, detectorMaySpeak: false });
  const label = renderLabel(resolution, locale);
  const skipped = (/** @type {string} */ reason) => `skipped: ${strings[reason]}`;
  return {
    sha256: read?.sha256 ?? null,
    pdq: null,
    pdq_quality: null,
    status: label ? "labelled" : read ? "none" : "not_checked",
    label,
    conflict: resolution.conflict,
    evidence: evidence.map((one) => ({
      ...one,
      headline: one === resolution.headline,
      text: renderRow(one, one === resolution.headline, locale),
    })),
    checks: {
      statements: "done",
      metadata: read ? "done" : `skipped: ${file}`,
      c2pa: skipped(read?.hasSignedRecord ? "reason_record_unread" : "reason_no_server"),
      registry: skipped("reason_no_server"),
      detector: skipped("reason_no_server"),
    },
    versions: {},
    reason: read ? null : String(file),
    local: true,
  };
}

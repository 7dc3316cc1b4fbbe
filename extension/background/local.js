// Labels without a server: from what the post says and what the file says about itself.

import { LABELS_VERSION } from "./catalogue.js";
import { readMetadata } from "./metadata/index.js";
import { renderLabel, renderReason, renderRow } from "./render.js";
import { RESOLVER_VERSION, resolve } from "./resolve.js";
import { statementEvidence } from "./statements.js";

/** @typedef {import("../types").Assessment} Assessment */
/** @typedef {import("../types").Evidence} Evidence */

const PRIVATE = "private_place";

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
 * @param {FileData | import("./bytes.js").NoBytes} file what the file says, or why it could not be read
 * @param {string} absence why the server did not take part: a key of the catalogue's reasons
 * @param {string} locale
 * @returns {Assessment}
 */
export function assessLocally(statements, platform, file, absence, locale) {
  const read = file instanceof Error ? null : file;
  const evidence = [...statementEvidence(statements, platform), ...(read?.evidence ?? [])];
  const resolution = resolve(evidence, { sensitive: false, detectorMaySpeak: false });
  const label = renderLabel(resolution, locale);
  const reason = file instanceof Error ? renderReason(file.reason, file.values, locale) : null;
  const skipped = (/** @type {string} */ key) => `skipped: ${renderReason(key, {}, locale)}`;
  return {
    sha256: read?.sha256 ?? null,
    pdq: null,
    pdq_quality: null,
    status: label ? "labelled" : read && absence !== PRIVATE ? "none" : "not_checked",
    label,
    conflict: resolution.conflict,
    evidence: evidence.map((one) => ({
      ...one,
      headline: one === resolution.headline,
      text: renderRow(one, locale),
    })),
    checks: {
      statements: "done",
      metadata: read ? "done" : `skipped: ${reason}`,
      c2pa: skipped(read?.hasSignedRecord ? "record_unread" : absence),
      registry: skipped(absence),
      detector: skipped(absence),
    },
    versions: { resolver: RESOLVER_VERSION, labels: LABELS_VERSION },
    reason: reason ?? (absence === PRIVATE ? renderReason(PRIVATE, {}, locale) : null),
    local: true,
    ...(absence === PRIVATE && { private: true }),
  };
}

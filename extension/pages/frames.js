// What the frames of a tab report, as one: a page may show posts of other sites in frames.

/** Each reason once. @param {PageReport["reasons"]} all @param {PageReport["reasons"]} more */
function added(all, more) {
  const known = new Set(all.map(({ text }) => text));
  const countOf = (/** @type {string} */ text) => more.find((one) => one.text === text)?.count ?? 0;
  return [...all.map(({ text, count }) => ({ text, count: count + countOf(text) })), ...more.filter(({ text }) => !known.has(text))];
}

/** @param {PageReport} all @param {PageReport} one @returns {PageReport} */
const together = (all, one) => ({
  found: all.found + one.found,
  checked: all.checked + one.checked,
  labelled: all.labelled + one.labelled,
  nothing: all.nothing + one.nothing,
  unwanted: all.unwanted + one.unwanted,
  notChecked: all.notChecked + one.notChecked,
  reasons: added(all.reasons, one.reasons),
  local: all.local || one.local,
  private: all.private || one.private,
  adult: all.adult || one.adult,
  labels: [...all.labels, ...one.labels],
  doctor: all.doctor ?? one.doctor,
});

/**
 * Null where nothing is looked at: a site without access, or one that is switched off.
 * @param {number} tabId
 * @returns {Promise<PageReport | null>}
 */
export async function reportOf(tabId) {
  const func = () => globalThis.Colophon?.report?.() ?? null;
  const frames = await chrome.scripting.executeScript({ target: { tabId, allFrames: true }, func }).catch(() => []);
  const reports = frames.flatMap(({ frameId, result }) => {
    const report = /** @type {PageReport | null} */ (result ?? null);
    return report ? [{ ...report, labels: report.labels.map((label) => ({ ...label, frame: frameId })) }] : [];
  });
  return reports.length ? reports.slice(1).reduce(together, /** @type {PageReport} */ (reports[0])) : null;
}

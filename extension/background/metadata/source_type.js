// IPTC digital source types: which process a term states. The same table as in the server.

/** @typedef {import("../../types").Process} Process */

/** @type {ReadonlyMap<string, Process>} */
export const PROCESSES = new Map([
  ["digitalCapture", "captured"],
  ["computationalCapture", "captured"],
  ["negativeFilm", "captured"],
  ["positiveFilm", "captured"],
  ["print", "captured"],
  ["humanEdits", "captured_edited"],
  ["minorHumanEdits", "captured_edited"], // retired
  ["algorithmicallyEnhanced", "captured_edited"], // not generative
  ["trainedAlgorithmicMedia", "ai_generated"],
  ["compositeWithTrainedAlgorithmicMedia", "ai_edited"],
  ["compositeSynthetic", "composite_ai"],
  ["composite", "composite"],
  ["compositeCapture", "composite"],
  // For the card only: none of these says how the picture was made in our words.
  ["digitalCreation", "unknown"],
  ["digitalArt", "unknown"], // retired
  ["dataDrivenMedia", "unknown"],
  ["algorithmicMedia", "unknown"], // not AI
  ["softwareImage", "unknown"], // retired
  ["screenCapture", "unknown"],
  ["virtualRecording", "unknown"],
]);
const LONGEST = 200; // characters; the longest URI of the list has 84
const BY_LOWER = new Map([...PROCESSES.keys()].map((term) => [term.toLowerCase(), term]));

/** @param {string} value a URI, a QCode or the bare term @returns {string | null} */
export function termOf(value) {
  const last = value.slice(0, LONGEST).trim().replace(/\/+$/, "").split("/").at(-1)?.split(":").at(-1) ?? "";
  return BY_LOWER.get(last.toLowerCase()) ?? null;
}

// What Firefox has readers allow when they join a study, and take back: which kinds of data an extension sends. Others do
// not ask.

const SEEN = "technicalAndInteraction"; // what is seen of labels and done with them
const SAID = "personallyIdentifyingInfo"; // answers may be about the participant
const isAsked = () => chrome.runtime.getURL("").startsWith("moz-");

/** Call it in the reader's click. @param {import("../../types").StudyPlan} plan @returns {Promise<boolean>} */
export async function askToSend({ surveys }) {
  if (!isAsked()) return true;
  const data_collection = [SEEN, ...(surveys.length ? [SAID] : [])];
  return chrome.permissions.request(/** @type {any} */ ({ data_collection })).catch(() => false);
}

/** Nothing of the kind is sent any more. */
export async function sendNoMore() {
  if (isAsked()) await chrome.permissions.remove(/** @type {any} */ ({ data_collection: [SEEN, SAID] })).catch(() => false);
}

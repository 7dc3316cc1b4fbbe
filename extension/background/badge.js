// The toolbar's count of labelled images: the one place that a page cannot imitate.

const SLATE = "#1f2937";

/** @param {number} tabId @param {number} labelled */
export async function showCount(tabId, labelled) {
  try {
    await chrome.action.setBadgeBackgroundColor({ tabId, color: SLATE });
    await chrome.action.setBadgeTextColor?.({ tabId, color: "#ffffff" });
    await chrome.action.setBadgeText({ tabId, text: labelled ? String(Math.min(labelled, 999)) : "" });
  } catch {
    // the tab was closed in the meantime
  }
}

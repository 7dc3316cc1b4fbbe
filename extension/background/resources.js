// Opening the page of resources, from the card of a label.

/** Kinds of sources by which the page puts what fits first. @param {unknown} source */
const isKind = (source) => typeof source === "string" && /^[a-z_]+$/.test(source);

/** @param {unknown} source the kind of source that speaks in the label; nothing about the image or its page */
export async function openResources(source) {
  const part = isKind(source) ? `#${source}` : "";
  await chrome.tabs.create({ url: chrome.runtime.getURL(`pages/resources.html${part}`) });
  return { opened: true };
}

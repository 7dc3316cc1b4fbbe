// Where else an image is on the web: links to services that search for it by its address, if the reader switched them on.
// Nothing goes there before a reader follows one. Loaded with the first card that is opened.
"use strict";
{
  const { element } = Colophon;

  /** Each takes the address of an image at the end of its own (addresses as of 2026-07). @type {[string, string][]} */
  const SERVICES = [
    ["Google Lens", "https://lens.google.com/uploadbyurl?url="],
    ["Bing", "https://www.bing.com/images/searchbyimage?cbir=sbi&imgurl="],
    ["Yandex", "https://yandex.com/images/search?rpt=imageview&url="],
    ["TinEye", "https://tineye.com/search?url="],
  ];
  const LOCAL = /^[^.]*$|^[\d.]+$|^\[|\.(local|localhost|internal|arpa)\.?$/; // names that mean nothing elsewhere

  /** May its address be told to others, and would it say anything to them? @param {Tracked} entry */
  function isPublic({ src, question, assessment }) {
    const hidden = question.private || assessment?.private || Colophon.privatePage || chrome.extension?.inIncognitoContext;
    if (hidden || !URL.canParse(src)) return false;
    const { protocol, username, password, hostname } = new URL(src);
    return /^https?:$/.test(protocol) && !username && !password && !LOCAL.test(hostname);
  }

  Colophon.elsewhereSection = (entry) => {
    const services = Colophon.elsewhere && isPublic(entry) ? SERVICES : [];
    const links = services.map(([textContent, address]) =>
      element("a", {
        ...{ className: "plain", href: address + encodeURIComponent(entry.src) },
        ...{ target: "_blank", rel: "noopener noreferrer", textContent },
      }),
    );
    const summary = element("summary", { textContent: Colophon.t("elsewhere_title") });
    const about = element("p", { className: "note", textContent: Colophon.t("elsewhere_about") });
    return element("details", { hidden: !links.length }, summary, about, ...links);
  };
  void 0; // the last value goes back to the background, and a function cannot
}

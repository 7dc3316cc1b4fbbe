// For an image on a list of protected ones: no label, only a way to help. Loaded when a page first has such an image.
"use strict";
{
  const { element } = Colophon;

  const sheet = Colophon.sheetOf(`
  .help {
   all: unset; box-sizing: border-box; position: relative; pointer-events: auto; cursor: pointer; flex: none; margin: 8px;
   display: inline-flex; align-items: center; height: 26px; padding: 0 8px; border-radius: 4px; background: var(--paper); color: var(--ink); font-weight: 400;
   text-decoration: underline; text-underline-offset: 2px;
  }
  .help:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
  @media (pointer: coarse) { .help::after { content: ""; position: absolute; inset: -10px; min-width: 44px; } }`);

  Colophon.createHelpLink = ({ element: picture }) => {
    const { host, root, frame } = Colophon.createHost(Colophon.locale);
    root.adoptedStyleSheets = [Colophon.chipSheet, sheet];
    const link = element("button", { className: "help", type: "button", role: "link", textContent: Colophon.t("help_link") });
    link.setAttribute("aria-label", Colophon.t("help_link_name"));
    link.addEventListener("click", () => void Colophon.ask({ type: "help" }));
    frame.append(link);
    if (Colophon.openForTests) host.dataset.colophonState = JSON.stringify({ label: null, status: "protected" });
    Colophon.place(host, picture);
    return { kind: "help", host, update: () => {}, setHidden: (hidden) => (host.hidden = hidden), remove: () => host.remove() };
  };
  void 0; // the last value goes back to the background, and a function cannot
}

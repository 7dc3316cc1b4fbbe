// The looks of what stands on images. Colours: label specification, section 11. Sizes in px: the page's own font size
// must not reach in, and page zoom still works.
"use strict";
{
  const colours = `
  --paper: #f9fafb; --ink: #1f2937; --soft: #4b5563; --line: #6b7280; --rule: #e5e7eb; --focus: #2563eb;
  --shadow: 0 1px 2px rgb(0 0 0 / .18);`;
  const darkColours = `
  --paper: #1f2937; --ink: #f9fafb; --soft: #cbd5e1; --line: #6b7280; --rule: #374151; --focus: #93c5fd;`;

  const chip = `
  :host {
   display: block !important; position: absolute !important; box-sizing: border-box !important;
   height: 0 !important; min-height: 0 !important; margin: 0 !important; padding: 0 !important;
   border: 0 !important; background: none !important; overflow: visible !important; float: none !important;
   opacity: 1; pointer-events: none !important; transform: none; animation: none; transition: none;
   font: 500 13px/1.2 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; text-align: start;
   letter-spacing: normal; text-transform: none; white-space: normal; word-spacing: normal; text-indent: 0;
   color-scheme: light dark; user-select: none;
   ${colours}
  }
  :host([hidden]) { display: none !important; }
  :host([data-under]) { visibility: hidden !important; }
  @media (prefers-color-scheme: dark) { :host { ${darkColours} } }
  :host([data-corner^="bottom"]) { top: auto !important; }
  .frame { container-type: inline-size; display: flex; height: 0; padding-top: var(--row, 0); margin: var(--inset, 0); overflow: visible; justify-content: right; }
  :host([data-corner$="left"]) .frame { justify-content: left; }
  :host([data-corner^="bottom"]) .frame { align-items: end; }
  .group { display: contents; }
  .chip {
   all: unset; box-sizing: border-box; position: relative; pointer-events: auto; cursor: pointer;
   display: inline-flex; align-items: center; gap: 6px; flex: none; margin: 8px; min-height: 26px; min-width: 26px;
   scroll-margin: 90px;
   max-width: min(100cqw - 16px, 60cqw + (1em - 13px) * 99); padding-inline: 7px 9px; border-radius: 13px; border: 1px solid var(--line);
   background: var(--paper); color: var(--ink); box-shadow: var(--shadow);
  }
  .gone { opacity: 0; pointer-events: none; }
  .chip:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 2px var(--paper); }
  svg { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
  .chip svg { flex: none; width: 14px; height: 14px; }
  .text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding-block: 2px; }
  @container (max-width: 239.9px) {
   .chip { padding: 0; justify-content: center; width: 26px; }
   .text { position: absolute; width: 1px; height: 1px; clip-path: inset(50%); padding: 0; }
  }
  @media (pointer: coarse) { .chip::after { content: ""; position: absolute; inset: -10px; min-width: 44px; } }
  @media (forced-colors: active) { .chip { border: 1px solid ButtonText; background: ButtonFace; color: ButtonText; } }
  @media print { :host { display: none !important; } }`;

  Colophon.sheetOf = (css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    return sheet;
  };

  Colophon.chipSheet = Colophon.sheetOf(chip);
  void 0; // the last value goes back to the background, and a function cannot
}

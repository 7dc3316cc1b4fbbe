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
   font: ${Colophon.chipFont}; text-align: start;
   letter-spacing: normal; text-transform: none; white-space: normal; word-spacing: normal; text-indent: 0;
   color-scheme: light dark; user-select: none;
   ${colours}
  }
  :host([hidden]) { display: none !important; }
  :host([data-under]) { visibility: hidden !important; }
  @media (prefers-color-scheme: dark) { :host { ${darkColours} } }
  :host([data-corner^="bottom"]) { top: var(--low, auto) !important; }
  :host([data-corner^="below"]) { top: var(--low, anchor(bottom)) !important; }
  .frame { display: flex; height: 0; padding-top: var(--row, 0); margin: var(--inset, 0); overflow: visible; justify-content: right; align-items: start; }
  :host([data-corner$="left"]) .frame { justify-content: left; }
  :host([data-corner^="bottom"]) .frame { align-items: end; }
  .group { display: contents; }
  .chip {
   all: unset; box-sizing: border-box; pointer-events: auto; cursor: pointer;
   display: inline-flex; align-items: center; gap: 5px; flex: none; margin: 8px; min-height: 26px; min-width: 26px;
   scroll-margin: 90px;
   --one: 0em; --two: 0em; --most: min(100% - 16px, 60% + (1em - 13px) * 99);
   --in-one: min(var(--most), (var(--most) - var(--one) - 35.9px) * 9999);
   --in-two: min(var(--two) + 36px, (var(--most) - var(--two) - 35.9px) * 9999);
   max-width: max(26px, min(max(var(--in-one), var(--in-two)), (100% - 239.9px) * 9999)); padding-inline: 5px;
   border-radius: 14px; border: 1px solid var(--line);
   background: var(--paper); color: var(--ink); box-shadow: var(--shadow);
  }
  :host([data-corner^="below"]) .chip { margin: 4px 0; }
  .show { max-width: var(--most); }
  .gone { opacity: 0; pointer-events: none; }
  .chip:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 2px var(--paper); }
  svg { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
  .chip svg { flex: none; width: 14px; height: 14px; }
  .text { align-self: start; align-content: center; overflow-x: clip; min-width: 0; min-height: 24px; margin-inline-end: 3px; line-height: 1; }
  .away { height: 24px; overflow: clip; }
  .text span { display: inline-block; }
  @media (pointer: coarse) { .chip { position: relative; } .chip::after { content: ""; position: absolute; inset: -10px; min-width: 44px; } }
  :host([data-corner^="below"]) .chip::after { inset-inline: 0; }
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

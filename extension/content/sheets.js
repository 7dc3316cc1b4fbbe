// The looks of the chip and the card. Colours: label specification, section 11. Sizes in px: the page's own font
// size must not reach in, and page zoom still works.
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
  @media (prefers-color-scheme: dark) { :host { ${darkColours} } }
  .frame { container-type: inline-size; display: flex; height: 0; overflow: visible; justify-content: flex-end; }
  .frame[data-end="left"] { justify-content: flex-start; }
  .group { display: contents; }
  .chip {
   all: unset; box-sizing: border-box; position: relative; pointer-events: auto; cursor: pointer;
   display: inline-flex; align-items: center; gap: 6px; flex: none; margin: 8px; height: 26px; min-width: 26px;
   max-width: 60cqw; padding: 0 9px 0 7px; border-radius: 13px; border: 1px solid var(--line);
   background: var(--paper); color: var(--ink); box-shadow: var(--shadow);
  }
  .chip:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; box-shadow: 0 0 0 2px var(--paper); }
  .chip svg { flex: none; width: 14px; height: 14px; }
  .text { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; padding-block: 2px; }
  @container (max-width: 239.9px) {
   .chip { padding: 0; justify-content: center; width: 26px; }
   .text { position: absolute; width: 1px; height: 1px; clip-path: inset(50%); padding: 0; }
  }
  @media (pointer: coarse) { .chip::after { content: ""; position: absolute; inset: -9px; min-width: 44px; } }
  @media (forced-colors: active) { .chip { border: 1px solid ButtonText; background: ButtonFace; color: ButtonText; } }
  @media print { :host { display: none !important; } }`;

  const card = `
  .card {
   box-sizing: border-box; position: fixed; inset: auto; margin: 6px 0; padding: 16px 18px 14px; overflow: auto;
   position-anchor: auto; position-area: block-end span-inline-start;
   position-try-fallbacks: flip-block, flip-inline, flip-block flip-inline;
   width: min(340px, 100vw - 24px); max-height: min(560px, 80vh); pointer-events: auto; overscroll-behavior: contain;
   border: 1px solid var(--line); border-radius: 12px; background: var(--paper); color: var(--ink);
   box-shadow: 0 8px 28px rgb(0 0 0 / .22); font-weight: 400; font-size: 13.5px; line-height: 1.5; cursor: auto;
   user-select: text; overflow-wrap: anywhere; scrollbar-width: thin; scrollbar-color: var(--line) transparent;
  }
  .card:focus-visible, .close:focus-visible, summary:focus-visible, .plain:focus-visible {
   outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px;
  }
  h2 { margin: 0 28px 6px 0; font-size: 16px; font-weight: 650; line-height: 1.3; }
  h3 { margin: 16px 0 6px; font-size: 12px; font-weight: 600; color: var(--soft); }
  p { margin: 0 0 6px; }
  blockquote { margin: 6px 0 0; padding: 0 0 0 10px; border-inline-start: 2px solid var(--line); color: var(--soft); }
  ul { list-style: none; margin: 0; padding: 0; }
  li + li { margin-top: 8px; padding-top: 8px; border-top: 1px solid var(--rule); }
  .who { display: flex; justify-content: space-between; gap: 12px; font-weight: 600; }
  .who time { flex: none; font-weight: 400; color: var(--soft); }
  .unchecked li { color: var(--soft); }
  .unchecked li + li { margin-top: 6px; padding-top: 0; border: 0; }
  .unchecked b { font-weight: 500; color: var(--ink); }
  .note { color: var(--soft); }
  details { margin-top: 14px; padding-top: 10px; border-top: 1px solid var(--rule); color: var(--soft); }
  summary { cursor: pointer; padding-block: 3px; }
  pre {
   margin: 8px 0; padding: 8px; max-height: 180px; overflow: auto; border: 1px solid var(--rule); border-radius: 6px;
   font: 11px/1.45 ui-monospace, monospace; white-space: pre-wrap; color: var(--ink);
  }
  .plain {
   all: unset; box-sizing: border-box; cursor: pointer; display: inline-block; min-height: 24px; padding: 2px 0;
   margin-inline-end: 16px; color: var(--ink); text-decoration: underline; text-underline-offset: 2px;
  }
  .close {
   all: unset; box-sizing: border-box; position: absolute; inset-block-start: 10px; inset-inline-end: 10px;
   width: 28px; height: 28px; display: grid; place-items: center; border-radius: 6px; cursor: pointer; color: var(--soft);
  }
  .close svg { width: 12px; height: 12px; }
  @media (pointer: coarse) { .close { width: 44px; height: 44px; inset-block-start: 4px; inset-inline-end: 4px; } }
  @media (forced-colors: active) { .card { border: 1px solid CanvasText; } }`;

  Colophon.sheets = { chip, card };
}

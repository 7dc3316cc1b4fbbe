// The looks of the card, on top of those of the chip.
"use strict";
{
  Colophon.cardSheet = Colophon.sheetOf(`
  .card {
   box-sizing: border-box; position: fixed; inset: auto; margin: 6px 0; padding: 0; overflow: hidden;
   position-anchor: auto; position-area: block-end span-inline-start;
   position-try-fallbacks: flip-block, flip-inline, flip-block flip-inline;
   width: min(340px, 100vw - 24px); min-height: min(400px, 42vh); max-height: calc(100% - 12px); pointer-events: auto;
   border: 1px solid var(--line); border-radius: 12px; background: var(--paper); color: var(--ink);
   box-shadow: 0 8px 28px rgb(0 0 0 / .22); font-weight: 400; font-size: 13.5px; line-height: 1.5; cursor: auto;
   user-select: text; overflow-wrap: anywhere;
  }
  .card:popover-open, .leaf { display: flex; flex-direction: column; }
  .leaf {
   flex: auto; position: relative; min-height: 0; padding: 16px 18px 14px; padding-inline-end: 12px; overflow: auto; overscroll-behavior: contain;
   scrollbar-width: thin; scrollbar-gutter: stable; scrollbar-color: var(--line) transparent;
  }
  .leaf > * { flex: none; }
  @media (max-width: 420px) { .card { position-area: block-end span-all; justify-self: center; } }
  :host([dir="ltr"]) :is(.chip, .card) { direction: ltr; }
  :host([dir="rtl"]) :is(.chip, .card) { direction: rtl; }
  :is(.card, .close, summary, input, textarea, pre, .plain):focus-visible {
   outline: 2px solid var(--focus); outline-offset: 2px; border-radius: 4px;
  }
  h2 { margin: 0; margin-block-end: 6px; margin-inline-end: 28px; font-size: 16px; font-weight: 650; line-height: 1.3; }
  h3 { margin: 16px 0 6px; font-size: 12px; font-weight: 600; color: var(--soft); }
  p { margin: 0 0 6px; }
  blockquote { margin: 6px 0 0; text-align: start; padding-inline-start: 10px; border-inline-start: 2px solid var(--line); color: var(--soft); }
  ul { list-style: none; margin: 0; padding: 0; }
  li + li { margin-top: 8px; padding-top: 8px; border-top: 1px solid var(--rule); }
  li .plain { margin-top: 4px; }
  .who { display: flex; justify-content: space-between; gap: 12px; font-weight: 600; }
  .who time { flex: none; font-weight: 400; color: var(--soft); }
  .unchecked li { color: var(--soft); }
  .unchecked li + li { margin-top: 6px; padding-top: 0; border: 0; }
  .unchecked b { font-weight: 500; color: var(--ink); }
  .note, .soft { color: var(--soft); }
  .note + .plain { margin-top: 2px; }
  [data-part="contest"], [data-part="unused"] { margin-top: 14px; padding-top: 10px; border-top: 1px solid var(--rule); }
  [data-part="remember"], [data-part="hide"] { margin-top: 8px; }
  [data-started], [data-started] + section { padding-top: 10px; border-top: 1px solid var(--rule); }
  [data-started] + section { margin-top: 14px; }
  [data-part="contest"] h3, [data-part="remember"] h3 { margin-top: 0; }
  [hidden] { display: none; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 12px; margin: 0 0 10px; }
  dt { color: var(--soft); }
  dd { margin: 0; }
  label { display: flex; align-items: center; gap: 8px; min-height: 24px; margin-bottom: 8px; }
  label input { flex: none; width: 16px; height: 16px; margin: 0; accent-color: var(--ink); }
  .field { flex-direction: column; align-items: stretch; gap: 4px; color: var(--soft); }
  textarea {
   box-sizing: border-box; width: 100%; padding: 6px 8px; border: 1px solid var(--line); border-radius: 6px; resize: vertical;
   background: transparent; color: var(--ink); font: inherit;
  }
  .outcome:focus, h3:focus { outline: none; }
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
  .go { padding: 4px 14px; border: 1px solid var(--ink); border-radius: 6px; background: var(--ink); color: var(--paper); font-weight: 500; text-decoration: none; }
  .close {
   all: unset; position: absolute; top: 10px; inset-inline-end: 12px;
   background: var(--paper); width: 28px; height: 28px; display: grid; place-items: center; border-radius: 6px; cursor: pointer; color: var(--soft);
  }
  .close svg { width: 12px; height: 12px; }
  @media (pointer: coarse) {
   .plain, summary, label { min-width: 44px; min-height: 44px; align-content: center; }
   label input { width: 24px; height: 24px; }
   .close { width: 44px; height: 44px; top: 4px; inset-inline-end: 4px; }
  }`);
}

// Where a card stands in browsers that cannot anchor it to its chip.
"use strict";
{
  const EDGE = 12; // px between card and viewport

  /** The card is put once: below the chip, or above it where it does not fit and there is more room. */
  Colophon.placeCard = (card, button) => {
    const { style } = card;
    const { right, top, bottom } = button.getBoundingClientRect();
    const [above, below] = [top - EDGE, innerHeight - bottom - EDGE];
    style.maxHeight = "none";
    const under = card.offsetHeight <= below || below >= above;
    style.maxHeight = `${under ? below : above}px`;
    const { clientWidth } = document.documentElement;
    style.left = `${Math.max(EDGE, Math.min(right - card.offsetWidth, clientWidth - card.offsetWidth - EDGE))}px`;
    style.top = `${under ? bottom : top - card.offsetHeight - EDGE}px`;
  };
  void 0; // the last value goes back to the background, and a function cannot
}

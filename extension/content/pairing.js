// On the server's own /pair page only: hands the code in the address to the background and says what came of it.
"use strict";
{
  async function pair() {
    const code = decodeURIComponent(location.hash.slice(1));
    if (location.pathname !== "/pair" || !code) return;
    history.replaceState(null, "", location.pathname);
    const outcome = await Colophon.ask({ type: "pair", server: location.origin, code });
    const place = document.querySelector("#colophon-pair-status");
    if (!outcome || !place) return;
    place.textContent = outcome.message;
    document.querySelector("#colophon-pair-help")?.toggleAttribute("hidden", outcome.outcome === "paired");
    if (outcome.locale) place.setAttribute("lang", outcome.locale);
  }

  addEventListener("hashchange", pair);
  void pair();
}

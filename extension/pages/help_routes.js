// Where there is help with an image: official sites and well-known services, no telephone numbers (they change).
// Sources: label specification, section 10, edge case 5; the services' own sites.

/** @typedef {{name: string, url: string, about: string}} Route `about` is the key of a string */

/** @type {Route[]} */
export const EVERYWHERE = [
  { name: "StopNCII.org", url: "https://stopncii.org/", about: "help_adults" },
  { name: "Take It Down", url: "https://takeitdown.ncmec.org/", about: "help_minors" },
];

/** @type {Route[]} */
export const OTHER_COUNTRIES = [{ name: "INHOPE", url: "https://www.inhope.org/", about: "help_hotlines" }];

/** @type {Route[]} */
export const SEARCH = [
  { name: "Google", url: "https://support.google.com/websearch/answer/6302812", about: "help_removal" },
  { name: "Bing", url: "https://www.microsoft.com/concern/revengeporn", about: "help_removal" },
];

/** National services by country, ISO 3166-1. @type {Record<string, Route[]>} */
export const NATIONAL = {
  AU: [{ name: "eSafety Commissioner", url: "https://www.esafety.gov.au/", about: "help_official" }],
  BR: [{ name: "SaferNet", url: "https://www.safernet.org.br/", about: "help_support" }],
  CA: [{ name: "NeedHelpNow.ca", url: "https://needhelpnow.ca/", about: "help_support" }],
  DE: [{ name: "HateAid", url: "https://hateaid.org/", about: "help_support" }],
  ES: [{ name: "AEPD, Canal prioritario", url: "https://www.aepd.es/canalprioritario", about: "help_official" }],
  FR: [
    { name: "PHAROS", url: "https://www.internet-signalement.gouv.fr/", about: "help_official" },
    { name: "e-Enfance", url: "https://e-enfance.org/", about: "help_support" },
  ],
  GB: [
    { name: "Revenge Porn Helpline", url: "https://revengepornhelpline.org.uk/", about: "help_adults" },
    { name: "Internet Watch Foundation", url: "https://www.iwf.org.uk/", about: "help_minors" },
  ],
  IE: [{ name: "Hotline.ie", url: "https://www.hotline.ie/", about: "help_support" }],
  IN: [{ name: "Cyber Crime Portal", url: "https://cybercrime.gov.in/", about: "help_official" }],
  NL: [{ name: "Helpwanted", url: "https://www.helpwanted.nl/", about: "help_support" }],
  NO: [{ name: "Slettmeg.no", url: "https://slettmeg.no/", about: "help_support" }],
  NZ: [{ name: "Netsafe", url: "https://netsafe.org.nz/", about: "help_support" }],
  US: [
    { name: "takeitdown.ftc.gov", url: "https://takeitdown.ftc.gov/", about: "help_ftc" },
    { name: "Cyber Civil Rights Initiative", url: "https://cybercivilrights.org/", about: "help_support" },
    { name: "CyberTipline", url: "https://report.cybertip.org/", about: "help_minors" },
  ],
};

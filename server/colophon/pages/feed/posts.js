// The posts of the feed, as any feed has them.

/** @typedef {{item: string, width: number, height: number, author: string, caption: string, alt: string, assessment: any}} Post */

const ACTS = ["like", "reply", "share_click"];

/** @param {string} name @param {object} [properties] @param {(Node | string)[]} children */
export function make(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) /** @type {any} */ (made)[key] = value;
    else made.setAttribute(key, String(value));
  }
  made.append(...children);
  return made;
}

/** @param {string} act @param {string[]} pressed @param {(key: string) => string} t @param {(pressed: boolean) => void} tell */
function actButton(act, pressed, t, tell) {
  const button = make("button", { type: "button", className: "act", "data-study-act": act, "aria-pressed": pressed.includes(act), textContent: t(`feed_${act}`) });
  button.addEventListener("click", () => {
    const now = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(now));
    tell(now);
  });
  return button;
}

/**
 * @param {Post} post @param {{study: string, number: number, of: number, pressed: string[], t: (key: string, values?: any) => string, press: (act: string, pressed: boolean) => void}} about
 * @returns {{article: HTMLElement, picture: HTMLImageElement}}
 */
export function postOf({ item, width, height, author, caption, alt }, { study, number, of, pressed, t, press }) {
  const picture = /** @type {HTMLImageElement} */ (make("img", { src: `/study/${study}/pictures/${item}`, alt, width, height }));
  const name = `post-${number}`;
  const article = make(
    "article",
    { className: "post", "aria-labelledby": name, "aria-posinset": number, "aria-setsize": of, tabIndex: -1 },
    make("h2", { id: name, dir: "auto", textContent: author }),
    ...(caption ? [make("p", { className: "caption", dir: "auto", textContent: caption })] : []),
    make("div", { className: "picture" }, picture),
    make("div", { className: "acts" }, ...ACTS.map((act) => actButton(act, pressed, t, (now) => press(act, now)))),
  );
  return { article, picture };
}

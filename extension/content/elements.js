// Small builders of elements, without markup strings.
"use strict";
{
  const SVG = "http://www.w3.org/2000/svg";

  /** An element with properties (`className`, `textContent`, `aria-*`, ...) and children. */
  Colophon.element = (name, properties = {}, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in element) /** @type {any} */ (element)[key] = value;
      else element.setAttribute(key, value);
    }
    element.append(...children);
    return element;
  };

  /** Colophon's mark: an open book. */
  Colophon.glyph = () => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", "M8 4C6.6 2.9 4.4 2.6 1.5 2.8v9.4c2.9-.2 5.1.1 6.5 1.2 1.4-1.1 3.6-1.4 6.5-1.2V2.8C11.6 2.6 9.4 2.9 8 4Zm0 0v9.2");
    svg.append(path);
    return svg;
  };
}

// Runs before every page of the tests: keeps what moved, and answers what the page and its labels look like.
() => {
  const ours = "colophon-label";
  const all = (root, selector) => [
    ...(root.shadowRoot && root.localName !== ours ? all(root.shadowRoot, selector) : []),
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((e) => (e.shadowRoot && e.localName !== ours ? all(e.shadowRoot, selector) : [])),
  ];
  const box = (element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + scrollX, y: y + scrollY, width, height };
  };
  const picture = (post) => all(post, "img").sort((a, b) => b.clientWidth * b.clientHeight - a.clientWidth * a.clientHeight)[0];
  const label = (host) => {
    const mark = host.shadowRoot.querySelector(".chip, .help, .box");
    return { local: false, ...JSON.parse(host.dataset.colophonState), text: mark.textContent, chip: box(mark) };
  };
  const probe = {
    shifts: [],
    before: null,
    hosts: (post) => [...new Set(all(post, ours))].filter((host) => host.dataset.colophonState), // what covers a picture has none
    picture,
    pictures: () => all(document, "[data-expect]"),
    posts: () => Object.fromEntries(all(document, "[data-case]").map((post) => [post.dataset.case, post])),
    labels: () =>
      Object.fromEntries(
        Object.entries(probe.posts()).map(([name, post]) => [name, { picture: box(picture(post)), labels: probe.hosts(post).map(label) }]),
      ),
    rectangles: () =>
      [...new Set(all(document, "body, body *"))]
        .filter((e) => e.localName !== ours)
        .map((e) => [e.localName, ...Object.values(box(e))].join(" ")),
  };
  window.probe = probe;
  if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) {
    const moved = ({ node, previousRect, currentRect }) => [node?.outerHTML?.slice(0, 200) ?? node?.nodeName, previousRect, currentRect];
    const shift = ({ value, sources }) => ({ value, moved: sources.map(moved) });
    new PerformanceObserver((list) => probe.shifts.push(...list.getEntries().map(shift))).observe({ type: "layout-shift", buffered: true });
  }
  addEventListener("load", () => (probe.before = probe.rectangles()));
}

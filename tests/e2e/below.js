// What is wrong with the labels on the battery's page `below`: each post has one, where its `data-below` says, over nothing
// of the site's own and below nothing.
() => {
  const near = (a, b) => Math.abs(a - b) <= 1;
  const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
  const sideOf = (chip, picture) => {
    if (chip.top >= picture.top && chip.bottom <= picture.bottom) return "no";
    if (!near(chip.top, picture.bottom + 4)) return "?";
    return near(chip.left, picture.left) ? "left" : near(chip.right, picture.right) ? "right" : "?";
  };
  const wrong = (post) => {
    const hosts = [...post.querySelectorAll("colophon-label")];
    if (hosts.length !== 1) return [`${hosts.length} labels`];
    const [chip, picture] = [hosts[0].shadowRoot.querySelector(".chip"), post.querySelector("img")].map((one) => one.getBoundingClientRect());
    const side = sideOf(chip, picture);
    const covered = [...post.querySelectorAll("[data-control]")].filter((one) => meet(one.getBoundingClientRect(), chip));
    const on = document.elementFromPoint(chip.x + chip.width / 2, chip.y + chip.height / 2);
    return [
      ...(side === post.dataset.below ? [] : [`at ${side}`]),
      ...covered.map((one) => `over ${one.dataset.control}`),
      ...(on === hosts[0] ? [] : ["out of reach"]),
    ];
  };
  return [...document.querySelectorAll("[data-below]")].flatMap((post) => wrong(post).map((what) => `${post.dataset.case}: ${what}`));
}

"""axe-core in a page: what it finds wrong with one element, shadow trees that are open included."""

from __future__ import annotations

from pathlib import Path

from colophon.browser import Tab

SOURCE = Path(__file__).parent.parent / "extension" / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOAD = "(() => { %s; return typeof axe; })()"
# `region` asks for landmarks of the whole page, which is not ours
RUN = """axe.run(%s, { runOnly: { type: "tag", values: %s }, rules: { region: { enabled: %s } } })
  .then(({ violations, passes, incomplete }) => ({
    passes: passes.map(({ id }) => id),
    violations: violations.map(({ id, nodes }) => `${id}: ${nodes.map((n) => n.html + n.failureSummary)}`),
    unsure: incomplete.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`),
  }))"""


async def violations(tab: Tab, element: str, whole_page: bool = False) -> list[str]:
    """What breaks a rule in ``element`` (an expression in the page), and of which colours axe is not sure."""
    if await tab.evaluate("typeof globalThis.axe") != "object":
        assert await tab.evaluate(LOAD % SOURCE.read_text(encoding="utf-8")) == "object"
    found = await tab.evaluate(RUN % (element, TAGS, "true" if whole_page else "false"))
    assert found["passes"], "axe looked at nothing"
    return [*found["violations"], *(one for one in found["unsure"] if one.startswith("color-contrast"))]

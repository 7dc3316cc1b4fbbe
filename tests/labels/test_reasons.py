"""Every reason the code can give has words, the words ask for what it gives, and no words lie unused."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from colophon.evidence import Why
from colophon.labels.messages import LOCALES, messages
from colophon.labels.values import placeholders
from colophon_model import Gate

ROOT = Path(__file__).parent.parent.parent
SERVER = [*(ROOT / "server" / "colophon").rglob("*.py"), *(ROOT / "model" / "colophon_model").rglob("*.py")]
EXTENSION = [p for p in (ROOT / "extension").rglob("*.js") if p.name != "catalogue.js"]

# What only a browser can know: the server has no use for these.
OF_THE_EXTENSION = {
    "no_server",
    "not_paired",
    "server_unreachable",
    "server_outdated",
    "access_ended",
    "no_permission",
    "quota_reached",
    "private_place",
    "record_unread",
    "pending",
    "busy",
    "refused",
    "unreadable_here",
}


def given() -> Iterator[tuple[str, set[str]]]:
    """Each place that makes a `Reason`, or a model's `Stop`: its key, and the values it gives."""
    for path in SERVER:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {"Reason", "Stop"}:
                keys = re.findall(r"\b(?:Why|Gate)\.([A-Z_]+)", ast.unparse(node.args[0]))
                values = node.args[-1]
                names = (
                    {ast.literal_eval(k) for k in values.keys if k} if isinstance(values, ast.Dict) else set()
                )
                yield from ((Why[key], names) for key in keys)


def test_every_reason_has_words_in_every_language() -> None:
    for locale in LOCALES:
        assert set(messages(locale).reasons) == {*Why} | OF_THE_EXTENSION


def test_every_reason_is_given_somewhere_with_what_its_words_ask_for() -> None:
    found = list(given())
    assert {key for key, _ in found} == {*Why}
    for locale in LOCALES:
        for key, names in found:
            assert names == placeholders(messages(locale).reasons[key]), key


def test_every_gate_of_the_model_is_a_reason() -> None:
    assert {*Gate} <= {*Why}


def test_the_extensions_own_reasons_are_used_there() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in EXTENSION)
    assert not {key for key in OF_THE_EXTENSION if not re.search(rf"[\".]{key}\b", scripts)}

"""The extension reads the same statements as the server: every vector, and the platform labels."""

from __future__ import annotations

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from colophon.checks.disclosure import read
from colophon.checks.patterns import Language, load
from colophon.checks.platform import read_label
from colophon.evidence import Statement

ROOT = Path(__file__).parents[2]
VECTORS: list[dict[str, Any]] = json.loads(
    (ROOT / "tests" / "checks" / "disclosure_vectors.json").read_text(encoding="utf-8")
)
WORDS = re.compile(r"[^\W_]+(?: [^\W_]+)*")
HOSTILE = [
    "\ud800 made with AI",
    "😀Made with AI",
    "a.i. made with 𝐀𝐈",
    "x" * 20_000,
    '"Made with AI',
    "𐐀-AI art",
    "'AI art'",
]
SCRIPT = """
const fs = require("node:fs"), vm = require("node:vm");
for (const name of ["patterns.js", "wording.js", "statements.js"]) {
  vm.runInThisContext(fs.readFileSync(`extension/content/${name}`, "utf8"), { filename: name });
}
const given = JSON.parse(fs.readFileSync(0, "utf8"));
console.log(JSON.stringify(given.map((occurrence) => Colophon.readStatements(occurrence))));
"""


def _in_javascript(occurrences: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    node = shutil.which("node", path=str(Path(sys.executable).parent)) or shutil.which("node")
    if node is None:
        pytest.skip("no node")
    done = subprocess.run(
        [node, "-e", SCRIPT],
        input=json.dumps(occurrences),
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    found: list[list[dict[str, Any]]] = json.loads(done.stdout)
    return found


def _occurrence(**known: Any) -> dict[str, Any]:
    return {"caption": None, "alt": None, "platformLabel": None, "site": None, "reshare": False, **known}


def _plain(statement: Statement, quote: str) -> dict[str, Any]:
    return {
        "source": statement.source, "process": statement.process, "pattern": statement.pattern,
        "language": statement.language, "reshare": statement.reshare, "quote": quote,
    }  # fmt: skip


def test_captions_and_alt_texts_read_alike() -> None:
    asked = [(v["text"], v["where"]) for v in VECTORS] + [(h, "caption") for h in HOSTILE]
    found = _in_javascript([_occurrence(reshare=True, **{where: text}) for text, where in asked])
    for (text, where), statements in zip(asked, found, strict=True):
        assert statements == [_plain(f.statement, f.quote) for f in read(text, where, reshare=True)], text


def _words(language: Language) -> list[str]:
    sources = [
        *language.classes.values(),
        *(pattern.source for pattern in language.patterns),
        language.guards,
    ]
    return sorted({word for source in sources for word in WORDS.findall(source)})


def _sentences(count: int) -> Iterator[str]:
    """Made of what the patterns of a language look for: in nearly every one some begin to match."""
    chosen = random.Random(20)
    words = [_words(language) for language in load().languages]
    for _ in range(count):
        own = chosen.choice(words)
        told = [chosen.choice(own) for _ in range(chosen.randint(2, 9))]
        between = chosen.choice([" ", " ", " ", ", ", ". "])
        yield chosen.choice(["", "#", '"']) + between.join(told) + chosen.choice(".?!")


def test_chance_sentences_read_alike() -> None:
    texts = list(_sentences(4000))
    found = _in_javascript([_occurrence(caption=text) for text in texts])
    expected = [[_plain(f.statement, f.quote) for f in read(text, "caption")] for text in texts]
    assert sum(map(bool, expected)) > 200  # or the sentences test nothing
    for text, here, there in zip(texts, found, expected, strict=True):
        assert here == there, text


def test_platform_labels_read_alike() -> None:
    asked = [(text.upper(), p.key) for p in load().platforms for label in p.labels for text in label.words]
    asked += [
        ("AI info", "www.instagram.com"),
        ("AI info", "notinstagram.com"),
        ("AI info is wrong", "instagram"),
    ]
    found = _in_javascript([_occurrence(platformLabel=text, site=site) for text, site in asked])
    for (text, site), statements in zip(asked, found, strict=True):
        expected = read_label(text, site)
        assert statements == ([_plain(expected, text.strip())] if expected else []), (text, site)


def test_repetitions_collapse() -> None:
    (found,) = _in_javascript([_occurrence(caption="Made with AI", alt="Made with AI")])
    assert len(found) == 1

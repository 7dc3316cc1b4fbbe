"""The line of every key of a TOML file, for any way that it can be written."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.study import toml

from colophon.study.spec.locate import MAX_DEPTH, Path, locate

TEXT = '''# [not.a.table]
top = 1  # = 2
"quoted key" = "a # b [c]"
a.b."c.d" = 3

[table]
list = [
  1, # ]
  [2, 3],
  { x = 1, "y" = { z = """one
two""" } },
]
long = """
[inside] ""\\" = 1
"""
after = 'x'
last = \'\'\'
'a\'\'\'\'
end = 1979-05-27T07:32:00Z

[[many]]
name = "one"
[many.part]
key = 1
[[many.more]]
here = 1
[[many]]
name = "two"
  [[many.more]]
  [[many.more]]
  [many.more.deep]
  there = 2
[table.sub]
key = { }
'''
EXPECTED: dict[Path, str] = {
    ("top",): "top =",
    ("quoted key",): '"quoted key"',
    ("a",): "a.b.",
    ("a", "b", "c.d"): "a.b.",
    ("table",): "[table]",
    ("table", "list"): "list =",
    ("table", "list", 0): "1, #",
    ("table", "list", 1, 1): "[2, 3]",
    ("table", "list", 2, "x"): "{ x = 1",
    ("table", "list", 2, "y", "z"): "{ x = 1",
    ("table", "long"): "long =",
    ("table", "after"): "after =",
    ("table", "last"): "last =",
    ("table", "end"): "end =",
    ("many",): "[[many]]",
    ("many", 0, "name"): 'name = "one"',
    ("many", 0, "part", "key"): "key = 1",
    ("many", 0, "more", 0, "here"): "here = 1",
    ("many", 1, "name"): 'name = "two"',
    ("many", 1, "more", 1, "deep", "there"): "there = 2",
    ("table", "sub", "key"): "key = { }",
    # what is not there has the line of what it would be in
    ("table", "sub", "absent"): "[table.sub]",
    ("many", 1, "more", 7, "x"): "  [[many.more]]",
    ("absent",): "# [not.a.table]",
}


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
@pytest.mark.parametrize("path", EXPECTED, ids=str)
def test_every_key_is_found(path: Path, ends: str) -> None:
    tomllib.loads(TEXT)
    rows = TEXT.split("\n")
    line = next(number for number, row in enumerate(rows, 1) if EXPECTED[path] in row)
    assert locate(TEXT.replace("\n", ends)).of(path) == line


def test_every_place_of_the_data_has_its_own_line() -> None:
    lines = locate(TEXT)
    known = {path for path, _ in _places(tomllib.loads(TEXT))}
    assert len(known) > 30
    assert all(lines._known[path] >= 1 for path in known)


def test_deep_nesting_is_not_followed() -> None:
    text = f"a = 1\nb = {'[' * (MAX_DEPTH + 5)}{']' * (MAX_DEPTH + 5)}\nc = 1"
    assert locate(text).of(("b", *[0] * (MAX_DEPTH + 5))) == 2
    assert locate(text).of(("c",)) == 1


def test_a_long_file_takes_steps_in_proportion() -> None:
    text = "".join(f'[[rows]]\nname = "n{n}"\nvalue = [1, 2]\n' for n in range(20_000))
    assert locate(text).of(("rows", 19_999, "value", 1)) == 60_000


@given(st.text(max_size=200) | st.text("[]{}=.#\"'\\\n a1,", max_size=40))
@example("[a")
@example("[a = 1")
def test_what_is_not_toml_does_no_harm(text: str) -> None:
    assert locate(text).of(("a", 0)) >= 1


_VALUES = st.recursive(
    st.integers(-5, 5) | st.booleans() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(max_size=5), _VALUES, max_size=5), st.integers(0, 3))
def test_keys_are_found_however_they_are_named(data: dict[str, Any], blanks: int) -> None:
    rows = ["\n" * blanks + f"{toml.text(key)} = {toml.written(value)}" for key, value in data.items()]
    text = "\n".join(rows)
    assert tomllib.loads(text) == data
    lines = locate(text)
    for number, (key, value) in enumerate(data.items()):
        for path, _ in _places(value):
            assert lines._known[(key, *path)] == (number + 1) * (blanks + 1)


def _places(value: Any) -> list[tuple[Path, Any]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [
        (path, one)
        for key, inner in items
        for path, one in [((key,), inner), *(((key, *rest), x) for rest, x in _places(inner))]
    ]

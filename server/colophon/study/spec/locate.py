"""On which line of a TOML file each key stands. `tomllib` tells positions of syntax errors only.

For text that `tomllib` has read already: what is not TOML is not noticed here. Nesting beyond `MAX_DEPTH`
is not followed; keys in there have the line of what they are in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress

Path = tuple[str | int, ...]
MAX_DEPTH = 20  # a study file needs 6

_BLANK = re.compile(r"(?:[ \t\n]|#[^\n]*)*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_LITERAL = re.compile(r"'([^'\n]*)'")
_LONG_BASIC = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}', re.DOTALL)
_LONG_LITERAL = re.compile(r"'''.*?'{3,5}", re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\n]*")
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|x[0-9A-Fa-f]{2}|.)")
_SIMPLE = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b"}


class Lines:
    """The lines of a file's keys, from 1."""

    def __init__(self, known: Mapping[Path, int]) -> None:
        self._known = known

    def of(self, path: Path) -> int:
        """The line of a key, or of the nearest thing that it is in: 1 for the file."""
        return next((self._known[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self._known), 1)


def locate(text: str) -> Lines:
    """The lines of all keys of a TOML text."""
    scanner = _Scanner(text.replace("\r\n", "\n"))
    with suppress(_Lost, IndexError):  # what was found so far is right
        scanner.run()
    return Lines(scanner.lines)


class _Lost(Exception):
    """Nested too deep, or not TOML."""


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._line, self._counted = 1, 0
        self._tables: dict[Path, int] = {}  # arrays of tables: the number of the last one
        self.lines: dict[Path, int] = {}

    def run(self) -> None:
        base: Path = ()
        while self._skip() < len(self._text):
            if self._text[self._at] == "[":
                base = self._header()
            else:
                self._pair(base, 0)

    def _header(self) -> Path:
        double = self._text.startswith("[[", self._at)
        line = self._here()
        self._at += 2 if double else 1
        keys, path = self._key(), ()  # type: tuple[list[str], Path]
        for number, key in enumerate(keys):
            path += (key,)
            if double and number == len(keys) - 1:
                self._tables[path] = self._tables.get(path, -1) + 1
                self.lines.setdefault(path, line)
            if path in self._tables:
                path += (self._tables[path],)
            self.lines.setdefault(path, line)
        self._expect("]")
        self._at += double
        return path

    def _pair(self, base: Path, depth: int) -> None:
        line = self._here()
        for key in self._key():
            base += (key,)
            self.lines.setdefault(base, line)
        self._expect("=")
        self._value(base, depth)

    def _key(self) -> list[str]:
        keys = []
        while True:
            self._skip()
            if match := _BARE.match(self._text, self._at) or _LITERAL.match(self._text, self._at):
                keys.append(match[match.lastindex or 0])
            elif match := _BASIC.match(self._text, self._at):
                keys.append(_ESCAPE.sub(_unescaped, match[1]))
            else:
                raise _Lost
            self._at = match.end()
            self._skip()
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _value(self, path: Path, depth: int) -> None:
        self._skip()
        if depth > MAX_DEPTH:
            raise _Lost
        first = self._text[self._at]
        if first == "[":
            self._array(path, depth + 1)
        elif first == "{":
            self._table(path, depth + 1)
        else:
            for pattern in (_LONG_BASIC, _LONG_LITERAL, _BASIC, _LITERAL, _SCALAR):
                if match := pattern.match(self._text, self._at):
                    self._at = match.end()
                    return

    def _array(self, path: Path, depth: int) -> None:
        self._at += 1
        number = 0
        while self._text[self._skip()] != "]":
            self.lines[(*path, number)] = self._here()
            self._value((*path, number), depth)
            number += 1
            if self._text[self._skip()] == ",":
                self._at += 1
        self._at += 1

    def _table(self, path: Path, depth: int) -> None:
        self._at += 1
        while self._text[self._skip()] != "}":
            self._pair(path, depth)
            if self._text[self._skip()] == ",":
                self._at += 1
        self._at += 1

    def _expect(self, sign: str) -> None:
        if self._text[self._skip()] != sign:
            raise _Lost
        self._at += 1

    def _skip(self) -> int:
        """Go past blanks, ends of lines and comments."""
        match = _BLANK.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return self._at

    def _here(self) -> int:
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if len(code) > 1 else _SIMPLE.get(code, code)

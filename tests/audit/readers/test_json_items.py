"""The elements of long JSON lists come one at a time, wherever the text is cut into chunks."""

from __future__ import annotations

import io
import json
import tracemalloc
from typing import BinaryIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from colophon.audit.readers import json_cursor
from colophon.audit.readers.json_items import Element, element_at, elements
from colophon.audit.timeline import Why
from colophon.errors import InputError

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(alphabet='ab"\\[]{},:\u00e9 \n'),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text('k"\\', max_size=2), inner, max_size=3)
    ),
    max_leaves=8,
)


def of(text: bytes, *keys: str, limit: int = 10_000) -> list[Element]:
    return list(elements(io.BytesIO(text), keys, limit))


def values(text: bytes, *keys: str) -> list[object]:
    found = of(text, *keys)
    assert all(element.why is None for element in found)
    return [element.value for element in found]


@pytest.fixture(params=[1, 2, 7, 64 * 1024])
def chunks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(json_cursor, "CHUNK", request.param)
    return int(request.param)


@given(st.lists(VALUES, max_size=4), st.sampled_from([1, 2, 3, 5, 1000]), st.sampled_from([None, 1]))
def test_all_that_json_holds(items: list[object], chunk: int, indent: int | None) -> None:
    text = json.dumps({"other": items, "log": {"x": '"]', "entries": items}}, indent=indent).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(json_cursor, "CHUNK", chunk)
        found = of(text, "log", "entries")
        assert [(element.value, element.why) for element in found] == [(item, None) for item in items]
        assert [element_at(io.BytesIO(text), e.start, e.size) for e in found] == items


def test_what_stands_before_a_list_is_passed_over(chunks: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if chunks < 1024:
        monkeypatch.setattr(json_cursor, "CHUNK", 64)
    assert values(b'window.YTD.tweets.part0 = [ {"a": 1}, 2 ]') == [{"a": 1}, 2]
    assert values(b"\xef\xbb\xbf[1]") == [1]
    assert values(b"[]") == values(b' {"a": 1} ') == values(b'{"a": {"b": 1}}', "a", "c") == []


def test_a_list_that_occurs_twice_is_given_twice(chunks: int) -> None:
    assert values(b'{"orderedItems": [], "x": [9], "orderedItems": [1, 2]}', "orderedItems") == [1, 2]


@pytest.mark.parametrize(
    "text", [b"[1, 2", b"[1, 2,", b'[1, 2, "thr', b"[1, 2 3]", b"[1, 2, {]", b'[1, 2, "\\']
)
def test_what_breaks_off_says_so_at_its_end(text: bytes, chunks: int) -> None:
    found = of(text)
    assert [element.value for element in found][:1] == [1]
    assert found[-1].why is Why.DAMAGED


def test_a_broken_element_is_one_broken_element() -> None:
    assert [(e.value, e.why) for e in of(b'[1, {"a" 2}, 3]')] == [(1, None), (None, Why.DAMAGED), (3, None)]


def test_an_element_beyond_the_limit_is_not_held() -> None:
    text = b'["' + b"x" * 30_000_000 + b'", 2]'
    file = io.BytesIO(text)
    tracemalloc.start()
    try:
        found = list(elements(file, (), 1000))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [(e.size, e.value, e.why) for e in found] == [(30_000_002, None, Why.TOO_LARGE), (1, 2, None)]
    assert peak < 2_000_000


class Damaged(io.BytesIO):
    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > 4:
            raise InputError("damaged")
        return super().read(size)


def test_damage_in_the_packing_is_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_cursor, "CHUNK", 5)
    file: BinaryIO = Damaged(b"[1,2,3,4]")
    assert [(e.value, e.why) for e in elements(file, (), 99)][-1] == (None, Why.DAMAGED)


class ForwardOnly(io.BytesIO):
    def seekable(self) -> bool:
        return False


def test_an_element_is_found_again_in_a_stream_without_random_access() -> None:
    text = b"[" + b"1," * 100_000 + b"77]"
    assert element_at(ForwardOnly(text), len(text) - 3, 2) == 77
    with pytest.raises(InputError, match="has the file changed"):
        element_at(ForwardOnly(text), len(text) - 3, 3)

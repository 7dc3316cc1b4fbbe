"""Canonical JSON: what RFC 8785 says, and what a JavaScript engine writes."""

from __future__ import annotations

import json
import math
import random
import struct
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.extension.test_scripts import node

from colophon.study.spec.canonical import canonical, digest

# Appendix B of RFC 8785: the bits of a double, and how it is written.
NUMBERS = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "444b1ae4d6e2ef50": "1e+21",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "41b3de4355555555": "333333333.3333333",
    "becbf647612f3696": "-0.0000033333333333333333",
}


@pytest.mark.parametrize("bits", NUMBERS)
def test_numbers_of_the_specification(bits: str) -> None:
    [number] = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical(number).decode() == NUMBERS[bits]


def test_numbers_as_a_javascript_engine_writes_them() -> None:
    dice = random.Random(8785)
    numbers = [struct.unpack(">d", dice.randbytes(8))[0] for _ in range(1000)]
    numbers += [round(dice.random() * 10**power, 3) for power in range(-3, 20) for _ in range(20)]
    numbers = [number for number in numbers if math.isfinite(number)]
    done = node("-e", f"console.log(JSON.stringify({json.dumps(numbers)}))")
    assert canonical(numbers).decode() == done.stdout.strip()


def test_keys_are_sorted_and_text_is_written_plainly() -> None:
    # section 3.2.3 of RFC 8785
    keys = ["€", "\r", "\ufb33", "1", "😀", "\x80", "ö"]
    written = canonical({key: key for key in keys}).decode()
    order = ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]
    assert list(json.loads(written)) == order
    assert canonical('€$\x0f\nA\'B"\\\\"/') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()


_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(_JSON, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_keys_does_not_count(value: Any, dice: random.Random) -> None:
    assert digest(_shuffled(value, dice)) == digest(value)
    assert canonical(json.loads(canonical(value))) == canonical(value)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1: 2}, {"a": b""}, {1, 2}], ids=str)
def test_what_json_has_no_word_for_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="cannot be written as JSON"):
        canonical(value)


def _shuffled(value: Any, dice: random.Random) -> Any:
    if isinstance(value, dict):
        pairs = [(key, _shuffled(one, dice)) for key, one in value.items()]
        dice.shuffle(pairs)
        return dict(pairs)
    return [_shuffled(one, dice) for one in value] if isinstance(value, list) else value

"""What an ONNX file would make the runtime do, read from its bytes without running or building anything.

A walk over the protobuf wire format that descends only where nodes and tensors can be. It is needed before
the runtime sees the file: the runtime follows external data to other files while it loads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto
from itertools import islice

from colophon_model.manifest import ModelRefused

_MAX_DEPTH = 64  # messages inside messages; real exports stay below 20
_MAX_FIELDS = 5_000_000  # in the messages walked through; a graph of 10,000 nodes has about 200,000
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_EXTERNAL = 1  # TensorProto.DataLocation


class _Message(Enum):
    MODEL = auto()
    OPSET = auto()
    GRAPH = auto()
    NODE = auto()
    ATTRIBUTE = auto()
    FUNCTION = auto()
    TRAINING = auto()
    TENSOR = auto()
    SPARSE = auto()


_M = _Message
_CHILDREN: dict[tuple[_Message, int], _Message] = {
    (_M.MODEL, 7): _M.GRAPH,
    (_M.MODEL, 8): _M.OPSET,
    (_M.MODEL, 20): _M.TRAINING,
    (_M.MODEL, 25): _M.FUNCTION,
    (_M.GRAPH, 1): _M.NODE,
    (_M.GRAPH, 5): _M.TENSOR,
    (_M.GRAPH, 15): _M.SPARSE,
    (_M.NODE, 5): _M.ATTRIBUTE,
    (_M.ATTRIBUTE, 5): _M.TENSOR,
    (_M.ATTRIBUTE, 6): _M.GRAPH,
    (_M.ATTRIBUTE, 10): _M.TENSOR,
    (_M.ATTRIBUTE, 11): _M.GRAPH,
    (_M.ATTRIBUTE, 22): _M.SPARSE,
    (_M.ATTRIBUTE, 23): _M.SPARSE,
    (_M.FUNCTION, 7): _M.NODE,
    (_M.FUNCTION, 11): _M.ATTRIBUTE,
    (_M.TRAINING, 1): _M.GRAPH,
    (_M.TRAINING, 2): _M.GRAPH,
    (_M.SPARSE, 1): _M.TENSOR,
    (_M.SPARSE, 2): _M.TENSOR,
}


@dataclass(slots=True)
class OnnxFacts:
    """Operator domains in use, opset of the standard operators, and whether tensors lie in other files."""

    domains: set[str] = field(default_factory=set)
    opset: int | None = None
    external_data: bool = False


def inspect(data: bytes) -> OnnxFacts:
    """Facts about the ONNX model in ``data``. Raises ModelRefused when it is not one."""
    facts = OnnxFacts()
    pending = [(_M.MODEL, memoryview(data), 0)]
    graphs, fields_left = 0, _MAX_FIELDS
    while pending:
        kind, body, depth = pending.pop()
        if depth > _MAX_DEPTH:
            raise ModelRefused(f"the ONNX file nests deeper than {_MAX_DEPTH} messages")
        graphs += kind is _M.GRAPH
        fields = list(islice(_fields(body), fields_left + 1))
        fields_left -= len(fields)
        if fields_left < 0:
            raise ModelRefused(f"the ONNX file has more than {_MAX_FIELDS} fields")
        for number, value in _note(kind, fields, facts):
            if isinstance(value, memoryview) and (child := _CHILDREN.get((kind, number))):
                pending.append((child, value, depth + 1))
    if not graphs:
        raise ModelRefused("the file is not an ONNX model: it holds no graph")
    return facts


_Field = tuple[int, int | memoryview]


def _note(kind: _Message, fields: list[_Field], facts: OnnxFacts) -> list[_Field]:
    """Take from one message what matters; its fields are handed on."""
    if kind is _M.NODE:
        facts.domains.add(_text(fields, 7))
    elif kind is _M.OPSET and _text(fields, 1) in ("", "ai.onnx"):
        facts.opset = next(
            (value for number, value in fields if number == 2 and isinstance(value, int)), None
        )
    elif kind is _M.TENSOR:
        facts.external_data |= any(
            number == 13 or (number == 14 and value == _EXTERNAL) for number, value in fields
        )
    return fields


def _text(fields: list[_Field], wanted: int) -> str:
    for number, value in fields:
        if number == wanted and isinstance(value, memoryview):
            return bytes(value[:256]).decode("utf-8", "replace")
    return ""


def _fields(body: memoryview) -> Iterator[_Field]:
    position = 0
    while position < len(body):
        key, position = _varint(body, position)
        number, wire = key >> 3, key & 7
        if wire == _VARINT:
            value, position = _varint(body, position)
            yield number, value
            continue
        if wire == _BYTES:
            length, position = _varint(body, position)
        elif wire in (_FIXED64, _FIXED32):
            length = 8 if wire == _FIXED64 else 4
        else:
            raise ModelRefused(f"the file is not an ONNX model: wire type {wire} at byte {position}")
        if position + length > len(body):
            raise ModelRefused("the ONNX file is truncated")
        yield number, body[position : position + length]
        position += length


def _varint(body: memoryview, position: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if position >= len(body):
            raise ModelRefused("the ONNX file is truncated")
        byte = body[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
    raise ModelRefused("the file is not an ONNX model: a number does not end")

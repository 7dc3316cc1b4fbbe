"""ONNX files with the inputs and outputs of the published models, small enough to be made in a test."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from colophon_model.published import Published, published

SHAPES: dict[str, tuple[int, int]] = {  # side of the input, values of the output
    "sieve-ft44s": (384, 1),
    "commfor-vits-384": (384, 1),
    "swinv2-int8": (256, 2),
}
NAMES = {
    "sieve-ft44s": ("input", "logit"),
    "commfor-vits-384": ("pixel_values", "logits"),
    "swinv2-int8": ("pixel_values", "logits"),
}


def stand_in(
    name: str,
    *,
    half: bool = False,
    batch: str | int = "batch",
    offset: float = 0.0,
    extra_output: bool = False,
) -> bytes:
    """A net of the shape of the published model ``name``: a weighted mean of the channels."""
    side, values = SHAPES[name]
    source, result = NAMES[name]
    kind = TensorProto.FLOAT16 if half else TensorProto.FLOAT
    weights = np.array([[1.0, -1.0], [2.0, -2.0], [-0.5, 0.5]], np.float32)[:, :values]
    nodes = [
        helper.make_node("Cast", [source], ["float"], to=TensorProto.FLOAT),
        helper.make_node("GlobalAveragePool", ["float"], ["mean"]),
        helper.make_node("Flatten", ["mean"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["sum"]),
        helper.make_node("Add", ["sum", "offset"], [result]),
    ]
    initial = [
        numpy_helper.from_array(weights, "weights"),
        numpy_helper.from_array(np.array([offset], np.float32), "offset"),
    ]
    outputs = [helper.make_tensor_value_info(result, TensorProto.FLOAT, [batch, values])]
    if extra_output:
        outputs.append(helper.make_tensor_value_info("flat", TensorProto.FLOAT, [batch, 3]))
    inputs = [helper.make_tensor_value_info(source, kind, [batch, 3, side, side])]
    graph = helper.make_graph(nodes, "stand-in", inputs, outputs, initial)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def known_at(address: str, name: str, data: bytes, **download: Any) -> Published:
    """The published model ``name`` as it would be if ``data`` were its file and lay at ``address``."""
    template = {k: v for k, v in published()[name].template.items() if k not in ("sha256", "bytes")}
    template["download"] = {
        "url": address,
        "sha256": hashlib.sha256(data).hexdigest(),
        "note": template["download"]["note"],
        **download,
    }
    return Published.of(template)


@contextmanager
def publishing(patch: pytest.MonkeyPatch, *known: Published) -> Iterator[None]:
    """These are the published models, and no others."""
    listing = {one.id: one for one in known}
    with patch.context() as patched:
        for module in ("colophon.models.sources", "colophon.models.inventory"):
            patched.setattr(f"{module}.published", lambda: listing)
        yield


class _Handler(BaseHTTPRequestHandler):
    server: FileServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        data = self.server.contents.get(self.path)
        self.send_response(404 if data is None else 200)
        length = self.server.lengths.get(self.path, len(data or b""))
        self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.write(data or b"")

    def log_message(self, format: str, *args: object) -> None:
        pass


class FileServer(ThreadingHTTPServer):
    """Serves ``contents`` by path and announces ``lengths`` where they differ from the truth."""

    def __init__(self, contents: Mapping[str, bytes], lengths: Mapping[str, int]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.contents = dict(contents)
        self.lengths = dict(lengths)
        self.asked: list[str] = []

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server_port}{path}"


@contextmanager
def serving(contents: Mapping[str, bytes], lengths: Mapping[str, int] | None = None) -> Iterator[FileServer]:
    with FileServer(contents, lengths or {}) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()

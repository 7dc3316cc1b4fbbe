"""A process ends with the exit code that it was to have, whatever its threads are at."""

from __future__ import annotations

import subprocess
import sys

import pytest

# A thread that is in C++ while the interpreter is taken down comes back and finds nobody. Each turn takes
# some milliseconds, all of them a moment.
AT_WORK = """
import sys, threading
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from colophon_model.runtime import onnxruntime
from colophon.pool import WorkerPool
from colophon.slow import SlowLane

SIDE = 500
square = np.zeros((SIDE, SIDE), np.float32)
shape = helper.make_tensor_value_info
graph = helper.make_graph(
    [helper.make_node("MatMul", ["x", "w"], ["y"])], "square",
    [shape("x", TensorProto.FLOAT, [SIDE, SIDE])], [shape("y", TensorProto.FLOAT, [SIDE, SIDE])],
    [numpy_helper.from_array(square, "w")],
)
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
begun = threading.Event()

def work():
    for turn in range(6):
        session.run(None, {"x": square})
        begun.set()
    print("done", flush=True)

if sys.argv[1] == "pool":
    WorkerPool(1, 4).submit(work)
else:
    SlowLane(4, 4, lambda: True).offer(work, 1)
begun.wait()
sys.exit(3)
"""


@pytest.mark.parametrize("where", ["pool", "lane"])
def test_work_in_a_native_library_is_let_finish(where: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", AT_WORK, where], capture_output=True, text=True, check=False, timeout=120
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (3, "done\n", "")

"""Messages of an event stream: two DAG-CBOR objects each (atproto.com/specs/event-stream)."""

from __future__ import annotations

from typing import Any

from colophon.publish.labels import Label


def labels_frame(seq: int, label: Label) -> bytes:
    """One label, under the number of its row."""
    return _frame({"op": 1, "t": "#labels"}, {"seq": seq, "labels": [dict(label)]})


def error_frame(error: str, message: str) -> bytes:
    """Why the stream ends."""
    return _frame({"op": -1}, {"error": error, "message": message})


def _frame(header: dict[str, Any], body: dict[str, Any]) -> bytes:
    from libipld import encode_dag_cbor  # only a server that publishes needs it

    return encode_dag_cbor(header) + encode_dag_cbor(body)

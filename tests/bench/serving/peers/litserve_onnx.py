"""LitServe with as many workers as cores. Bytes reach the worker as they are, without JSON or a form."""

import os
import sys
from typing import Annotated, Any

import litserve
from fastapi import Depends, Request
from tests.bench.serving.work import Work


async def raw(request: Request) -> bytes:
    """The body."""
    data: bytes = await request.body()
    return data


class Api(litserve.LitAPI):  # type: ignore[misc]
    """One worker."""

    def setup(self, device: str) -> None:
        """Load the model in the worker."""
        self._work = Work()

    def decode_request(self, request: Annotated[bytes, Depends(raw)]) -> bytes:
        """LitServe looks the parameter up by this very name."""
        return request

    def predict(self, x: bytes) -> dict[str, object]:
        """Look at one file."""
        return self._work.answer(x)

    def encode_response(self, output: dict[str, object]) -> dict[str, Any]:
        """As it is."""
        return output


def main(port: int) -> None:
    """Serve until stopped."""
    server = litserve.LitServer(
        Api(api_path="/look"), accelerator="cpu", workers_per_device=os.cpu_count(), timeout=600
    )
    server.run(host="127.0.0.1", port=port, generate_client_file=False, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))

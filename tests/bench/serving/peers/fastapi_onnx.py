"""FastAPI and onnxruntime as a careful engineer writes it: uvloop, httptools, a thread per core."""

from __future__ import annotations

import asyncio
import os
import sys
from concurrent.futures import ThreadPoolExecutor

import orjson
import uvicorn
from fastapi import FastAPI, Request, Response
from tests.bench.serving.work import Work


def main(port: int) -> None:
    """Serve until stopped."""
    work = Work()
    pool = ThreadPoolExecutor(os.cpu_count())
    app = FastAPI()

    async def look(request: Request) -> Response:
        data = await request.body()
        found = await asyncio.get_running_loop().run_in_executor(pool, work.answer, data)
        return Response(orjson.dumps(found), media_type="application/json")

    # without a decorator, whose type is not known here; and with real types, which FastAPI reads at run time
    look.__annotations__ = {"request": Request, "return": Response}
    app.add_api_route("/look", look, methods=["POST"])
    uvicorn.run(app, host="127.0.0.1", port=port, access_log=False, log_level="warning")


if __name__ == "__main__":
    main(int(sys.argv[1]))

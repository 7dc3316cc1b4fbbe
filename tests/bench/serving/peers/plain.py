"""aiohttp with nothing behind it: an empty answer, a body read, a body sent back."""

from __future__ import annotations

import sys

from aiohttp import web


async def hello(request: web.Request) -> web.Response:
    """Read what is asked, answer next to nothing."""
    await request.read()
    return web.Response(body=b"{}", content_type="application/json")


async def echo(request: web.Request) -> web.Response:
    """Send the body back."""
    return web.Response(body=await request.read(), content_type="application/octet-stream")


def main(port: int) -> None:
    """Serve until stopped."""
    app = web.Application(client_max_size=16 * 1024**2)
    app.router.add_post("/hello", hello)
    app.router.add_put("/sink", hello)
    app.router.add_put("/echo", echo)
    web.run_app(app, host="127.0.0.1", port=port, access_log=None, print=None)


if __name__ == "__main__":
    main(int(sys.argv[1]))

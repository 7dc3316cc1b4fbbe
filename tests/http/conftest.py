"""The fixture of the server's tests."""

from http_fixtures import start

__all__ = ["start"]

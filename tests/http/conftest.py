"""The fixture of the server's tests."""

from tests.http_fixtures import start

__all__ = ["start"]

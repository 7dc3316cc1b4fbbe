"""The fixture of a server: reviewers' words are judged by what readers see."""

from tests.http_fixtures import start

__all__ = ["start"]

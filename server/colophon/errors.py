"""Every error Colophon raises on purpose. The HTTP layer maps each to a problem document in one place.

ColophonError
├── InputError                 what was given cannot be used
│   ├── NotAnImage             415  not a type we read
│   ├── TooLarge               413  more bytes than the limit
│   ├── Unreadable             422  pixels beyond the limit, truncated or damaged
│   ├── Undetermined           422  the data do not settle the figure that is asked for
│   ├── HashMismatch           409  the bytes do not have the SHA-256 they were announced with
│   └── BadRequest             400  malformed request, empty body
├── AccessError
│   ├── NotPaired              401  no token, or one we do not know
│   ├── NotLoggedIn            401  a page without a session
│   └── Refused                403  wrong Host, web origin, wrong role
├── NotFound                   404
├── Conflict                   409  what is asked does not fit what is there
├── TooManyRequests            429
├── Overloaded                 503  with Retry-After
├── TrustError                 a trust list is absent, unreadable or not the one expected
├── DownloadError              a list cannot be fetched from its address
├── ModelError                 a model cannot be loaded; says why
├── BrowserError               a browser is absent, does not start or does not do what it is told
└── ConfigError                a setting is wrong; names it
"""

from __future__ import annotations

from colophon.evidence import Reason


class ColophonError(Exception):
    """Base of all errors raised on purpose. ``str(error)`` is safe and useful to show to a person."""

    status = 500
    title = "Something went wrong"


class InputError(ColophonError):
    """What was given cannot be used."""

    status = 400
    title = "Cannot be used"


class BadRequest(InputError):
    """The request is malformed."""

    title = "Malformed request"


class NotAnImage(InputError):
    """The bytes are not an image of a type we read."""

    status = 415
    title = "Not an image we read"


class TooLarge(InputError):
    """More bytes than the limit."""

    status = 413
    title = "Too large"


class Unreadable(InputError):
    """The pixels are beyond the limit, truncated or damaged.

    ``str(error)`` says so in English, for logs and commands; ``reason`` for a reader, in any language.
    """

    status = 422
    title = "Cannot be read"

    def __init__(self, message: str, reason: Reason) -> None:
        super().__init__(message)
        self.reason = reason


class Undetermined(InputError):
    """The data do not settle the figure that is asked for: too few, all alike, or not numbers."""

    status = 422
    title = "Too little data"


class HashMismatch(InputError):
    """The bytes do not have the SHA-256 they were announced with."""

    status = 409
    title = "Hash does not fit"


class AccessError(ColophonError):
    """The caller may not do this."""

    status = 403
    title = "Not allowed"


class NotPaired(AccessError):
    """No token, or one we do not know."""

    status = 401
    title = "Not paired"


class NotLoggedIn(AccessError):
    """A page was opened without a session, or with one that ended."""

    status = 401
    title = "Not logged in"


class Refused(AccessError):
    """Wrong Host, a web origin, or a role that does not reach."""

    title = "Refused"


class NotFound(ColophonError):
    """There is nothing under this name."""

    status = 404
    title = "Not found"


class Conflict(ColophonError):
    """What is asked does not fit what is there."""

    status = 409
    title = "Does not fit"


class TooManyRequests(ColophonError):
    """The caller asked too often. ``retry_after`` is in seconds."""

    status = 429
    title = "Too many requests"

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Overloaded(ColophonError):
    """The server is at its limit or shutting down. ``retry_after`` is in seconds."""

    status = 503
    title = "Busy"

    def __init__(self, message: str, retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TrustError(ColophonError):
    """A trust list is absent, unreadable or not the one expected."""

    title = "Trust list"


class DownloadError(ColophonError):
    """A list cannot be fetched from its address."""

    title = "Download"


class ModelError(ColophonError):
    """A model cannot be loaded."""

    title = "Model"


class BrowserError(ColophonError):
    """A browser is absent, does not start or does not do what it is told."""

    title = "Browser"


class ConfigError(ColophonError):
    """A setting is wrong."""

    title = "Setting"

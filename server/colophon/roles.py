"""Who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What the holder of a token may do."""

    READER = "reader"
    RESEARCHER = "researcher"
    VIEWER = "viewer"
    MODERATOR = "moderator"
    LEAD = "lead"
    OPERATOR = "operator"


EVERY_ROLE = frozenset(Role)
STAFF = EVERY_ROLE - {Role.READER}  # who may log in to the pages
SEE_STUDIES = frozenset({Role.RESEARCHER, Role.OPERATOR})
SEE_STATUS = frozenset({Role.LEAD, Role.OPERATOR})
REVIEWERS = frozenset({Role.MODERATOR, Role.LEAD, Role.OPERATOR})
SEE_REVIEW = REVIEWERS | {Role.VIEWER}
LEADS = frozenset({Role.LEAD, Role.OPERATOR})  # who assign, settle, and see how far reviewers agree
SEE_SCORES = STAFF  # a number from a model is no statement to a reader


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks: the SHA-256 of the token, which is all that is known of a reader, and the role it gives.

    ``quota`` is in images a day; 0 is no limit. ``account`` is that of staff whose token it is.
    """

    id: str
    role: Role
    quota: int = 0
    account: str | None = None

"""The record by which an account declares itself a labeler: app.bsky.labeler.service, for its repository."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from colophon.labels.messages import LOCALES, messages
from colophon.publish.values import VALUES, Value

COLLECTION = "app.bsky.labeler.service"
LANGUAGES = {"no": "nb", "zh": "zh-Hans"}  # of what is written under another code here


def service_record(now: float) -> dict[str, Any]:
    """The record. Every label informs and hides nothing; whoever follows the labeler can turn each off."""
    return {
        "$type": COLLECTION,
        "policies": {
            "labelValues": [value.name for value in VALUES.values()],
            "labelValueDefinitions": [_definition(process, value) for process, value in VALUES.items()],
        },
        "createdAt": datetime.fromtimestamp(now, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z"),
    }


def _definition(process: str, value: Value) -> dict[str, Any]:
    return {
        "identifier": value.name,
        "severity": "inform",
        "blurs": "none",
        "defaultSetting": "warn" if value.shown else "ignore",
        "adultOnly": False,
        "locales": [_words(process, locale) for locale in LOCALES],
    }


def _words(process: str, locale: str) -> dict[str, str]:
    """Name and description as the catalogue has them: the label of a reviewer, or else of the process."""
    labels = messages(locale).labels
    label = labels.get(f"{process}.moderator") or labels[f"{process}.signed"]
    about = labels.get(f"{process}.moderator", labels["captured.moderator"])
    return {"lang": LANGUAGES.get(locale, locale), "name": label.short, "description": about.limits}

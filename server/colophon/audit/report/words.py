"""The report's words for what rows and counts hold. Labels keep the words of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping

from colophon.audit.report.outcome import Outcome
from colophon.audit.timeline import Why
from colophon.evidence import Source
from colophon.labels import catalogue
from colophon.labels.messages import label_kinds

OUTCOMES: Mapping[str, str] = {
    Outcome.NONE: "No origin information",
    Outcome.PARTLY: "Not checked to the end",
    Outcome.UNCHECKED: "Not checked",
}
SKIPPED: Mapping[str, str] = {
    Why.NO_IMAGE: "Posts, requests or records without an image",
    Why.VIDEO: "Videos: moving pictures are not looked at",
    Why.NO_BYTES: "Named in the source, and not part of it",
    Why.ELSEWHERE: "Only an address: nothing is fetched",
    Why.PRIVATE: "Messages and posts that are not for everybody: never read",
    Why.TOO_LARGE: "Larger than what is read",
    Why.DAMAGED: "Damaged",
    Why.OUTSIDE: "Paths or links that lead out of the source: never followed",
    Why.LIMIT: "Beyond the most that is read of one source",
    Why.UNKNOWN: "In a shape that this reader does not know",
}
SOURCES: Mapping[str, tuple[str, str]] = {
    Source.MODERATOR: ("Reviewers", "people looked at exactly this image"),
    Source.SIGNED: (
        "Signed record",
        "a record in the file, signed by somebody",
    ),
    Source.WATERMARK: ("Hidden mark", "a mark in the pixels that an AI tool adds"),
    Source.REGISTRY: ("Known image", "looks the same as an image that was recorded before"),
    Source.REGISTRY_CREATOR: ("Earlier post", "looks the same as an image whose poster said how it was made"),
    Source.PLATFORM: ("The site's own mark", "how the site has marked the post"),
    Source.CREATOR: ("The posting account", "what the account says about its own post"),
    Source.METADATA: ("File data", "unsigned text in the file, easy to add or change"),
    Source.IMAGE_TEXT: ("Words in the image", "anyone can write on a picture"),
    Source.COMMUNITY: ("Readers", "what readers have marked"),
    Source.DETECTOR: (
        "Automatic check",
        "patterns in the pixels; an estimate that can be wrong, also about photos",
    ),
}
CHECKS: Mapping[str, str] = {
    "c2pa": "signed records",
    "metadata": "file data",
    "watermark": "hidden marks",
    "registry": "known images",
    "detector": "the automatic check",
    "image_text": "words in images",
}
PROCESSES: Mapping[str, str] = {
    "captured": "taken with a camera",
    "captured_edited": "taken with a camera, changed later",
    "ai_generated": "made with AI",
    "ai_edited": "parts changed with AI",
    "ai_involved": "AI used, extent unknown",
    "composite_ai": "combined, part made with AI",
    "composite": "combined from several images",
    "unknown": "nothing about how it was made",
    "photo": "a photo, as the poster says",
    "captured_earlier": "an earlier signed camera photo looks the same",
}
REACHES: Mapping[str, str] = {
    "official": "signer on the official list",
    "interim": "signer on an older trust list",
    "local": "signer trusted on this computer",
    "untrusted": "signer not recognised",
    "expired_untimestamped": "certificate expired, no timestamp",
    "tampered": "does not fit the image",
    "malformed": "cannot be read",
    "remote_only": "elsewhere, not checked",
    "exact": "the same file",
    "same": "looks the same",
    "similar": "looks similar, a part is not the same",
    "high": "patterns common in AI images",
    "mid": "some such patterns, no clear result",
    "low": "no clear result",
}
FORMATS: Mapping[str, str] = {
    "folder": "a folder of images",
    "csv": "a list of posts with images (CSV)",
    "wacz": "a web archive (WACZ)",
    "warc": "a web archive (WARC)",
    "har": "a recording of requests (HAR)",
    "x_archive": "an export from X",
    "mastodon": "an export from Mastodon",
    "bluesky": "an export from Bluesky",
    "instagram": "an export from Instagram",
    "facebook": "an export from Facebook",
    "feed": "a feed (RSS or Atom)",
    "activitystreams": "an ActivityStreams collection",
    "recording": "a recorded timeline",
}


def kind_words(kind: str) -> str:
    """Of a label by its id, or of an outcome: short enough for a table."""
    known = kind in label_kinds()
    return OUTCOMES.get(kind) or (catalogue("en").named(kind).short if known else kind)


def kind_meaning(kind: str) -> str:
    """What it says, in a sentence or two."""
    if kind == Outcome.NONE:
        return (
            "Nothing was found that says how these images were made. Most images online carry nothing: it is "
            "no "
            "sign of anything."
        )
    if kind == Outcome.PARTLY:
        return "A check that applies could not be carried out, and no other gave a label."
    if kind == Outcome.UNCHECKED:
        return "The image could not be read; the reasons stand below."
    return catalogue("en").named(kind).limits if kind in label_kinds() else ""


def class_words(source: str, process: str) -> str:
    """What a class of evidence says of how an image was made."""
    return "" if source == Source.DETECTOR else PROCESSES.get(process, process)

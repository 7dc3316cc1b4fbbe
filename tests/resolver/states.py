"""The states each kind of evidence can be in, as the resolver meets them, and the order they are given in."""

from __future__ import annotations

from dataclasses import replace

from colophon.evidence import Confidence, Evidence, JSONValue, Process, Rank, Source

P, S, C = Process, Source, Confidence

ABSENT = "absent"


def signed(
    integrity: str, trust: str = "none", rank: int = Rank.NO_CLAIM, claim: str = "unspecified"
) -> Evidence:
    """A signed record. ``claim`` is a process, or ``edited`` or ``unspecified``, which name none."""
    process = P.UNKNOWN if claim in {"edited", "unspecified"} else P(claim)
    details: dict[str, JSONValue] = {"integrity": integrity, "trust": trust}
    if integrity == "ok":
        details |= {"signer": "Example Camera Company", "content_claim": claim}
    if claim in {"ai_edited", "captured_edited", "edited"}:
        details["what"] = ["cropped", "generative_fill"] if claim == "ai_edited" else ["cropped"]
    confidence = C.RECORDED if rank >= Rank.SIGNED_INTERIM else C.STATED if rank else C.NONE
    name = "Example Camera Company" if integrity == "ok" else None
    return Evidence(S.SIGNED, process, confidence, rank, name, "2026-05-31", details)


def detector(band: str) -> Evidence:
    process = P.UNKNOWN if band == "low" else P.AI_GENERATED
    return Evidence(S.DETECTOR, process, C.ESTIMATED, Rank.DETECTOR, "Example model", None, {"band": band})


def registry(process: str, match: str = "same", source: Source = S.REGISTRY) -> Evidence:
    rank = Rank.REGISTRY if source is S.REGISTRY else Rank.STATED
    return Evidence(source, P(process), C.MATCHED, rank, "Example Archive", "2024-02-29", {"match": match})


def moderator(process: str) -> Evidence:
    details = {"reason": "the maker published the working files"}
    return Evidence(
        S.MODERATOR, P(process), C.REVIEWED, Rank.MODERATOR, "Example Desk", "2026-06-01", details
    )


def stated(source: Source, process: str, rank: int, name: str | None = None) -> Evidence:
    return Evidence(source, P(process), C.STATED, rank, name)


SIGNED = {
    "invalid": signed("tampered"),
    "malformed": signed("malformed"),
    "remote": signed("remote_only"),
    **{
        f"trusted:{claim}": signed("ok", "official", Rank.SIGNED_OFFICIAL, claim)
        for claim in (
            *("captured", "captured_edited", "ai_generated", "ai_edited", "ai_involved"),
            *("composite_ai", "composite", "edited"),
        )
    },
    **{
        f"interim:{claim}": signed("ok", "interim", Rank.SIGNED_INTERIM, claim)
        for claim in ("captured", "ai_generated")
    },
    **{
        f"untrusted:{claim}": signed("ok", "untrusted", Rank.UNSIGNED, claim)
        for claim in ("captured", "ai_generated", "ai_edited", "composite", "edited")
    },
    "expired:ai_generated": signed("ok", "expired_untimestamped", Rank.UNSIGNED, "ai_generated"),
}
WATERMARK = {
    process: Evidence(S.WATERMARK, P(process), C.RECORDED, Rank.WATERMARK, "Example Mark")
    for process in ("ai_generated", "ai_involved")
}
CREATOR = {
    process: stated(S.CREATOR, process, Rank.STATED)
    for process in ("ai_generated", "ai_edited", "ai_involved", "photo")
}
PLATFORM = {
    process: stated(S.PLATFORM, process, Rank.STATED, "Instagram")
    for process in ("ai_generated", "ai_edited", "ai_involved")
}
METADATA = {
    process: stated(S.METADATA, process, Rank.UNSIGNED)
    for process in ("ai_generated", "ai_edited", "composite_ai", "ai_involved", "captured")
}
IMAGE_TEXT = {
    process: stated(S.IMAGE_TEXT, process, Rank.UNSIGNED) for process in ("ai_generated", "ai_edited")
}
REGISTRY = {
    "ai_generated": registry("ai_generated"),
    "ai_generated_creator": registry("ai_generated", source=S.REGISTRY_CREATOR),
    "ai_edited": registry("ai_edited", "exact"),
    "captured_earlier": registry("captured_earlier"),
    "ai_edited_near_differs": registry("ai_edited", "similar"),
}
DETECTOR = {band: detector(band) for band in ("low", "mid", "high")}
MODERATOR = {process: moderator(process) for process in ("captured", "ai_generated", "ai_edited")}
COMMUNITY = {
    "quorum": Evidence(S.COMMUNITY, P.AI_GENERATED, C.STATED, Rank.COMMUNITY, details={"n": 12}),
}

# States the main enumeration leaves out: reserved sources, and processes for which a source has no label.
RARE_SIGNED = {
    "local:ai_generated": signed("ok", "local", Rank.SIGNED_INTERIM, "ai_generated"),
    "trusted:captured": SIGNED["trusted:captured"],
    "trusted:unspecified": signed("ok", "official", Rank.SIGNED_OFFICIAL),
    "trusted:ai_edited, what unknown": replace(
        signed("ok", "official", Rank.SIGNED_OFFICIAL, "ai_edited"), details={"integrity": "ok"}
    ),
    "untrusted:captured_edited": signed("ok", "untrusted", Rank.UNSIGNED, "captured_edited"),
    "untrusted:composite_ai": signed("ok", "untrusted", Rank.UNSIGNED, "composite_ai"),
    "expired:captured": signed("ok", "expired_untimestamped", Rank.UNSIGNED, "captured"),
    "tampered, of high rank": signed("tampered", "official", Rank.SIGNED_OFFICIAL, "ai_generated"),
}
RARE_MODERATOR = {
    process: moderator(process)
    for process in ("ai_involved", "composite_ai", "composite", "captured_edited", "unknown")
}
RARE_REGISTRY = {
    "ai_involved": registry("ai_involved"),
    "composite_ai": registry("composite_ai"),
    "ai_involved_creator": registry("ai_involved", source=S.REGISTRY_CREATOR),
    "ai_edited_creator": registry("ai_edited", source=S.REGISTRY_CREATOR),
    "captured_earlier_near_differs": registry("captured_earlier", "similar"),
    "captured_earlier": REGISTRY["captured_earlier"],
}
RARE_PLATFORM = {
    process: stated(S.PLATFORM, process, Rank.STATED, "Instagram") for process in ("composite_ai", "photo")
}
RARE_METADATA = {
    "captured": METADATA["captured"],
    "composite": stated(S.METADATA, "composite", Rank.UNSIGNED),
}
RARE_IMAGE_TEXT = {"ai_involved": stated(S.IMAGE_TEXT, "ai_involved", Rank.UNSIGNED)}

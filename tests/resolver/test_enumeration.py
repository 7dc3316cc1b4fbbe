"""The invariants of the label specification, section 7, over every combination of evidence states."""

from __future__ import annotations

import gzip
import random

import numpy as np
import pytest
from tests.resolver.enumeration import (
    ABSENT,
    CONFLICT_BIT,
    FILE,
    LABEL_BITS,
    LABELS,
    MAIN,
    RARE,
    REVIEW_BIT,
    SPACES,
    Outcomes,
    document,
    outcome,
)

from colophon.evidence import Source
from colophon.resolve import CELLS, CONFLICT, DETECTOR, resolve

Answers = dict[str, Outcomes]
# States that give no label alone or together: nothing in them says how the image was made with weight.
SILENT = {
    "signed": (ABSENT, "malformed", "remote", "trusted:edited", "untrusted:edited", "untrusted:composite"),
    "creator": (ABSENT, "photo"),
    "metadata": (ABSENT, "captured"),
    "registry": (ABSENT, "captured_earlier", "ai_edited_near_differs"),
    "detector": (ABSENT, "low", "mid"),
}
# What the detector may stand beside: none of it says AI, or that a camera took the image.
BESIDE_DETECTOR = {name: states for name, states in SILENT.items() if name != "registry"} | {
    "detector": ("high",)
}


def places(*labels: str) -> list[int]:
    return [LABELS.index(label) for label in labels]


def labels_of(*sources: str) -> list[int]:
    return places(*(label for label in LABELS if label.partition(".")[2] in sources))


@pytest.fixture(scope="module")
def labels(answers: Answers) -> Outcomes:
    """Which label each combination of the main space gives."""
    return answers["main"] & np.uint8(LABEL_BITS)


def test_the_file_holds_what_the_resolver_says(answers: Answers) -> None:
    assert gzip.decompress(FILE.read_bytes()) == document(answers), "write the enumeration anew"


def test_the_space_is_large_enough_to_mean_something() -> None:
    assert MAIN.size > 2_000_000


def test_1_one_label_or_none(answers: Answers) -> None:
    for given in answers.values():
        assert (given & LABEL_BITS).max() < len(LABELS)


def test_2_deterministic_whatever_the_order() -> None:
    draw = random.Random(2)
    for space in SPACES:
        for flags, evidence in space.sample():
            shuffled = draw.sample(evidence, len(evidence))
            assert outcome(resolve(shuffled, **flags)) == outcome(resolve(evidence, **flags))


def test_3_no_label_on_absence(labels: Outcomes) -> None:
    assert labels[(0,) * labels.ndim] == 0
    silent = labels
    for name in MAIN.dimensions:
        silent = silent[MAIN.index(name, *SILENT.get(name, (ABSENT,)))]
    assert silent.size > 100
    assert not silent.any()


def test_4_captured_only_with_a_recognised_signature_or_a_reviewer(labels: Outcomes) -> None:
    captured = np.isin(labels, places("captured.signed", "captured_edited.signed", "captured.moderator"))
    able_signed = [
        s for s in MAIN.dimensions["signed"] if s.startswith(("trusted:captured", "interim:captured"))
    ]
    others = [s for s in (ABSENT, *MAIN.dimensions["signed"]) if s not in able_signed]
    rest = captured[MAIN.index("signed", *others)]
    assert captured.any()
    assert not rest[MAIN.index("moderator", ABSENT, "ai_generated", "ai_edited")].any()


def test_5_the_detector_speaks_alone(labels: Outcomes) -> None:
    speaks = labels == LABELS.index(DETECTOR)
    assert speaks[MAIN.index("detector", "high")].any()
    assert not speaks[MAIN.index("detector", ABSENT, "low", "mid")].any()
    for name, known in MAIN.dimensions.items():
        speaking = [state for state in known if state not in BESIDE_DETECTOR.get(name, ())]
        assert not speaks[MAIN.index(name, *speaking)].any(), name


def test_6_an_unclear_detector_changes_nothing(answers: Answers) -> None:
    given = answers["main"]
    absent = given[MAIN.index("detector", ABSENT)]
    for band in ("low", "mid"):
        assert (given[MAIN.index("detector", band)] == absent).all()


def test_6_a_clear_detector_never_changes_a_chip(labels: Outcomes) -> None:
    absent = labels[MAIN.index("detector", ABSENT)]
    high = labels[MAIN.index("detector", "high")]
    assert (high[absent != 0] == absent[absent != 0]).all()
    assert set(np.unique(high[absent == 0])) == {0, LABELS.index(DETECTOR)}


@pytest.mark.parametrize("decision", MAIN.dimensions["moderator"])
def test_7_a_reviewer_is_always_the_headline(labels: Outcomes, decision: str) -> None:
    assert (labels[MAIN.index("moderator", decision)] == LABELS.index(f"{decision}.moderator")).all()


def test_7_a_reviewer_without_a_label_caps_the_rest(answers: Answers) -> None:
    given = answers["rare"] & LABEL_BITS
    assert not given[RARE.index("moderator", "unknown")].any()
    whole = places(*(label for label in LABELS if label.startswith("ai_generated.")))
    assert not np.isin(given[RARE.index("moderator", "ai_involved", "composite_ai")], whole).any()
    assert np.isin(given[RARE.index("moderator", ABSENT)], whole).any()
    assert given[RARE.index("moderator", "ai_involved")].any()


def test_8_conflicts_are_always_queued(answers: Answers) -> None:
    for given in answers.values():
        conflict = (given & CONFLICT_BIT) != 0
        assert conflict.any()
        assert ((given[conflict] & REVIEW_BIT) != 0).all()
        assert (conflict == ((given & LABEL_BITS) == LABELS.index(CONFLICT))).all()


def test_9_the_sides_named_are_pieces_of_the_evidence_given() -> None:
    for space in SPACES:
        for flags, evidence in space.sample():
            before = list(evidence)
            given = resolve(evidence, **flags)
            assert evidence == before
            sides = [s for s in (given.headline, given.opposed) if s is not None]
            assert all(any(side is e for e in evidence) for side in sides)
            assert (given.label_id is None) == (given.headline is None)
            assert given.conflict == (given.opposed is not None)
            if given.label_id in CELLS and given.headline:
                named = given.label_id.partition(".")[2]
                assert given.headline.source in (named, Source.SIGNED if named == "metadata" else named)


def test_10_no_chip_on_sensitive(answers: Answers) -> None:
    assert not answers["rare"][list(RARE.flags).index("sensitive")].any()
    for _, evidence in MAIN.sample():
        assert outcome(resolve(evidence, sensitive=True, detector_may_speak=True)) == 0


def test_a_detector_that_may_not_speak_changes_nothing_but_its_own_chip(answers: Answers) -> None:
    free, quiet = answers["rare"][0], answers["rare"][1]
    own = (free & LABEL_BITS) == LABELS.index(DETECTOR)
    assert own.any()
    assert not quiet[own].any()
    assert (quiet[~own] == free[~own]).all()


def test_a_cheap_claim_never_unseats_a_signed_capture(labels: Outcomes) -> None:
    """Rule 4: file data, words in the image and the detector leave the capture label where it is."""
    kept = labels[MAIN.index("signed", "trusted:captured")]
    for name in ("watermark", "platform", "moderator"):
        kept = kept[MAIN.index(name, ABSENT)]
    kept = kept[MAIN.index("creator", ABSENT, "photo")]
    kept = kept[MAIN.index("registry", ABSENT, "captured_earlier", "ai_edited_near_differs")]
    assert (kept == LABELS.index("captured.signed")).all()


def test_an_earlier_capture_is_never_overruled_below_reviewer_level(labels: Outcomes) -> None:
    """Rule 5: no whole-image claim becomes the label beside an earlier signed capture."""
    beside = labels[MAIN.index("registry", "captured_earlier")][MAIN.index("moderator", ABSENT)]
    assert not np.isin(
        beside, places(*(label for label in LABELS if label.startswith("ai_generated.")))
    ).any()


def test_a_similar_picture_never_inherits(answers: Answers) -> None:
    """Section 14, 17: a near copy with a local difference changes no label and asks for no review."""
    given = answers["main"]
    spoken = given[MAIN.index("detector", ABSENT, "low", "mid")]
    similar, absent = (spoken[MAIN.index("registry", s)] for s in ("ai_edited_near_differs", ABSENT))
    assert (similar == absent).all()


def test_every_cell_is_reached(answers: Answers) -> None:
    reached = {int(v) for given in answers.values() for v in np.unique(given & LABEL_BITS)}
    assert {LABELS[place] for place in reached} == set(LABELS)

"""Fonts: Pillow's own for the letters it has, one of the system for others, plain words where none has."""

from __future__ import annotations

import io
from pathlib import Path
from typing import cast

import pytest
from PIL import ImageFont, features

from colophon.disclose.note.font import font_for, missing
from colophon.disclose.source_type import Claim
from colophon.disclose.wording import Language, wording
from colophon.errors import InputError

NOTES = [(language, claim) for language in Language for claim in Claim]
ARABIC = wording(Claim.AI_EDITED, Language.AR).note


OWN = cast(ImageFont.FreeTypeFont, ImageFont.load_default(20))
OF_THE_SYSTEM = {Language.FR, Language.AR}  # Pillow's own font has neither accents nor Arabic


@pytest.mark.parametrize(("language", "claim"), NOTES)
def test_every_note_is_drawn_with_a_font_that_has_its_letters(language: Language, claim: Claim) -> None:
    text = wording(claim, language).note
    try:
        found = font_for(text, 20)
    except InputError as error:
        assert language in OF_THE_SYSTEM
        pytest.skip(str(error))
    assert not missing(found, text)
    assert (found.getname() == OWN.getname()) == (language not in OF_THE_SYSTEM)


def test_letters_that_a_font_lacks_are_seen() -> None:
    assert missing(OWN, "Image générée par IA") == {"é"}
    assert missing(OWN, "صورة") == set("صورة")
    assert not missing(OWN, "Bild mit KI erstellt, 100 %")


def test_a_script_that_no_font_has_is_said_with_a_way_out() -> None:
    with pytest.raises(InputError, match=r"no font on this machine can draw .* --font .* --note-text"):
        font_for("\U00013000\U00013001", 20)


def test_joined_letters_need_a_shaper(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda _: False)
    with pytest.raises(InputError, match=r"cannot join .* --note-text"):
        font_for(ARABIC, 20)
    assert font_for("Bild mit KI erstellt", 20)


def test_a_named_font_is_the_only_one_tried(tmp_path: Path) -> None:
    (tmp_path / "words.ttf").write_text("no font")
    with pytest.raises(InputError, match=r"words\.ttf is no font"):
        font_for("a", 20, tmp_path / "words.ttf")
    own = tmp_path / "own.ttf"
    assert isinstance(OWN.path, io.BytesIO)
    own.write_bytes(OWN.path.getvalue())
    assert font_for("a", 20, own).getname() == OWN.getname()
    with pytest.raises(InputError, match=r"the font .*own\.ttf cannot draw"):
        font_for(ARABIC, 20, own)

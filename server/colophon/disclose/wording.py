"""What a creator can write on a picture, below it and in its alt text, in every language that is read.

Every wording is read back by `colophon.checks.disclosure` as the claim it stands for; tests hold it so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from colophon.disclose.source_type import Claim


class Language(StrEnum):
    """The languages of the disclosure patterns."""

    EN = "en"
    ES = "es"
    FR = "fr"
    DE = "de"
    PT = "pt"
    NB = "nb"
    SV = "sv"
    DA = "da"
    AR = "ar"


@dataclass(frozen=True, slots=True)
class Wording:
    """One claim in one language.

    ``note`` is short enough to be drawn on a picture, ``caption`` is a sentence for the post, and ``alt``
    stands behind a description of what the picture shows.
    """

    note: str
    caption: str
    alt: str


def wording(claim: Claim, language: Language) -> Wording:
    """The words of a claim."""
    return _WORDINGS[language][claim]


def _words(generated: tuple[str, str], edited: tuple[str, str]) -> Mapping[Claim, Wording]:
    """A note and a sentence for each claim. The note is the alternative text, too, closed as a sentence."""
    return {
        claim: Wording(note, sentence, f"{note}.")
        for claim, (note, sentence) in ((Claim.AI_GENERATED, generated), (Claim.AI_EDITED, edited))
    }


_WORDINGS: Final[Mapping[Language, Mapping[Claim, Wording]]] = {
    Language.EN: _words(
        ("Image generated with AI", "This image was generated with AI."),
        ("Image edited with AI", "This image was edited with AI."),
    ),
    Language.ES: _words(
        ("Imagen generada con IA", "Esta imagen fue generada con IA."),
        ("Imagen editada con IA", "Esta imagen fue editada con IA."),
    ),
    Language.FR: _words(
        ("Image générée par IA", "Cette image a été générée par IA."),
        ("Image modifiée par IA", "Cette image a été modifiée par IA."),
    ),
    Language.DE: _words(
        ("Bild mit KI erstellt", "Dieses Bild wurde mit KI erstellt."),
        ("Bild mit KI bearbeitet", "Dieses Bild wurde mit KI bearbeitet."),
    ),
    Language.PT: _words(
        ("Imagem gerada por IA", "Esta imagem foi gerada por IA."),
        ("Imagem editada com IA", "Esta imagem foi editada com IA."),
    ),
    Language.NB: _words(
        ("Bilde laget med KI", "Dette bildet er laget med KI."),
        ("Bilde redigert med KI", "Dette bildet er redigert med KI."),
    ),
    Language.SV: _words(
        ("Bild skapad med AI", "Den här bilden är skapad med AI."),
        ("Bild redigerad med AI", "Den här bilden är redigerad med AI."),
    ),
    Language.DA: _words(
        ("Billede lavet med AI", "Dette billede er lavet med AI."),
        ("Billede redigeret med AI", "Dette billede er redigeret med AI."),
    ),
    Language.AR: _words(
        ("صورة مولدة بالذكاء الاصطناعي", "تم إنشاء هذه الصورة بالذكاء الاصطناعي."),
        ("صورة معدلة بالذكاء الاصطناعي", "تم تعديل هذه الصورة بالذكاء الاصطناعي."),
    ),
}

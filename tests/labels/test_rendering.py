from __future__ import annotations

from dataclasses import replace

import pytest
from tests.resolver import states

from colophon.checks.c2pa import record
from colophon.checks.c2pa.process import WHAT_KEYS
from colophon.checks.platform import read_label
from colophon.checks.statements import StatementCheck
from colophon.evidence import Band, Evidence, JSONValue, Rank, Resolution, Trust
from colophon.labels import catalogue
from colophon.labels.messages import LOCALES, label_kinds, messages
from colophon.labels.values import MAX_NAME, clean, fill, localised_date
from colophon.resolve import resolve

ENGLISH, SPANISH = catalogue("en"), catalogue("es")
SIGNED = states.SIGNED["trusted:captured"]


def named(evidence: Evidence, name: str | None, **details: str) -> Evidence:
    kept = {k: v for k, v in evidence.details.items() if k != "signer"}
    return replace(evidence, source_name=name, details=kept | details)


TAGS = {
    **{"es-MX": "es", "ES": "es", "en-GB": "en", "pt-BR": "pt", "pt_PT": "pt", "ar-EG": "ar", "de-CH": "de"},
    **{"no": "no", "nb": "no", "nb-NO": "no", "nn": "no", "zh": "zh", "zh-Hans": "zh", "zh-CN": "zh"},
    **{"fi": "en", "": "en", "e": "en"},
}


@pytest.mark.parametrize(("tag", "locale"), TAGS.items())
def test_a_language_tag_finds_its_words(tag: str, locale: str) -> None:
    assert catalogue(tag).locale == locale


def test_no_label_no_words() -> None:
    assert ENGLISH.label(Resolution()) is None


def test_a_label_says_who_and_what() -> None:
    label = ENGLISH.label(resolve([states.SIGNED["trusted:ai_edited"]]))
    assert label is not None
    assert label.short == "Partly edited with AI"
    assert "from Example Camera Company says" in label.explanation
    assert label.explanation.endswith("parts of this image: cropped, generative fill.")
    assert label.limits
    assert (label.process, label.source, label.confidence) == ("ai_edited", "signed", "recorded")


def test_both_sides_of_a_conflict_are_whole_sentences() -> None:
    sides = resolve([states.SIGNED["trusted:captured"], states.WATERMARK["ai_involved"]])
    label = ENGLISH.label(sides)
    assert label is not None
    assert label.explanation == (
        "A signed record from Example Camera Company says this was taken with a camera. "
        "But this image holds a hidden mark from Example Mark, an AI image tool. "
        "Open the details to see both."
    )
    spanish = SPANISH.label(sides)
    assert spanish is not None
    assert ". Pero esta imagen contiene una marca oculta" in spanish.explanation


def test_a_conflict_keeps_the_spelling_of_a_name() -> None:
    platform = replace(states.PLATFORM["ai_involved"], source_name="Instagram")
    label = ENGLISH.label(resolve([SIGNED, platform]))
    assert label is not None
    assert ". But Instagram says AI was used" in label.explanation


def test_a_name_that_is_not_known_has_neutral_words() -> None:
    row = ENGLISH.row(named(SIGNED, None), headline=False)
    assert row.text == "A signed record from an unnamed signer says this was taken with a camera."
    label = ENGLISH.label(resolve([named(states.PLATFORM["ai_generated"], None)]))
    assert label is not None
    assert label.short == "The site: AI-generated"


def test_an_unknown_site_is_named_in_the_readers_language() -> None:
    said = read_label("Made with AI", "forum.example")
    assert said is not None
    given = resolve(StatementCheck().look([said]).evidence)
    labels = [catalogue(locale).label(given) for locale in LOCALES]
    shorts = {label.locale: label.short for label in labels if label}
    assert shorts["en"] == "The site: AI-generated"
    assert shorts["es"] == "El sitio: generada con IA"
    for locale, short in shorts.items():
        site = messages(locale).fallbacks["platform"]
        assert short.replace("\u2068", "").startswith(site[0].upper() + site[1:])


def test_an_unrecognised_signer_is_not_given_the_name_they_sign_with() -> None:
    text = ENGLISH.row(states.SIGNED["untrusted:ai_generated"], headline=True).text
    assert "in the name of" in text
    assert text.endswith("Signed, signer not recognised.")
    assert "older trust list" in ENGLISH.row(states.SIGNED["interim:captured"], headline=True).text
    assert "expired" in ENGLISH.row(states.SIGNED["expired:ai_generated"], headline=True).text


AI_RECORDS = ("ai_generated", "ai_edited", "ai_involved", "composite_ai")
OF_A_RECORD = {
    "en": "A signed record in this file says",
    "es": "Un registro firmado en este archivo dice",
    "fr": "Un relevé signé dans ce fichier dit",
    "de": "Ein signierter Eintrag in dieser Datei sagt",
    "pt": "Um registro assinado neste arquivo diz",
    "no": "En signert oppføring i denne filen sier",
    "ar": "سجل موقّع في هذا الملف يقول",
    "hi": "इस फ़ाइल का एक हस्ताक्षरित रिकॉर्ड कहता है",
    "zh": "此文件中的签名记录称",
}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("trust", Trust)
@pytest.mark.parametrize("claim", AI_RECORDS)
def test_a_label_of_a_signed_record_does_not_speak_of_unsigned_text(
    claim: str, trust: Trust, locale: str
) -> None:
    record = states.signed("ok", trust, Rank.UNSIGNED, claim)
    label = catalogue(locale).label(resolve([record]))
    unsigned = catalogue(locale).named(f"{claim}.metadata")
    assert label is not None
    assert (label.id, label.short) == (unsigned.id, unsigned.short)
    assert label.explanation.startswith(OF_A_RECORD[locale])
    assert label.limits != unsigned.limits
    told = resolve([states.stated(states.S.METADATA, claim, Rank.UNSIGNED)])
    assert catalogue(locale).label(told) == unsigned


def test_a_label_says_why_a_record_counts_as_unsigned() -> None:
    words = {}
    for trust in Trust:
        label = ENGLISH.label(resolve([states.signed("ok", trust, Rank.UNSIGNED, "ai_generated")]))
        assert label is not None
        words[trust] = label.explanation.removeprefix("A signed record in this file says AI made it, but ")
    assert words[Trust.UNTRUSTED].startswith("we do not recognise the signer.")
    assert words[Trust.EXPIRED_UNTIMESTAMPED].startswith("its certificate has expired and nothing shows when")
    passed_on = {words[trust] for trust in Trust if trust not in {"untrusted", "expired_untimestamped"}}
    assert passed_on == {"no signer that we recognise stands behind that. We treat it like unsigned text."}


def test_an_expired_certificate_is_not_an_unknown_signer() -> None:
    words = []
    for trust in (Trust.UNTRUSTED, Trust.EXPIRED_UNTIMESTAMPED):
        label = ENGLISH.label(resolve([states.signed("ok", trust, Rank.UNSIGNED, "captured")]))
        assert label is not None
        assert label.id == "signer_unknown"
        words.append(label.explanation)
    assert "we do not know the signer" in words[0]
    assert "we do not know the signer" not in words[1]
    assert "certificate has expired" in words[1]


def test_notes_follow_the_sentence() -> None:
    evidence = named(states.METADATA["ai_generated"], "Midjourney", generator="Midjourney")
    text = ENGLISH.row(evidence, headline=True).text
    assert text == "Text stored in this file says AI made it. It names the program Midjourney."


def test_a_declared_mark_is_said_not_to_have_been_read() -> None:
    marked = named(SIGNED, "OpenAI", watermark_declared="SynthID")
    text = ENGLISH.row(marked, headline=True).text
    assert text.endswith(
        "The record says the image also carries a hidden mark (SynthID); the mark itself was not read."
    )
    text = ENGLISH.row(named(SIGNED, "OpenAI", mark="unnamed"), headline=True).text
    assert text.endswith("also carries a hidden mark; the mark itself was not read.")


def test_a_reshare_is_not_the_account_that_posted() -> None:
    details: dict[str, JSONValue] = {"reshare": True, "said": "ai_edited"}
    reshared = replace(states.CREATOR["ai_edited"], process=states.P.UNKNOWN, details=details)
    assert ENGLISH.label(resolve([reshared])) is None
    text = ENGLISH.row(reshared, headline=False).text
    assert text == "The account that shared this says AI changed parts of it."


def test_an_estimate_that_was_said_before_is_said_as_if_for_the_first_time() -> None:
    bands = [
        (words, band, headline) for words in (ENGLISH, SPANISH) for band in Band for headline in (True, False)
    ]
    for right in (90, 90, 95):
        for words, band, headline in bands:
            more: dict[str, JSONValue] = {"right_of_100": right, "more": [1.5, True, None]}
            piece = replace(states.DETECTOR[band], details={**states.DETECTOR[band].details, **more})
            row = words.row(piece, headline)
            assert row == words.made_row(piece, headline)
            assert row.headline is headline
            assert row.details["band"] == band


def test_names_from_files_are_data() -> None:
    hostile = "Evil\u202egnp.exe\n{date}\x07 <b>" + "x" * 90
    text = ENGLISH.row(named(SIGNED, hostile), headline=False).text
    assert "\u202e" not in text
    assert "\n" not in text
    assert "Evilgnp.exe {date} <b>xx" in text
    assert len(clean(hostile)) == MAX_NAME
    assert clean(hostile).endswith("…")


def test_a_long_name_stays_short_on_the_chip() -> None:
    long = named(states.PLATFORM["ai_generated"], "An instance with quite a long name")
    for locale in LOCALES:
        label = catalogue(locale).label(resolve([long]))
        assert label is not None
        assert len(label.short) <= messages(locale).max_chars
        assert "An instance with quite a long name" in label.explanation


@pytest.mark.parametrize(
    ("date", "english", "spanish"),
    [
        ("2026-05-31", "31 May 2026", "31 de mayo de 2026"),
        ("2024-02-01T12:00:00Z", "1 February 2024", "1 de febrero de 2024"),
        ("2024-13-01", "", ""),
        ("2024-01-011", "", ""),
        ("May 2024", "", ""),
        (None, "", ""),
    ],
)
def test_dates(date: str | None, english: str, spanish: str) -> None:
    assert localised_date(date, messages("en")) == english
    assert localised_date(date, messages("es")) == spanish


def test_a_change_without_a_word_is_another_edit() -> None:
    evidence = replace(SIGNED, details={"content_claim": "edited", "what": ["twisted", "cropped", "spun"]})
    assert "cropped, other edits" in ENGLISH.row(replace(evidence, process=states.P.UNKNOWN), False).text


def test_a_full_stop_is_not_doubled() -> None:
    assert fill("Reason: {reason}.", {"reason": "It says so."}) == "Reason: It says so."
    assert fill("From {reason} on.", {"reason": "Ed."}) == "From Ed. on."


def test_reasons_and_labels_on_demand() -> None:
    why = SPANISH.reason("too_large", limit="15")
    assert why == "el archivo ocupa más de 15 MB"
    assert SPANISH.named("not_checked", why=why).explanation.endswith(
        "Motivo: el archivo ocupa más de 15 MB."
    )
    assert ENGLISH.named("none").process is None
    with pytest.raises(KeyError):
        ENGLISH.reason("no such reason")


def test_every_label_renders_in_every_language() -> None:
    for locale in LOCALES:
        for label_id in label_kinds():
            label = catalogue(locale).named(label_id)
            assert "{" not in label.short + label.explanation + label.limits


def test_every_change_and_note_of_a_signed_record_has_words() -> None:
    notes = {record.STRUCTURAL, record.INGREDIENT, record.IDENTITY, record.GATHERED, record.EARLIER}
    for locale in LOCALES:
        texts = messages(locale)
        assert texts.what.keys() >= WHAT_KEYS
        assert texts.notes.keys() >= {f"note.{note}" for note in notes}

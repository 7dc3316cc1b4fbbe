"""Which questions ask who somebody is, or for what law protects most; and which only sound like it."""

from __future__ import annotations

from typing import Any

import pytest
from tests.study.studies import study

from colophon.study.spec.rules.questions import identifiers


def told(name: str = "made", text: str = "How was this image made?", **other: Any) -> list[str]:
    question = {"name": name, "type": "text", "text": {"en": text}}
    survey = {"name": "end", "when": "after", "title": {"en": "End"}, "questions": [question]}
    return [problem.limit for problem in identifiers(study(surveys=[survey], **other))]


@pytest.mark.parametrize(
    "name",
    [
        *("name", "full_name", "username", "account_name", "email", "e_mail", "phone_number", "home_address"),
        *("postcode", "zip_code", "birthday", "date_of_birth", "ip", "handle", "account"),
    ],
)
def test_names_of_what_identifies(name: str) -> None:
    assert "random code only" in told(name)[0]
    assert told(name, ethics="2027-1")


@pytest.mark.parametrize(
    "text",
    [
        *("What is your name?", "Your e-mail, please", "Enter an email address", "Your date of birth?"),
        *("Wie ist Ihr Name?", "Ihre Telefonnummer", "Correo electrónico", "Votre nom"),
    ],
)
def test_texts_that_ask_for_it(text: str) -> None:
    assert "random code only" in told(text=text)[0]


@pytest.mark.parametrize("name", ["religion", "ethnicity", "partisanship", "party", "health_state", "voted"])
def test_what_law_protects_most_needs_an_approval(name: str) -> None:
    assert "law protects most" in told(name)[0]
    assert told(name, ethics="2027-1") == []


@pytest.mark.parametrize("name", ["account_trust", "label_named", "third_party", "upvotes", "ship", "brace"])
def test_names_that_only_sound_like_it(name: str) -> None:
    assert told(name) == []


@pytest.mark.parametrize(
    "text",
    ["Do you share images by e-mail?", "Which phone do you use?", "Do you trust the account that posted it?"],
)
def test_texts_that_only_sound_like_it(text: str) -> None:
    assert told(text=text) == []

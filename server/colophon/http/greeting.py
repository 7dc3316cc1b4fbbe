"""What a server says to whoever starts it."""

from __future__ import annotations

from colophon.http.services import Services
from colophon.roles import Role


async def greeting(services: Services, url: str, *, to_person: bool) -> list[str]:
    """Where it listens, how to connect a browser, what is absent: one sentence each.

    A personal server that says it to a person, and not to a log that is kept, makes one-time codes.
    """
    config = services.config
    if config.public_url is not None:  # its log may be read by others: no link in it opens anything
        links = [
            "To let a reader join, run `colophon invite --name NAME`: it prints a link.",
            f"Staff log in at {config.public_url}/login; `colophon users add NAME` makes an account.",
        ]
    elif to_person:
        links = await _links(services, url)
    else:
        links = [
            "To connect a browser, run `colophon extension pair`: it prints a link.",
            "To see how it does, run `colophon users link`: it prints a link.",
        ]
    return [f"Colophon listens on {url}", *links, "Ctrl-C stops the server.", *_absent(services)]


async def _links(services: Services, url: str) -> list[str]:
    """With one-time codes in them."""
    pairing, minutes = services.pairing, services.config.limits.pairing_seconds // 60
    return [
        f"To connect a browser, open {url}/pair#{await pairing.new_code()}",
        f"To see how it does, open {url}/login#{await pairing.new_code(Role.OPERATOR)}",
        f"Each link works once, for {minutes} minutes.",
    ]


def _absent(services: Services) -> list[str]:
    """What is missing and what follows. What the operator's ``checks`` leave out is not missed."""
    missing = [tier for tier, present in services.trust.items() if not present]
    sentences = []
    if missing:
        sentences.append(
            f"Absent: trust list ({', '.join(missing)}) in {services.config.trust_folder}. Signers it knows "
            f"are shown as not recognised; `colophon trust update` fetches it."
        )
    if services.lacks_model:
        sentences.append("Absent: a detection model. Pictures are judged by what is said about them only.")
    elif services.config.detector_chip and (why := services.detector.why_silent(allowed=True)):
        sentences.append(f"detector_chip is on, and yet the detector makes no label: {why}.")
    return sentences

"""What a server says to whoever starts it."""

from __future__ import annotations

from colophon.http.services import Services
from colophon.roles import Role


async def greeting(services: Services, url: str) -> list[str]:
    """Where it listens, how to connect a browser, what is absent: one sentence each. Makes one-time codes."""
    config, pairing = services.config, services.pairing
    minutes = config.limits.pairing_seconds // 60
    page, origin = ("join", config.public_url) if config.public_url else ("pair", url)
    lines = [
        f"Colophon listens on {url}",
        f"To connect a browser, open {origin}/{page}#{await pairing.new_code()}",
    ]
    if config.hosted:  # its log may be read by others: no link in it opens the pages
        lines.append(f"Staff log in at {origin}/login; `colophon users add NAME` makes an account.")
    else:
        lines.append(f"To see how it does, open {origin}/login#{await pairing.new_code(Role.OPERATOR)}")
    works = "The link works" if config.hosted else "Each link works"
    return [*lines, f"{works} once, for {minutes} minutes. Ctrl-C stops the server.", *_absent(services)]


def _absent(services: Services) -> list[str]:
    """What is missing and what follows."""
    missing = [tier for tier, present in services.trust.items() if not present]
    sentences = []
    if missing:
        sentences.append(
            f"Absent: trust list ({', '.join(missing)}). Signers it knows are shown as not recognised; "
            f"`colophon trust update` fetches it."
        )
    if services.detector.detector is None:
        sentences.append("Absent: a detection model. Pictures are judged by what is said about them only.")
    elif services.config.detector_chip and (why := services.detector.why_silent(allowed=True)):
        sentences.append(f"detector_chip is on, and yet the detector makes no label: {why}.")
    return sentences

"""What a server says to whoever starts it."""

from __future__ import annotations

from colophon.http.services import Services


async def greeting(services: Services, url: str) -> list[str]:
    """Where it listens, how to connect a browser, what is absent: one sentence each. Makes a pairing code."""
    config = services.config
    code = await services.pairing.new_code()
    minutes = config.limits.pairing_seconds // 60
    return [
        f"Colophon listens on {url}",
        f"To connect a browser, open {config.public_url or url}/pair#{code}",
        f"The link works once, for {minutes} minutes. Ctrl-C stops the server.",
        *_absent(services),
    ]


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

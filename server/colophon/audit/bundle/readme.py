"""What a bundle says of itself to whoever opens it."""

from __future__ import annotations

from colophon import __version__

README = "README.txt"
NO_TIMESTAMP = (
    "It carries no timestamp of an independent service (RFC 3161): when it was made rests on the word of "
    "whoever signed it."
)
_TIMESTAMP = """It carries a timestamp (RFC 3161) of {service}
over signature.json, which was there at that time: `colophon audit verify` shows it, and so does
openssl ts -verify -data signature.json -in timestamp.tsr -CAfile ROOTS_OF_THE_SERVICE.pem"""
_TEXT = """This is what an audit of a timeline found, as Colophon {version} wrote it.

report.html      the report; begin here
rows.jsonl       every image, one a line; codebook.md says what the tables beside it mean
audit.json       what was audited, how, and with which versions
skipped.json     what was passed over, and why
{more}manifest.json    the name, size and SHA-256 of every file
signature.json   the signature of manifest.json (Ed25519) and the public key
*.lines          a digest of each line, to find the place of a change

To check it:  colophon audit verify PLACE
It names each file, and each line of the files of lines, that is not as it was signed. Whose key it is, only
the signer can tell you: compare this fingerprint with theirs, on another way than the one this came on.

    {fingerprint}

{timestamp}
{pictures} Of protected images there is a number and nothing else.
"""


def readme(fingerprint: str, service: str | None, pictures: int, *, decided: bool) -> str:
    """The text of the file."""
    more = "decisions.jsonl  what reviewers did about these images: rows of their log\n" if decided else ""
    if pictures:
        more += "media/           the pictures, each named by its SHA-256 (`sha256` in rows.jsonl)\n"
    return _TEXT.format(
        version=__version__,
        more=more,
        fingerprint=fingerprint,
        timestamp=_TIMESTAMP.format(service=service) if service else NO_TIMESTAMP,
        pictures=f"{pictures:,} pictures are in it." if pictures else "Pictures are not in it.",
    )

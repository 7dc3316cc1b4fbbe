"""The sample posts: made-up people, painted pictures, one origin story each."""

from __future__ import annotations

from colophon.demo import pictures
from colophon.demo.certificate import Identity
from colophon.demo.post import Post
from colophon.demo.sign import changed_later, jpeg, signed, with_parameters, with_source_type

PARAMETERS = """neon street at night, rain, reflections, cinematic
Negative prompt: people, text
Steps: 28, Sampler: Euler a, CFG scale: 7, Seed: 20260817, Size: 896x1120, Model: sample-model"""


def sample_posts(identity: Identity) -> list[Post]:
    """Paint, sign and write all sample posts; takes about three seconds."""
    signed_islands = signed(pictures.islands(), "trainedAlgorithmicMedia", "Sample image generator", identity)
    signed_lake = signed(pictures.lake(), "digitalCapture", "Sample camera", identity)
    signed_town = signed(pictures.town(), "digitalCapture", "Sample camera", identity)
    iptc_flower = with_source_type(pictures.flower(), "trainedAlgorithmicMedia")
    return [
        _post(
            "Mira Okafor", "mira.paints", "8 min",
            "Where my head was this morning. Would live on the small one on the left.",
            "Three islands with trees float in a pink evening sky.",
            signed_islands, (1024, 1024), "ai_generated.signed",
        ),
        _post(
            "Samira Haddad", "samirawalks", "21 min",
            "Second day on the sand. My shoes will never be the same.",
            "Rows of sand dunes in low sun.",
            jpeg(pictures.dunes()), (1200, 900), None,
        ),
        _post(
            "Theo Brandt", "theo_studies", "46 min",
            "Apples, again. I made this with AI to see how it handles window light.",
            "Five pieces of fruit on a wooden table.",
            jpeg(pictures.fruit()), (1200, 900), "ai_generated.creator",
        ),
        _post(
            "Jonas Lind", "jonas.outside", "1 h",
            "Up at five for this. No wind, nobody there, coffee in the boat.",
            "A mountain lake at dawn with a clear reflection.",
            signed_lake, (1200, 800), "captured.signed",
        ),
        _post(
            "night shift", "nightshift", "2 h",
            "Wallpaper for whoever wants it.",
            "A street between towers at night, in pink and blue light.",
            with_parameters(pictures.neon(), PARAMETERS), (896, 1120), "ai_generated.metadata",
        ),
        _post(
            "Lucía Ferrer", "luciaferrer", "3 h",
            "Poster idea for the hallway. Too much red?",
            "AI-generated image of a lighthouse at dusk, in the style of a travel poster.",
            jpeg(pictures.lighthouse()), (960, 1200), "ai_generated.creator",
        ),
        _post(
            "Old Town Daily", "oldtowndaily", "5 h",
            "First light over the roofs.",
            "Tiled roofs of a town in morning haze.",
            changed_later(signed_town), (1200, 800), "record_mismatch",
        ),
        _post(
            "Botanic Corner", "botanic.corner", "7 h",
            "Dahlia season is here.",
            "A pink dahlia in full bloom.",
            iptc_flower, (1000, 1000), "ai_generated.metadata",
        ),
    ]  # fmt: skip


def _post(
    name: str,
    handle: str,
    when: str,
    text: str,
    alt: str,
    image: bytes,
    size: tuple[int, int],
    expected: str | None,
) -> Post:
    media_type = "image/png" if image.startswith(b"\x89PNG") else "image/jpeg"
    return Post(name, handle, when, text, alt, media_type, size, lambda: image, expected)

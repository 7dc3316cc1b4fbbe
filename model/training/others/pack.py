"""From folders of pictures to a pack: crop, frame and, for some, the whole, as the first pack has them."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]

SIDE, CROP, FRAME = 280, 384, 256  # pixels: least shorter side, crop, shorter side of the frame
LONGEST = (800, 1600)  # pixels: of a rendition, as platforms make them
QUALITY = (88, 96)
WHOLE, WHOLE_QUALITY, WHOLES = 1280, 88, 15  # longest side; how many of a source are there as a whole
_SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
_FEWEST_BYTES = 40_000  # below that a file is an icon
_ASPECT = 3
_LOOK = 12  # pixels a side by which the same picture in two sizes is known

COLUMNS = (
    "id",
    "label",
    "source",
    "generator",
    "source_repo",
    "license",
    "original_sha256",
    "whole_width",
)


@dataclass(frozen=True, slots=True)
class Source:
    """One source of the second pack; see ``sources.toml``."""

    name: str
    packages: list[str]
    folders: list[str]
    licence: str
    most: int

    @classmethod
    def of(cls, name: str, stated: Mapping[str, Any]) -> Source:
        """The source of one table of the file."""
        return cls(name, stated["packages"], stated["folders"], stated["licence"], stated["most"])


def build(unpacked: Path, sources: list[Source], out: Path, seed: int, report: Callable[[str], None]) -> int:
    """Write the pack of ``sources`` into ``out``; returns the number of pictures.

    ``unpacked`` holds one folder for each package. Raises FileNotFoundError naming a package that is absent.
    """
    rows: list[dict[str, object]] = []
    for number, source in enumerate(sources):
        rng = np.random.default_rng([seed, number])
        found = list(_source(unpacked, source, out, rng))
        report(f"{source.name}: {len(found)} pictures")
        rows += found
    with (out / "manifest.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
    return len(rows)


def _source(
    unpacked: Path, source: Source, out: Path, rng: np.random.Generator
) -> Iterator[dict[str, object]]:
    files = sorted(_files(unpacked, source))
    rng.shuffle(files)
    seen: set[bytes] = set()
    (out / "real" / source.name).mkdir(parents=True, exist_ok=True)
    for path in files:
        if len(seen) == source.most:
            return
        image = _opened(path)
        if image is None or (look := _look(image)) in seen:
            continue
        id_ = f"real/{source.name}/{len(seen):04d}"
        seen.add(look)
        whole = len(seen) <= WHOLES
        _write(image, out, id_, whole, rng)
        yield {
            "id": id_,
            "label": "real",
            "source": source.name,
            "generator": "",
            "source_repo": "Debian " + ", ".join(source.packages),
            "license": source.licence,
            "original_sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
            "whole_width": min(WHOLE, image.width) if whole else "",
        }


def _files(unpacked: Path, source: Source) -> set[Path]:
    for package in source.packages:
        if not (unpacked / package).is_dir():
            raise FileNotFoundError(
                f"{unpacked / package}: absent. Fetch it with `apt-get download {package}` and unpack it "
                f"with `dpkg -x {package}_*.deb {unpacked / package}`"
            )
    inside = unpacked.resolve()
    folders = (f for p in source.packages for g in source.folders for f in (unpacked / p).glob(g))
    return {
        path
        for folder in folders
        if folder.is_dir()
        for path in folder.iterdir()
        if path.suffix.lower() in _SUFFIXES and path.is_file() and path.stat().st_size >= _FEWEST_BYTES
        if path.resolve().is_relative_to(inside)  # links of a package may lead to files of this machine
    }


def _opened(path: Path) -> Image.Image | None:
    with Image.open(path) as image:
        short, long = sorted(image.size)
        if short < SIDE or long > _ASPECT * short:
            return None
        image.draft("RGB", (LONGEST[1], LONGEST[1]))
        drawn = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB")


def _look(image: Image.Image) -> bytes:
    return bytes(np.asarray(image.convert("L").resize((_LOOK, _LOOK))) // 16)


def _write(image: Image.Image, out: Path, id_: str, whole: bool, rng: np.random.Generator) -> None:
    longest = rng.uniform(*LONGEST)
    rendition = image.copy()
    rendition.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    side = min(CROP, *rendition.size)
    left, top = (int(rng.integers(0, length - side + 1)) for length in rendition.size)
    scale = FRAME / min(rendition.size)
    size = (max(FRAME, round(rendition.width * scale)), max(FRAME, round(rendition.height * scale)))
    quality = int(rng.integers(*QUALITY))
    files = {
        "crop": (rendition.crop((left, top, left + side, top + side)), quality),
        "frame": (rendition.resize(size, Image.Resampling.LANCZOS), quality),
    }
    if whole:
        image.thumbnail((WHOLE, WHOLE), Image.Resampling.LANCZOS)
        files["whole"] = (image, WHOLE_QUALITY)
    for kind, (picture, at) in files.items():
        picture.save(out / f"{id_}_{kind}.jpg", quality=at, subsampling=2)

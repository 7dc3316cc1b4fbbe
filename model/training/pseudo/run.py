"""Every design for both halves of the pack: trained, applied to all non-AI crops, kept on disk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import orjson
import torch
from torch import nn

from colophon_model.evaluation.pack import Item, pixels, read_manifest
from training.pseudo.crops import Pixels, Pool, in_half, others
from training.pseudo.designs import DESIGNS
from training.pseudo.encoding import encoded_like
from training.pseudo.fit import Recipe, Report, device, train
from training.pseudo.reconstruct import reconstruct
from training.pseudo.tone import with_tone_of


def run(images: Path, out: Path, nets: Sequence[tuple[str, str]], recipe: Recipe, report: Report) -> None:
    """Train ``nets`` (design, half) and write ``<design>-<half>.pt`` and ``.npz`` of each into ``out``.

    What lies there already is not made again, so that an interrupted run goes on.
    """
    out.mkdir(parents=True, exist_ok=True)
    (out / "recipe.json").write_bytes(orjson.dumps(asdict(recipe), option=orjson.OPT_INDENT_2))
    items = read_manifest(images)
    pools: dict[str, Pool] = {}
    for number, (design, half) in enumerate(nets):
        saved = out / f"{design}-{half}.pt"
        if not saved.exists():
            if half not in pools:
                pools = {half: Pool.read(images, in_half(items, half))}
            report(f"{saved.stem}: training on {len(pools[half].pictures)} pictures")
            torch.manual_seed(recipe.seed + number)
            train(DESIGNS[design](), pools[half], recipe, saved, report)
        if not saved.with_suffix(".npz").exists():
            report(f"{saved.stem}: reconstructing")
            write(saved.with_suffix(".npz"), images, others(items), load(saved), recipe.seed)


def load(saved: Path) -> nn.Module:
    """A trained net by the name of its file, ``<design>-<half>.pt``."""
    net = DESIGNS[saved.stem.rpartition("-")[0]]()
    net.load_state_dict(torch.load(saved, map_location="cpu", weights_only=True))
    return net.to(device(), memory_format=torch.channels_last).eval()


def write(path: Path, images: Path, items: Sequence[Item], net: nn.Module, seed: int) -> None:
    """Reconstructions of the crops of ``items``: one array (height, width, 3) for each identifier."""
    fresh = path.with_suffix(".new.npz")
    np.savez(fresh, allow_pickle=False, **dict(_reconstructions(images, items, net, seed)))
    fresh.replace(path)


def _reconstructions(
    images: Path, items: Sequence[Item], net: nn.Module, seed: int
) -> Iterator[tuple[str, Pixels]]:
    for number, item in enumerate(items):
        photo = pixels(images, item, "crop")
        made = with_tone_of(photo, reconstruct(net, photo, np.random.default_rng([seed, number])))
        yield item.id, encoded_like(made, item.path(images, "crop"))

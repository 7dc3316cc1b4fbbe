"""The pool of training patches, and the training of one net on a part of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from colophon_model.evaluation.pack import Item, pixels
from training.network import Network
from training.patches import random_patch

Pixels = NDArray[np.uint8]

POOL_PATCH, PATCH = (
    144,
    128,
)  # pixels; each step cuts a new PATCH from a pooled patch, which shifts the JPEG grid
CROP_SHARE = 0.6  # the rest come from the reduced frame


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training run is made of. Fixed before the first look at any held-out figure."""

    seed: int = 20261123
    variants: int = 12  # pooled patches per picture
    steps: int = 2200
    batch: int = 48
    rate: float = 2e-3
    decay: float = 0.05
    threads: int = 2


def make_pool(folder: Path, items: Sequence[Item], recipe: Recipe) -> Pixels:
    """Patches of every picture, shape (pictures, variants, side, side, 3)."""
    work = partial(_patches, folder, recipe)
    with ProcessPoolExecutor(recipe.threads) as workers:
        return np.stack(list(workers.map(work, enumerate(items), chunksize=16)))


def _patches(folder: Path, recipe: Recipe, numbered: tuple[int, Item]) -> Pixels:
    index, item = numbered
    rng = np.random.default_rng([recipe.seed, index])
    files = {kind: pixels(folder, item, kind) for kind in ("crop", "frame")}
    kinds = ["crop" if rng.random() < CROP_SHARE else "frame" for _ in range(recipe.variants)]
    return np.stack([random_patch(files[kind], POOL_PATCH, rng) for kind in kinds])


def train(
    pool: Pixels,
    ai: NDArray[np.bool_],
    weights: NDArray[np.float64],
    recipe: Recipe,
    report: Callable[[str], None],
) -> Network:
    """A net trained on ``pool``; ``weights`` say how often each picture is drawn."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(recipe.threads)
    rng = np.random.default_rng(recipe.seed)
    net = Network()
    net.to(memory_format=torch.channels_last)
    net.train()
    optimizer = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, recipe.steps, pct_start=0.1)
    losses: list[float] = []
    started = time.monotonic()
    for step in range(1, recipe.steps + 1):
        crops, labels = _draw(pool, ai, weights, recipe.batch, rng)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = net(crops)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits.float()[:, 0], labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        losses.append(float(loss.detach()))
        if step % 200 == 0:
            report(f"step {step}: loss {np.mean(losses[-200:]):.3f}, {time.monotonic() - started:.0f} s")
    net.eval()
    return net


def _draw(
    pool: Pixels, ai: NDArray[np.bool_], weights: NDArray[np.float64], count: int, rng: np.random.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    chosen = rng.choice(len(pool), count, p=weights)
    variants = rng.integers(pool.shape[1], size=count)
    corners = rng.integers(POOL_PATCH - PATCH + 1, size=(count, 2))
    crops = np.stack(
        [
            pool[i, v, top : top + PATCH, left : left + PATCH, :]
            for i, v, (top, left) in zip(chosen, variants, corners, strict=True)
        ]
    )
    return torch.from_numpy(crops), torch.from_numpy(ai[chosen].astype(np.float32))


def load(path: Path) -> Network:
    """A trained net from its saved state."""
    net = Network()
    net.load_state_dict(torch.load(path, weights_only=True))
    net.eval()
    return net


def logits(net: Network, crops: Pixels, batch: int = 32) -> NDArray[np.float64]:
    """Logits of crops of shape (..., height, width, 3)."""
    flat = crops.reshape(-1, *crops.shape[-3:])
    with torch.inference_mode():
        parts = [
            net(torch.from_numpy(flat[i : i + batch]))[:, 0].double() for i in range(0, len(flat), batch)
        ]
    return np.asarray(torch.cat(parts)).reshape(crops.shape[:-3])

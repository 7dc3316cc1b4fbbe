"""The training of one net on a pool, with a running average of its weights."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from colophon_model.evaluation.metrics import Floats
from colophon_model.preprocess import Pixels
from training.scratch.network import Network
from training.scratch.pool import Pool

_LOG, _SAVE = 200, 500  # steps


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training from scratch is made of; more steps where there is a GPU."""

    seed: int = 20261128
    variants: int = 10
    steps: int = 1500
    batch: int = 48
    rate: float = 2e-3
    decay: float = 0.05
    average: float = 0.995  # of the weights, over the steps


def train(pool: Pool, recipe: Recipe, saved: Path, report: Callable[[str], None]) -> Network:
    """A net trained on ``pool``, its averaged weights in ``saved``.

    A training that was interrupted goes on from its last checkpoint beside ``saved``.
    """
    where = "cuda" if torch.cuda.is_available() else "cpu"
    torch.manual_seed(recipe.seed)
    net = Network().to(where, memory_format=torch.channels_last).train()
    averaged = torch.optim.swa_utils.AveragedModel(
        net, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(recipe.average), use_buffers=True
    )
    optimizer = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, recipe.rate, recipe.steps, pct_start=0.1)
    parts = {"net": net, "averaged": averaged, "optimizer": optimizer, "schedule": schedule}
    checkpoint = saved.with_suffix(".part")
    first = _resumed(parts, checkpoint, where)
    losses: list[float] = []
    started = time.monotonic()
    for step in range(first, recipe.steps):
        crops, ai = pool.draw(recipe.batch, np.random.default_rng([recipe.seed, step]))
        torch.manual_seed(recipe.seed + step)  # of the dropout, so that a resumed training is the same
        with torch.autocast(where, dtype=torch.bfloat16):
            logits = net(torch.from_numpy(crops).to(where))
        labels = torch.from_numpy(ai.astype(np.float32)).to(where)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits.float()[:, 0], labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        averaged.update_parameters(net)
        losses.append(float(loss.detach()))
        if (step + 1) % _LOG == 0:
            seconds = time.monotonic() - started
            report(f"step {step + 1} of {recipe.steps}: loss {np.mean(losses[-_LOG:]):.3f}, {seconds:.0f} s")
        if (step + 1) % _SAVE == 0:
            torch.save({"step": step + 1, **{n: part.state_dict() for n, part in parts.items()}}, checkpoint)
    trained: Network = averaged.module.cpu()
    torch.save(trained.state_dict(), saved)
    checkpoint.unlink(missing_ok=True)
    trained.eval()
    return trained


def load(path: Path) -> Network:
    """A trained net from its saved state."""
    net = Network()
    net.load_state_dict(torch.load(path, weights_only=True))
    net.eval()
    return net


def logits(net: Network, crops: Pixels, batch: int = 32) -> Floats:
    """Logits of crops (count, height, width, 3)."""
    with torch.inference_mode():
        parts = [
            net(torch.from_numpy(crops[i : i + batch]))[:, 0].double() for i in range(0, len(crops), batch)
        ]
    return np.asarray(torch.cat(parts))


def _resumed(parts: dict[str, torch.nn.Module], checkpoint: Path, where: str) -> int:
    if not checkpoint.exists():
        return 0
    state = torch.load(checkpoint, map_location=where, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return int(state["step"])

"""Training of one reconstructing net, with a checkpoint that an interrupted training goes on from."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from training.pseudo.crops import Pixels, Pool
from training.pseudo.losses import Discriminator, discriminator_loss, distance, steered

DIVERGENCE_WEIGHT = 1e-5
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Recipe:
    """One training. The discriminator joins at ``adversarial_from`` of the steps."""

    seed: int = 20261128
    steps: int = 1200
    batch: int = 8
    side: int = 64  # pixels of a training crop
    rate: float = 2e-3
    adversarial_from: float = 0.6
    adversarial_share: float = 0.3
    keep_every: int = 200  # steps between checkpoints


REDUCED = Recipe()  # a CPU, two to three minutes of one thread for each net
FULL = Recipe(steps=20_000, batch=32, side=128, rate=1e-3, keep_every=1000)  # a GPU


def device() -> str:
    """Where nets are trained and applied: CUDA where there is one."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def train(net: nn.Module, pool: Pool, recipe: Recipe, saved: Path, report: Report) -> nn.Module:
    """``net`` trained on ``pool`` and written to ``saved``.

    Every step draws from a generator seeded by its number, so that an interrupted training, which goes on
    from ``<saved>.part``, ends with the same weights as one that ran through. Raises ``FloatingPointError``
    when the loss is not finite.
    """
    where, part = device(), saved.with_suffix(".part")
    torch.manual_seed(recipe.seed)
    critic = Discriminator()
    both = nn.ModuleList([net, critic]).to(where, memory_format=torch.channels_last)
    optimisers = [torch.optim.AdamW(m.parameters(), betas=(0.9, 0.98), weight_decay=1e-4) for m in both]
    done = _go_on(part, both, optimisers, where)
    both.train()
    losses: list[float] = []
    for step in range(done, recipe.steps):
        rng = np.random.default_rng([recipe.seed, step])
        torch.manual_seed(recipe.seed + step)
        for optimiser in optimisers:
            optimiser.param_groups[0]["lr"] = _rate(recipe, step)
        adversarial = step >= recipe.adversarial_from * recipe.steps
        batch = to_tensor(pool.draw(recipe.batch, recipe.side, rng), where)
        losses.append(_step(net, critic, optimisers, batch, recipe.adversarial_share if adversarial else 0))
        if not math.isfinite(losses[-1]):
            raise FloatingPointError(
                f"{saved.stem}: loss {losses[-1]} at step {step}; lower the rate {recipe.rate}"
            )
        if (step + 1) % recipe.keep_every == 0:
            _keep(part, both, optimisers, step + 1)
            report(f"{saved.stem}: step {step + 1} of {recipe.steps}, loss {np.mean(losses):.4f}")
            losses.clear()
    torch.save(net.state_dict(), saved)
    part.unlink(missing_ok=True)
    return net.eval()


def to_tensor(pictures: Pixels, where: str) -> Tensor:
    """RGB in [-1, 1], (batch, 3, height, width) in memory as channels last, from ``uint8`` pictures."""
    batch = torch.from_numpy(np.ascontiguousarray(pictures)).to(where).permute(0, 3, 1, 2)
    return batch.float().div_(127.5).sub_(1).contiguous(memory_format=torch.channels_last)


def _step(
    net: nn.Module, critic: nn.Module, optimisers: list[torch.optim.Optimizer], batch: Tensor, share: float
) -> float:
    kind = batch.device.type
    with torch.autocast(kind, dtype=torch.bfloat16):
        output, latent_loss = net(batch)
    output = output.float()
    shown = output.detach().requires_grad_()
    loss = distance(shown, batch)
    (gradient,) = torch.autograd.grad(loss, shown)
    if share:
        with torch.autocast(kind, dtype=torch.bfloat16):
            (convincing,) = torch.autograd.grad(-critic(shown).float().mean(), shown)
        gradient = steered(gradient, convincing, share)
    optimisers[0].zero_grad()
    ((output * gradient).sum() + DIVERGENCE_WEIGHT * latent_loss).backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimisers[0].step()
    if share:
        with torch.autocast(kind, dtype=torch.bfloat16):
            logits = critic(torch.cat([batch, shown.detach()])).float()
        optimisers[1].zero_grad()
        discriminator_loss(*logits.chunk(2)).backward()
        optimisers[1].step()
    return float(loss.detach())


def _rate(recipe: Recipe, step: int) -> float:
    """Up over a twentieth of the steps, then down as a cosine to a fiftieth."""
    warm = max(1, recipe.steps // 20)
    if step < warm:
        return recipe.rate * (step + 1) / warm
    fallen = (1 + math.cos(math.pi * (step - warm) / max(1, recipe.steps - warm))) / 2
    return recipe.rate * (0.02 + 0.98 * fallen)


def _keep(part: Path, both: nn.Module, optimisers: list[torch.optim.Optimizer], done: int) -> None:
    fresh = part.with_suffix(".new")
    torch.save(
        {"done": done, "nets": both.state_dict(), "optimisers": [o.state_dict() for o in optimisers]}, fresh
    )
    fresh.replace(part)


def _go_on(part: Path, both: nn.Module, optimisers: list[torch.optim.Optimizer], where: str) -> int:
    if not part.exists():
        return 0
    state = torch.load(part, map_location=where, weights_only=True)
    both.load_state_dict(state["nets"])
    for optimiser, values in zip(optimisers, state["optimisers"], strict=True):
        optimiser.load_state_dict(values)
    return int(state["done"])

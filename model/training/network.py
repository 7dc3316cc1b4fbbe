"""The net that is served: trunk and head, one logit for each crop."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.head import Head
from training.trunk import Trunk
from training.views import FEATURES


class Network(nn.Module):  # type: ignore[misc]
    """``uint8`` crops (batch, height, width, 3) to logits (batch, 1), higher for AI."""

    def __init__(self, trunk: Trunk, head: Head) -> None:
        super().__init__()
        self.trunk = trunk
        self.head = nn.Linear(FEATURES, 1)
        with torch.no_grad():
            self.head.weight.copy_(torch.tensor(head.slope, dtype=torch.float32)[None])
            self.head.bias.fill_(head.offset)

    def forward(self, crops: Tensor) -> Tensor:
        """Logits of crops."""
        return self.head(self.trunk(crops))

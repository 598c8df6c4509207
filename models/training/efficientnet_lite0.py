"""EfficientNet-Lite0 in torch, so that it can be fitted further from its ImageNet weights.

Tan and Le, "EfficientNet" (ICML 2019), in the variant for small devices: no squeeze-and-excitation,
ReLU6 for swish. Names of the parts are those of the weights' file.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from torch import Tensor, nn

MEAN, DEVIATION = 127.0, 128.0
"""What the ImageNet weights were fitted with: (x - 127) / 128 of 0..255."""


class Stage(NamedTuple):
    """`blocks` of one width: `kernel` px, `stride` of the first, how much each widens."""

    blocks: int
    kernel: int
    stride: int
    expansion: int
    channels: int


STAGES = (
    Stage(1, 3, 1, 1, 16),
    Stage(2, 3, 2, 6, 24),
    Stage(2, 5, 2, 6, 40),
    Stage(3, 3, 2, 6, 80),
    Stage(3, 5, 1, 6, 112),
    Stage(4, 5, 2, 6, 192),
    Stage(1, 3, 1, 6, 320),
)
_STEM = 32
_EPSILON = 1e-3


class Block(nn.Module):
    """Widened, filtered channel by channel, narrowed again; added to what came in where it fits."""

    def __init__(self, before: int, stage: Stage, stride: int) -> None:
        super().__init__()
        wide = before * stage.expansion
        self._adds = stride == 1 and before == stage.channels
        self._expands = stage.expansion > 1
        if self._expands:
            self._expand_conv = nn.Conv2d(before, wide, 1, bias=False)
            self._bn0 = nn.BatchNorm2d(wide, eps=_EPSILON)
        pad = stage.kernel // 2
        self._depthwise_conv = nn.Conv2d(
            wide, wide, stage.kernel, stride, pad, groups=wide, bias=False
        )
        self._bn1 = nn.BatchNorm2d(wide, eps=_EPSILON)
        self._project_conv = nn.Conv2d(wide, stage.channels, 1, bias=False)
        self._bn2 = nn.BatchNorm2d(stage.channels, eps=_EPSILON)

    def forward(self, x: Tensor) -> Tensor:
        """float32[N, C, H, W] to float32[N, C', H / stride, W / stride]."""
        y: Tensor = nn.functional.relu6(self._bn0(self._expand_conv(x))) if self._expands else x
        y = nn.functional.relu6(self._bn1(self._depthwise_conv(y)))
        y = self._bn2(self._project_conv(y))
        return x + y if self._adds else y


class EfficientNetLite0(nn.Module):
    """The trunk alone, its first `stages`: crops to feature maps."""

    def __init__(self, stages: int = len(STAGES)) -> None:
        super().__init__()
        self._stages = STAGES[:stages]
        self._conv_stem = nn.Conv2d(3, _STEM, 3, 2, 1, bias=False)
        self._bn0 = nn.BatchNorm2d(_STEM, eps=_EPSILON)
        blocks, before = [], _STEM
        for stage in self._stages:
            for number in range(stage.blocks):
                blocks.append(Block(before, stage, stage.stride if number == 0 else 1))
                before = stage.channels
        self._blocks = nn.ModuleList(blocks)

    def forward(self, x: Tensor) -> list[Tensor]:
        """float32[N, 3, H, W], red first, 0..255, to the maps after each stage: of all seven the
        last is float32[N, 320, H / 32, W / 32]."""
        y = (x - MEAN) / DEVIATION
        y = nn.functional.relu6(self._bn0(self._conv_stem(y)))
        maps, blocks = [], iter(self._blocks)
        for stage in self._stages:
            for _ in range(stage.blocks):
                y = next(blocks)(y)
            maps.append(y)
        return maps

    def load_imagenet(self, state: Mapping[str, Tensor]) -> None:
        """Take the parts of the trunk from the file of the package; its classifier is left out."""
        own = self.state_dict()
        self.load_state_dict({name: state[name] for name in own})

"""A detector that leaves the features of ImageNet as they are and weighs them.

Fitted further, a network learns the sources: their cameras, rooms and compression, and is worse on
every source that it has not seen (Kumar et al., "Fine-Tuning can Distort Pretrained Features and
Underperform Out-of-Distribution", ICLR 2022; docs/measured.md has our own figures). So of the first
stages of the trunk the mean and the deviation of every channel are taken over the crop, which is
what a texture is to such a network (Gatys et al., 2015), and a linear layer weighs those.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from models.training.efficientnet_lite0 import STAGES, EfficientNetLite0

_LEAST = 1e-6
"""Under the root: a channel that is flat all over has no slope there."""


class Statistics(nn.Module):
    """Crops to the mean and deviation of each channel of the first `stages`."""

    def __init__(self, stages: int) -> None:
        super().__init__()
        self.trunk = EfficientNetLite0(stages)
        self.width = column(stages)

    def forward(self, crops: Tensor) -> Tensor:
        """float32[N, scales, side, side, 3], red first, 0..255, to float32[N, scales, width]."""
        found = []
        for one in self.trunk(crops.flatten(0, 1).permute(0, 3, 1, 2)):
            mean = one.mean(dim=(2, 3))
            apart = one - mean[:, :, None, None]
            found += [mean, (apart * apart).mean(dim=(2, 3)).add(_LEAST).sqrt()]
        return torch.cat(found, dim=1).reshape(*crops.shape[:2], self.width)


def column(stage: int) -> int:
    """Where the statistics of a stage begin; of the one after the last, how many there are."""
    return 2 * sum(one.channels for one in STAGES[:stage])


class Weighing(nn.Module):
    """Statistics of a picture's crops to the logits of an attack and of its species.

    Every crop, and in it every one of the `groups` of stages, is weighed alone, by weights of its
    own, and the mean of all counts: weighed together they are fitted closer and are worse on
    sources that were not seen.
    """

    def __init__(self, scales: int, groups: Sequence[tuple[int, int]], species: int) -> None:
        super().__init__()
        width = column(max(end for _, end in groups))
        self.mean = nn.Buffer(torch.zeros(scales, width))
        self.deviation = nn.Buffer(torch.ones(scales, width))
        self.belongs = nn.Buffer(torch.zeros(len(groups), width))
        for number, (first, end) in enumerate(groups):
            self.belongs[number, column(first) : column(end)] = 1
        self.weight = nn.Parameter(torch.zeros(scales, width, 1 + species))
        self.bias = nn.Parameter(torch.zeros(scales, len(groups), 1 + species))

    def forward(self, statistics: Tensor) -> tuple[Tensor, Tensor]:
        """float32[N, scales, width] to logits float32[N, weighings] and
        float32[N, weighings, species]; `weighings` are scales times groups."""
        even = (statistics - self.mean) / self.deviation
        parts = [torch.einsum("ncw,cws->ncs", even * group, self.weight) for group in self.belongs]
        logits = (torch.stack(parts, dim=2) + self.bias).flatten(1, 2)
        return logits[..., 0], logits[..., 1:]


class Detector(nn.Module):
    """Both, as they are shipped: every crop through one trunk."""

    def __init__(self, statistics: Statistics, weighing: Weighing) -> None:
        super().__init__()
        self.statistics, self.weighing = statistics, weighing

    def forward(self, crops: Tensor) -> tuple[Tensor, Tensor]:
        """float32[N, scales, side, side, 3] of 0..255 to logits float32[N] of an attack, and
        probabilities float32[N, species] of each species, were it one."""
        attack, species = self.weighing(self.statistics(crops))
        return attack.mean(dim=1), species.mean(dim=1).softmax(dim=1)

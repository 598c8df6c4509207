"""The network in torch: columns of a strip to the log-probabilities of characters and the blank."""

from __future__ import annotations

import torch
from torch import nn

from models.mrz_lines import ALPHABET, HEIGHT

EPSILON = 1e-3


class LineNetwork(nn.Module):
    """`strips` float32[N, 1, 32, W] of 0..255 -> log-probabilities float32[N, W / 4, 38].

    The last of the 38 is CTC's blank. Each strip is brought to mean 0 and deviation 1 first. A step
    sees about five characters' width, too little to guess words by.
    """

    def __init__(self, channels: tuple[int, int, int, int]) -> None:
        super().__init__()
        first, second, third, fourth = channels
        self.columns = nn.Sequential(
            *_convolution(1, first, 5, stride=2),  # 16 rows, W / 2
            *_convolution(first, second, 3),
            nn.MaxPool2d(2),  # 8 rows, W / 4
            *_convolution(second, third, 3),
            *_convolution(third, third, 3),
            nn.MaxPool2d((2, 1)),  # 4 rows
            *_convolution(third, fourth, 3),
            nn.Conv2d(fourth, fourth, (HEIGHT // 8, 3), padding=(0, 1), bias=False),  # 1 row
            nn.BatchNorm2d(fourth),
            nn.ReLU(),
        )
        self.steps = nn.Sequential(
            nn.Conv1d(fourth, fourth, 5, padding=2, bias=False),
            nn.BatchNorm1d(fourth),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Conv1d(fourth, len(ALPHABET) + 1, 1),
        )

    def forward(self, strips: torch.Tensor) -> torch.Tensor:
        """See the class."""
        mean = strips.mean(dim=(1, 2, 3), keepdim=True)
        deviation = (strips - mean).square().mean(dim=(1, 2, 3), keepdim=True).sqrt()
        x = self.columns((strips - mean) / (deviation + EPSILON))
        logits: torch.Tensor = self.steps(x.squeeze(2))
        return logits.transpose(1, 2).log_softmax(dim=2)


def _convolution(inputs: int, outputs: int, side: int, stride: int = 1) -> list[nn.Module]:
    return [
        nn.Conv2d(inputs, outputs, side, stride, padding=side // 2, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(),
    ]

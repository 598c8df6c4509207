"""Fits the recogniser of machine-readable lines on print that is made as it goes."""

from __future__ import annotations

import csv
import math
import sys
import time
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

from models.mrz_lines import ALPHABET, BLANK, HEIGHT
from models.training.mrz.camera import Camera, Typeface
from models.training.mrz.network import LineNetwork
from models.training.mrz.text import WIDTHS, line

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

VALIDATION_SEED = 2**31


@dataclass(frozen=True)
class Print:
    """A typeface's file, the Debian package that brings it, and the share of lines set in it."""

    file: str
    package: str
    share: float


@dataclass(frozen=True)
class Config:
    """What a fit depends on; see `config.toml`."""

    seed: int
    steps: int
    batch: int
    learning_rate: float
    weight_decay: float
    channels: tuple[int, int, int, int]
    validate_every: int
    validation_batches: int
    typefaces: tuple[Print, ...]

    @classmethod
    def read(cls, path: Path) -> Config:
        """Raises TypeError for a key that is unknown or missing, ValueError for bad shares."""
        known: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        typefaces = tuple(Print(**one) for one in known.pop("typefaces", ()))
        if not math.isclose(sum(one.share for one in typefaces), 1.0):
            raise ValueError("the shares of the typefaces have to make 1")
        lists = {key: tuple(value) for key, value in known.items() if isinstance(value, list)}
        return cls(**{**known, **lists}, typefaces=typefaces)


class Batches(Dataset[tuple[torch.Tensor, torch.Tensor]]):
    """Batch number i: strips uint8[B, 1, 32, W] and the numbers of their characters int64[B, L]."""

    def __init__(self, config: Config, seed: int, first: int, count: int) -> None:
        self._config, self._seed, self._first, self._count = config, seed, first, count
        self._faces: list[Typeface] = []

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> tuple[torch.Tensor, torch.Tensor]:
        if number >= self._count:
            raise IndexError(number)
        if not self._faces:
            self._faces = [Typeface.load(Path(one.file)) for one in self._config.typefaces]
        random = np.random.default_rng((self._seed, self._first + number))
        shares = [one.share for one in self._config.typefaces]
        camera = Camera(self._faces, shares, random)
        width = int(random.choice(WIDTHS))
        texts = [line(random, width) for _ in range(self._config.batch)]
        strips = [camera.strip(t, (line(random, width), line(random, width))) for t in texts]
        labels = [[ALPHABET.index(character) for character in text] for text in texts]
        return torch.from_numpy(np.stack(strips))[:, None], torch.tensor(labels)


def learning_rate(config: Config, done: int) -> float:
    """Up over the first tenth of the steps, then down to 0 along a cosine."""
    part = done / config.steps
    return config.learning_rate * min(10 * part + 0.01, (1 + math.cos(math.pi * part)) / 2)


def loss_of(network: LineNetwork, strips: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """CTC loss by character."""
    seen = network(strips.float())
    steps = torch.full((len(strips),), seen.shape[1])
    lengths = torch.full((len(strips),), labels.shape[1])
    return nn.functional.ctc_loss(
        seen.transpose(0, 1), labels, steps, lengths, blank=BLANK, zero_infinity=True
    )


def greedy(seen: torch.Tensor) -> list[list[int]]:
    """The likeliest character of each step, repetitions and blanks taken out: [N][...]."""
    found = []
    for best in seen.argmax(dim=2).tolist():
        kept = [c for c, before in zip(best, [BLANK, *best], strict=False) if c != before]
        found.append([c for c in kept if c != BLANK])
    return found


@torch.no_grad()
def validate(network: LineNetwork, config: Config) -> tuple[float, float]:
    """Loss, and the share of lines that are right in every character, on lines never trained on."""
    network.eval()
    batches = Batches(config, VALIDATION_SEED, 0, config.validation_batches)
    losses, exact, lines = [], 0, 0
    for i in range(len(batches)):
        strips, labels = batches[i]
        losses.append(loss_of(network, strips, labels).item())
        exact += sum(
            a == b for a, b in zip(greedy(network(strips.float())), labels.tolist(), strict=True)
        )
        lines += len(labels)
    network.train()
    return float(np.mean(losses)), exact / lines


def export(network: LineNetwork, path: Path) -> None:
    """The fitted network as ONNX, for any number and width of strips."""
    network.eval()
    any_size = {"strips": {0: "lines", 3: "width"}, "log_probabilities": {0: "lines", 1: "steps"}}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the new exporter needs onnxscript
        torch.onnx.export(
            network, (torch.zeros(1, 1, HEIGHT, 8 * HEIGHT),), path, opset_version=17,
            dynamo=False, input_names=["strips"], output_names=["log_probabilities"],
            dynamic_axes=any_size,
        )  # fmt: skip


def fit(config: Config, folder: Path) -> dict[str, float]:
    """Fit, or go on fitting what `folder` holds: writes a checkpoint and a row of `log.csv` (step,
    loss, loss and share of exact lines in validation, seconds) at each validation, and
    `mrz_lines.onnx` at the end. Returns the last row by name.

    Every batch follows from the seed and its number, so that a fit that was interrupted sees what
    it would have seen.
    """
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config.seed)
    # channels last: a quarter faster on processors
    network = LineNetwork(config.channels).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    optimiser = torch.optim.AdamW(
        network.parameters(), config.learning_rate, weight_decay=config.weight_decay
    )
    done, checkpoint = 0, folder / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(state["network"])
        optimiser.load_state_dict(state["optimiser"])
        done = state["done"]
    began, running, row = time.monotonic(), list[float](), dict[str, float]()
    batches = Batches(config, config.seed, done, config.steps - done)
    for strips, labels in DataLoader(batches, batch_size=None, num_workers=1, prefetch_factor=8):
        for group in optimiser.param_groups:
            group["lr"] = learning_rate(config, done)
        loss = loss_of(network, strips, labels)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        running.append(loss.item())
        done += 1
        if done % config.validate_every and done != config.steps:
            continue
        loss_there, exact = validate(network, config)
        row = {
            "step": done,
            "loss": round(float(np.mean(running)), 4),
            "validation_loss": round(loss_there, 4),
            "validation_exact": round(exact, 4),
            "seconds": round(time.monotonic() - began),
        }
        running.clear()
        with (folder / "log.csv").open("a", newline="") as file:
            csv.writer(file).writerow(row.values())
        state = {"network": network.state_dict(), "optimiser": optimiser.state_dict()}
        torch.save({**state, "done": done}, checkpoint)
    export(network, folder / "mrz_lines.onnx")
    return row

"""What a detector is fitted on: every picture's crops as they are, and copies made of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import Dataset

from models.training.attack.blend import self_blended
from models.training.attack.config import Config
from models.training.attack.recapture import recaptured
from models.training.attack.spoil import Rgb, spoiled
from models.training.attack.table import Row, read_crops, read_rows

AS_IT_IS, SPOILED, FORGED = "as_it_is", "spoiled", "forged"
"""How the crops of a sample were made."""
_WAYS = {"recaptured": recaptured, "self_blended": self_blended}


@dataclass(frozen=True)
class Sample:
    """`row` says what it is: of a forgery, an attack of that species. `picture`: its place among
    the crops; `number` tells its copies apart."""

    row: Row
    picture: int
    made: str
    number: int = 0


def samples_of(rows: list[Row], config: Config) -> list[Sample]:
    """Every picture as it is, `spoiled` copies of it, and of a bona fide one `forged` ones."""
    found = []
    for place, row in enumerate(rows):
        found.append(Sample(row, place, AS_IT_IS))
        found += [Sample(row, place, SPOILED, number) for number in range(config.spoiled)]
        if not row.attack:
            attack = replace(row, attack=1, species=config.forgery)
            found += [Sample(attack, place, FORGED, number) for number in range(config.forged)]
    return found


class Samples(Dataset[torch.Tensor]):
    """The crops of each sample, uint8[scales, side, side, 3]. What is made follows from the seed
    and the sample alone."""

    def __init__(self, folder: Path, config: Config, first: int = 0) -> None:
        """From sample number `first` on."""
        self._folder, self._seed, self._first = folder, config.seed, first
        self._forge = _WAYS[config.forgery]
        self.samples = samples_of(read_rows(folder), config)
        self._crops: NDArray[np.uint8] | None = None

    def __len__(self) -> int:
        return len(self.samples) - self._first

    def __getitem__(self, number: int) -> torch.Tensor:
        if self._crops is None:
            self._crops = read_crops(self._folder)  # each loading process opens it itself
        sample = self.samples[self._first + number]
        crops = self._crops[sample.picture]
        return torch.from_numpy(np.stack([self._made(sample, crop) for crop in crops]))

    def _made(self, sample: Sample, crop: Rgb) -> Rgb:
        """One draw for all crops of a sample: one camera has seen them."""
        crop = np.array(crop)
        kind = (AS_IT_IS, SPOILED, FORGED).index(sample.made)
        random = np.random.default_rng((self._seed, sample.picture, kind, sample.number))
        if sample.made == SPOILED:
            return spoiled(crop, random)
        return self._forge(crop, random) if sample.made == FORGED else crop

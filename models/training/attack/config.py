"""What a fit of a detector depends on."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


FORGERIES = ("recaptured", "self_blended")
"""Attacks that are made of bona fide pictures."""


@dataclass(frozen=True)
class Source:
    """A manifest and the folder that its files are relative to, both below the data's own; `name`
    where the manifest has no column `source`."""

    name: str
    manifest: str


@dataclass(frozen=True)
class Config:
    """As in `pad.toml` and `deepfake.toml`, which say what each is for."""

    seed: int
    side: int
    scales: tuple[float, ...]
    spoiled: int
    forgery: str
    forged: int
    groups: tuple[tuple[int, int], ...]
    steps: int
    batch: int
    learning_rate: float
    ridge: float
    forged_share: float
    species_weight: float
    validate_every: int
    held_out_fold: int
    folds: int
    sources: tuple[Source, ...]

    @classmethod
    def read(cls, path: Path) -> Config:
        """Raises OSError, TypeError for a key that is unknown or missing, ValueError for what is no
        TOML and for a forgery that nobody makes."""
        known: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        sources = tuple(Source(**one) for one in known.pop("sources", ()))
        groups = tuple((int(first), int(end)) for first, end in known.pop("groups", ()))
        scales = tuple(float(scale) for scale in known.pop("scales", ()))
        config = cls(**known, groups=groups, scales=scales, sources=sources)
        if config.forgery not in FORGERIES:
            raise ValueError(f"forgery has to be one of {', '.join(FORGERIES)}")
        return config

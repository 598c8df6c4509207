"""Manifests of faces as a folder of crops (`models.training.attack.table`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate.detection import Labelled, read_manifest
from ekyc.passive.still import face_of
from ekyc.train.recapture import recaptured
from ekyc.train.spoil import spoiled
from ekyc.values import Rgb
from models import Models
from models.context_crop import context_crop
from models.training.attack.config import Config
from models.training.attack.table import AS_IT_IS, CROPS, RECAPTURED, ROWS, SPOILED, Row, write_rows

LARGE = 224
"""Copies are made of crops so many px wide, then brought to the network's size."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Picture:
    """One row of a manifest, and where its file is."""

    labelled: Labelled
    path: Path


def pictures_of(config: Config, root: Path) -> list[Picture]:
    """Of all sources of a configuration. Raises SubjectError for a manifest that cannot be used."""
    found = []
    for source in config.sources:
        manifest = root / source.manifest
        for row in read_manifest(manifest):
            named = row if row.source else replace(row, source=source.name)
            found.append(Picture(named, manifest.parent / row.file))
    return found


def prepare(
    load: Callable[[], Models],
    pictures: Sequence[Picture],
    config: Config,
    folder: Path,
    progress: Progress,
) -> int:
    """Write the crops of every picture that shows a face, spoiled copies of them, and recaptures of
    bona fide ones; a folder that is whole is left as it is, and nothing loaded. Returns how many
    rows it has.

    Raises SubjectError: no face in any picture, a file that cannot be read.
    """
    if (folder / ROWS).exists():
        return sum(1 for _ in (folder / ROWS).open(encoding="utf-8")) - 1
    folder.mkdir(parents=True, exist_ok=True)
    models, rows = load(), list[Row]()
    size = (len(config.scales), config.side, config.side, 3)
    part = folder / f"{CROPS}.part"
    with part.open("wb") as file:
        for done, picture in enumerate(pictures, 1):
            for row, crops in _made(models, picture, config):
                rows.append(row)
                file.write(crops.tobytes())
            progress(done, len(pictures))
    if not rows:
        part.unlink()
        raise SubjectError("input.no_face_anywhere")
    _as_array(part, folder / CROPS, (len(rows), *size))
    write_rows(folder, rows)  # last: with it the folder is whole
    return len(rows)


def _made(models: Models, picture: Picture, config: Config) -> Iterator[tuple[Row, Rgb]]:
    rgb = read_picture(picture.path)
    face = face_of(models, rgb)
    if face is None:
        return
    one = picture.labelled

    def row(made: str) -> Row:
        attack = not one.is_bona_fide or made == RECAPTURED
        species = made if made == RECAPTURED else one.species
        fold = fold_of(one.subject or one.file, config.folds)
        return Row(one.file, one.source, int(attack), species, one.subject, fold, made)

    def at(side: int) -> Rgb:
        crops = [context_crop(rgb, face.box_xyxy, scale, side) for scale in config.scales]
        return np.stack(crops)

    yield row(AS_IT_IS), at(config.side)
    large = at(LARGE)
    ways: list[tuple[str, int, Any]] = [(SPOILED, config.spoiled, spoiled)]
    if one.is_bona_fide:
        ways.append((RECAPTURED, config.recaptured, recaptured))
    for made, count, way in ways:
        for number in range(count):
            # one draw for all crops of the picture: they are of one camera
            seeds = (config.seed, _number(one.source, one.file), number, made == RECAPTURED)
            copies = [way(crop, np.random.default_rng(seeds)) for crop in large]
            yield row(made), np.stack([_resized(copy, config.side) for copy in copies])


def fold_of(subject: str, folds: int) -> int:
    """Which of `folds` parts a subject belongs to: by a hash of the name, so that more data moves
    nobody."""
    return _number(subject) % folds


def _number(*words: str) -> int:
    return int.from_bytes(blake2b("\0".join(words).encode(), digest_size=4).digest(), "big")


def _resized(crop: Rgb, side: int) -> Rgb:
    return np.asarray(cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA), np.uint8)


def _as_array(part: Path, path: Path, shape: tuple[int, ...]) -> None:
    """Raw bytes as the file of an array, a part at a time."""
    raw = np.memmap(part, np.uint8, "r", shape=shape)
    whole = np.lib.format.open_memmap(path, "w+", np.uint8, shape)
    for first in range(0, shape[0], 512):
        whole[first : first + 512] = raw[first : first + 512]
    whole.flush()
    del raw
    part.unlink()

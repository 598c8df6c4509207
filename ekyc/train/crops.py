"""Manifests of faces as a folder of crops (`models.training.attack.table`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from pathlib import Path

import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate.detection import Labelled, read_manifest
from ekyc.passive.still import face_of
from models import Models
from models.context_crop import context_crop
from models.training.attack.config import Config
from models.training.attack.table import CROPS, ROWS, Row, read_rows, write_rows

PART = "crops.part.npy"
"""Until every picture was looked at nobody knows how many show a face."""
_AT_ONCE = 256
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
    """Write the crops of every picture that shows a face; a folder that is whole is left as it is,
    and nothing loaded. Returns how many pictures it has.

    Raises SubjectError: no face in any picture, a file that cannot be read.
    """
    if (folder / ROWS).exists():
        return len(read_rows(folder))
    folder.mkdir(parents=True, exist_ok=True)
    models, rows = load(), list[Row]()
    shape = (len(config.scales), config.side, config.side, 3)
    crops = np.lib.format.open_memmap(folder / PART, "w+", np.uint8, (len(pictures), *shape))
    for done, picture in enumerate(pictures, 1):
        rgb = read_picture(picture.path)
        face = face_of(models, rgb)
        if face is not None:
            for number, scale in enumerate(config.scales):
                crops[len(rows), number] = context_crop(rgb, face.box_xyxy, scale, config.side)
            rows.append(_row(picture.labelled, config.folds))
        progress(done, len(pictures))
    if not rows:
        raise SubjectError("input.no_face_anywhere")
    whole = np.lib.format.open_memmap(folder / CROPS, "w+", np.uint8, (len(rows), *shape))
    for first in range(0, len(rows), _AT_ONCE):
        until = min(first + _AT_ONCE, len(rows))
        whole[first:until] = crops[first:until]
    whole.flush()
    (folder / PART).unlink()
    write_rows(folder, rows)  # last: with it the folder is whole
    return len(rows)


def _row(one: Labelled, folds: int) -> Row:
    fold = fold_of(one.subject or one.file, folds)
    return Row(one.file, one.source, int(not one.is_bona_fide), one.species, one.subject, fold)


def fold_of(subject: str, folds: int) -> int:
    """Which of `folds` parts a subject belongs to: by a hash of the name, so that more data moves
    nobody."""
    return int.from_bytes(blake2b(subject.encode(), digest_size=4).digest(), "big") % folds

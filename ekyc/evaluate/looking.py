"""Pictures of a manifest through a detector of attacks, by the way that the kiosk's frames take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import exp
from pathlib import Path

import cv2
import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate.detection import Labelled, Seen
from ekyc.evaluate.equal import equalised
from ekyc.evaluate.table import read_table
from ekyc.evaluate.traits import traits
from ekyc.passive.still import StillFace, face_of
from ekyc.values import Rgb
from models import Models
from models.attack_detector import AttackDetector

Progress = Callable[[int, int], None]
DetectorOf = Callable[[Labelled], AttackDetector]


def look(
    models: Models,
    detector_of: DetectorOf,
    rows: Sequence[Labelled],
    root: Path,
    progress: Progress,
    *,
    in_one_format: bool = False,
) -> list[Seen]:
    """Every picture, by the detector that is to judge it; `in_one_format`: `equalised` first.

    Raises SubjectError for a file that cannot be read.
    """
    seen = []
    for done, row in enumerate(rows, 1):
        rgb = read_picture(root / row.file)
        face = face_of(models, rgb)
        if face is None:
            seen.append(Seen(row, None))
        else:
            if in_one_format:
                rgb, face = equalised(rgb, face)
            detector = detector_of(row)
            logit = detector.detect(detector.crops(rgb, face.box_xyxy)).logit
            seen.append(Seen(row, 1 / (1 + exp(-logit)), _measures(rgb, face)))
        progress(done, len(rows))
    return seen


def peers(path: Path, rows: Sequence[Labelled]) -> dict[str, list[Seen]]:
    """What others said of the same pictures: a CSV with `file`, `face` and columns of how bona fide
    each found it. A picture without a face there is scored by them all the same.

    Raises SubjectError: a table that cannot be read, or lacks a picture.
    """
    names = _peers_in(path)
    table = {row["file"]: row for row in read_table(path, ("file", *names))}
    missing = [row.file for row in rows if row.file not in table]
    if missing:
        raise SubjectError("input.peer_lacks", file=path.name, picture=missing[0])
    return {name: [Seen(row, 1 - float(table[row.file][name])) for row in rows] for name in names}


def _peers_in(path: Path) -> tuple[str, ...]:
    try:
        header = path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    except (OSError, UnicodeDecodeError, IndexError) as error:
        raise SubjectError("input.file_unreadable", file=str(path)) from error
    return tuple(name for name in header if name not in ("file", "label", "face"))


def _measures(rgb: Rgb, face: StillFace) -> dict[str, float]:
    """Brightness 0..255, sharpness (variance of the Laplacian) and size in px of the face, and what
    else may matter of a person and a room."""
    left, top, right, bottom = np.round(face.box_xyxy).astype(int).clip(0)
    grey = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)[top:bottom, left:right]
    return {
        "brightness": float(grey.mean()),
        "sharpness": float(cv2.Laplacian(grey, cv2.CV_64F).var()),
        "face_px": face.size_px,
        **traits(rgb, face.box_xyxy, face.keypoints),
    }

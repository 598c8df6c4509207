from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from ekyc.camera.pictures import read_picture
from ekyc.document.holder import (
    LEAST_EYES_PX,
    LEAST_GHOST_EYES_PX,
    SAME_PICTURE,
    compared,
    holder_of,
)
from ekyc.document.portrait import portrait_faces
from ekyc.document.reader import DocumentReader
from ekyc.document.reading import DocumentReading, Page
from ekyc.face.observer import detect_faces
from ekyc.face.still import StillFaces
from ekyc.values import Check, Face, Floats, Rgb, Status
from models import Models
from tests.ekyc.document.cards import TODAY


def face_at(x: float, y: float, eyes_px: float, score: float = 0.999) -> Face:
    points = np.array([[0, 0], [1, 0], [0.5, 0.6], [0.1, 1.1], [0.9, 1.1]]) * eyes_px + (x, y)
    box = np.array([x - eyes_px / 2, y - eyes_px, x + 1.5 * eyes_px, y + 2 * eyes_px])
    return Face(box.astype(np.float32), score, points.astype(np.float32))


@dataclass
class Looking:
    """`Faces` to whom a portrait and a ghost are as alike as told."""

    alike: float
    _asked: int = 0

    def quality(self, rgb: Rgb, face: Face) -> Mapping[str, float]:
        return {"sharpness": 0.5}

    def embed(self, rgb: Rgb, face: Face) -> Floats:
        self._asked += 1
        other = [self.alike, np.sqrt(1 - self.alike**2)]
        return np.array([1.0, 0.0] if self._asked % 2 else other, np.float32)


def found(*faces: Face) -> Callable[[Rgb], Sequence[Face]]:
    return lambda rgb: faces


PAGE = np.full((600, 1000, 3), 200, np.uint8)
MAIN = face_at(150, 200, 80)


def page(width_px: float = 1000) -> Page:
    """A page from a picture in which it was so wide."""
    height = 0.6 * width_px
    corners = [[0, 0], [width_px, 0], [width_px, height], [0, height]]
    return Page(PAGE, np.array(corners, np.float32))


def read(holding: Page, ghost: Face | None, alike: float = 1.0) -> DocumentReading:
    holder = holder_of(holding, MAIN, ghost)
    reading = DocumentReading(
        front=holding,
        back=None,
        mrz_format=None,
        untrusted_mrz_lines=(),
        fields={},
        portrait=holder.portrait,
        portrait_face=holder.portrait_face,
        ghost=holder.ghost,
        ghost_face=holder.ghost_face,
        checks=holder.checks,
    )
    return compared(reading, Looking(alike))


def named(reading: DocumentReading, name: str) -> Check:
    return next(check for check in reading.checks if check.name == name)


@pytest.mark.parametrize(
    "other",
    [
        face_at(700, 300, 70),  # nearly as large: somebody else's portrait, or a second print
        face_at(700, 300, 30, score=0.98),  # an emblem
        face_at(170, 230, 40),  # within the portrait itself
    ],
)
def test_what_is_no_ghost(other: Face) -> None:
    assert portrait_faces(PAGE, found(MAIN, other)) == (MAIN, None)


def test_the_ghost_is_the_smaller_face_beside_the_portrait() -> None:
    ghost, smaller = face_at(700, 300, 35), face_at(400, 100, 22)
    assert portrait_faces(PAGE, found(smaller, MAIN, ghost)) == (MAIN, ghost)


def test_a_page_without_a_portrait() -> None:
    holder = holder_of(page(), None, None)
    assert [check.status for check in holder.checks] == [Status.NOT_ASSESSED]
    assert holder.portrait is None


@pytest.mark.parametrize(
    ("similarity", "status"),
    [(SAME_PICTURE + 0.01, Status.PASS), (SAME_PICTURE - 0.01, Status.FAIL)],
)
def test_a_ghost_must_look_like_the_portrait(similarity: float, status: Status) -> None:
    reading = read(page(), face_at(700, 300, 35), similarity)
    check = named(reading, "portrait_ghost")
    assert check.status is status
    assert check.score == pytest.approx(similarity, abs=1e-3)
    assert reading.portrait_quality == {"sharpness": 0.5}


def test_a_ghost_too_small_in_the_picture_is_not_compared() -> None:
    small = page(1000 * (LEAST_GHOST_EYES_PX - 0.5) / 35)
    reading = read(small, face_at(700, 300, 35), alike=0.0)
    assert named(reading, "portrait_ghost").status is Status.NOT_ASSESSED
    assert reading.ghost is None


@pytest.mark.parametrize(
    ("eyes_px", "status"),
    [(LEAST_EYES_PX + 0.5, Status.PASS), (LEAST_EYES_PX - 0.5, Status.NOT_ASSESSED)],
)
def test_a_portrait_is_as_large_as_in_the_picture_taken(eyes_px: float, status: Status) -> None:
    """However much its page was enlarged."""
    reading = read(page(1000 * eyes_px / 80), None)
    assert named(reading, "document_portrait").status is status


@pytest.mark.parametrize(
    ("name", "status"),
    [("alb00", Status.PASS), ("alb01", Status.PASS), ("fake_alb01", Status.FAIL)],
)
def test_a_portrait_that_was_changed_for_another(
    name: str, status: Status, ekyc_data: Path, networks: Models
) -> None:
    rgb = read_picture(ekyc_data / "documents" / "SIDTD" / f"{name}.jpg")[::2, ::2]
    reader = DocumentReader((), lambda page: detect_faces(networks, page))
    reading = compared(reader.read(rgb, today=TODAY), StillFaces(networks))
    assert named(reading, "portrait_ghost").status is status

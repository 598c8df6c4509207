"""Footage whose every picture tells its number, and which needs no network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ekyc.attack.footage import Clip, Moment, Moments, Scene
from ekyc.camera.source import SourceInfo
from ekyc.values import Face, Frame, Provenance, Rgb

WIDTH, HEIGHT, FPS = 96, 72, 10.0


class Film:
    """A `FrameSource` of frames that are in memory."""

    provenance = Provenance.RECORDED

    def __init__(self, frames: Sequence[Frame], fps: float) -> None:
        self._left = iter(frames)
        height, width = frames[0].rgb.shape[:2]
        self.info = SourceInfo("film", "memory", width, height, fps)

    def read(self) -> Frame | None:
        return next(self._left, None)

    def prompt(self, wanted: str) -> None:
        pass

    def close(self) -> None:
        self._left = iter(())


def numbered(count: int, width: int = WIDTH, height: int = HEIGHT, first: int = 0) -> Clip:
    """Pictures whose red says which they are, and whose green grows from left to right."""
    frames = []
    for index in range(count):
        rgb = np.zeros((height, width, 3), np.uint8)
        rgb[:, :, 0] = first + index
        rgb[:, :, 1] = np.linspace(40, 200, width).astype(np.uint8)
        frames.append(Frame(rgb, index / FPS, index))
    return Clip.of(lambda: Film(frames, FPS))


def face(_rgb: Rgb) -> list[Face]:
    box = np.array([28, 12, 68, 62], np.float32)
    points = np.array([[38, 28], [58, 28], [48, 38], [40, 50], [56, 50]], np.float32)
    return [Face(box, 0.99, points)]


@pytest.fixture(scope="package")
def scene() -> Scene:
    """Twelve seconds of somebody, and six of somebody else, of another size."""
    movements = (
        Moment("open_mouth", 1.55, 3.95, 4.25),
        Moment("turn_left", 4.25, 6.95, 7.45),
        Moment("turn_right", 7.45, 9.95, 10.45),
    )
    other = numbered(60, width=72, height=72, first=130)
    return Scene(numbered(120), Moments(movements), face, other)

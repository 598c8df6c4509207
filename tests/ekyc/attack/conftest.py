"""Footage whose every picture tells its number, and which needs no network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ekyc.attack.footage import Clip, Moment, Moments, Scene
from ekyc.camera.source import SourceInfo
from ekyc.values import Face, Floats, Frame, Provenance, Rgb

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


def ring(count: int, x: float, y: float, wide: float, high: float, turns: float = 1.0) -> Floats:
    """Points of an ellipse from its left on, over its lower side first; float32[count, 2]."""
    at = np.pi - 2 * np.pi * turns * np.arange(count) / (count if turns == 1 else count - 1)
    return np.column_stack([x + wide * np.cos(at), y + high * np.sin(at)]).astype(np.float32)


def landmarks(rgb: Rgb) -> Floats:
    """A drawn face's 68 in the middle of the picture, half as high as it is; mouth shut."""
    unit = np.concatenate(
        [
            ring(17, 0, 0, 0.7, 1, 0.5),
            ring(5, -0.35, -0.4, 0.25, -0.1, 0.5),
            ring(5, 0.35, -0.4, 0.25, -0.1, 0.5),
            np.column_stack([np.zeros(4), np.linspace(-0.2, 0.2, 4)]),
            ring(5, 0, 0.25, 0.15, 0.08, 0.5),
            ring(6, -0.33, -0.2, 0.13, 0.05),
            ring(6, 0.33, -0.2, 0.13, 0.05),
            ring(12, 0, 0.6, 0.3, 0.08),
            ring(8, 0, 0.6, 0.2, 0.004),
        ]
    )
    middle = np.array([rgb.shape[1], rgb.shape[0]]) / 2
    return np.asarray(unit * 0.25 * rgb.shape[0] + middle, np.float32)


@pytest.fixture(scope="package")
def scene() -> Scene:
    """Twelve seconds of somebody, and six of somebody else, of another size."""
    movements = (
        Moment("open_mouth", 1.55, 3.95, 4.25),
        Moment("turn_left", 4.25, 6.95, 7.45),
        Moment("turn_right", 7.45, 9.95, 10.45),
    )
    other = numbered(60, width=72, height=72, first=130)
    return Scene(numbered(120), Moments(movements), face, other, landmarks=landmarks)

"""Recapture of a print: a photo on paper, held and moved by hand, or worn as a mask."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.attack.footage import ONSET_S, Moments, Scene, Shot, with_noise
from ekyc.attack.variant import Variant
from ekyc.values import Face, Floats, Rgb

_PAPER = np.array([238, 232, 220], np.float32)
_WALL = (146, 142, 138)
_SENSOR_SIGMA = 1.5
"""Grey levels: the print stands still, the camera's noise does not."""

_HEAD_TURNS = {"turn_left": (1, 0), "turn_right": (-1, 0), "look_up": (0, 1), "look_down": (0, -1)}
"""Which way (yaw, pitch) a photo goes that is to pass for a head; for anything else it nods."""


@dataclass(frozen=True)
class Paper(Variant):
    """One still of the clip's face page as a print, held before a wall by a hand that trembles.

    `turn_deg`: so far it is turned and tilted, at the times at which the clip does the movements,
    in the way that is asked for; 0 for a photo that is only held.
    """

    turn_deg: float = 0.0

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """At the clip's times."""
        rng = scene.rng(self.name)
        photo = printed(scene.clip.picture_at(scene.moments.face_s), rng)
        phases = rng.uniform(0, 2 * np.pi, 4)
        for frame in scene.clip.frames():
            yaw_deg, pitch_deg = self.turn_deg * _way(scene.moments, frame.t_s)
            tremble = np.sin(2 * np.pi * frame.t_s * np.array([0.9, 1.3, 2.1, 2.7]) + phases)
            shift = (1.2 * tremble[0] + 0.5 * tremble[2], 1.0 * tremble[1] + 0.4 * tremble[3])
            seen = held(photo, yaw_deg + tremble[2], pitch_deg + tremble[3], shift)
            yield frame.t_s, with_noise(seen, rng, _SENSOR_SIGMA)


@dataclass(frozen=True)
class CutOut(Variant):
    """A print worn as a mask: eyes and mouth are cut out, and the wearer's own show through.

    The wearer is the clip's person, moving; the print is a still of the same face, so that the
    match holds. Frames in which no face is found show the print alone.
    """

    def shots(self, scene: Scene) -> Iterator[Shot]:
        """At the clip's times."""
        still = scene.clip.picture_at(scene.moments.face_s)
        rng, size = scene.rng(self.name), scene.size
        photo = printed(still, rng)
        faces = scene.find(still)
        holes = None if not faces else _holes(faces[0], size)
        for frame in scene.clip.frames():
            worn = scene.find(frame.rgb) if holes is not None else []
            mixed = photo
            if holes is not None and worn:
                live = _laid_onto(faces[0], worn[0], frame.rgb)
                mixed = (photo * (1 - holes) + live * holes).astype(np.uint8)
            yield frame.t_s, with_noise(mixed, rng, _SENSOR_SIGMA)


def printed(rgb: Rgb, rng: np.random.Generator) -> Rgb:
    """The picture, uint8[H, W, 3], as an inkjet puts it on plain paper.

    Fewer colours and no deep black, a screen of dots turned differently for each ink, and the
    paper's grain.
    """
    height, width = rgb.shape[:2]
    picture = rgb.astype(np.float32) / 255
    grey = picture.mean(axis=2, keepdims=True)
    dull = 0.10 + 0.86 * (grey + 0.72 * (picture - grey))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    dots = np.stack([_dots(x, y, np.radians(angle)) for angle in (15, 75, 45)], axis=2)
    inked = np.clip(dull + 0.10 * dots, 0, 1)
    soft = cv2.GaussianBlur(inked, (0, 0), 0.7)
    grain = rng.normal(0.0, 2.0, (height, width, 1))
    return np.asarray(np.clip(soft * _PAPER + grain, 0, 255), np.uint8)


def held(photo: Rgb, yaw_deg: float, pitch_deg: float, shift_xy: tuple[float, float]) -> Rgb:
    """The photo as a plane before a wall, turned about its middle, seen in perspective."""
    height, width = photo.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    flat = np.column_stack([corners - (width / 2, height / 2), np.zeros(4)])
    turn = cv2.Rodrigues(np.radians([-pitch_deg, 0.0, 0.0]))[0]
    turn = cv2.Rodrigues(np.radians([0.0, yaw_deg, 0.0]))[0] @ turn
    away = 1.4 * width
    placed = flat @ turn.T + (0, 0, away)
    seen = placed[:, :2] * away / placed[:, 2:] + (width / 2, height / 2) + shift_xy
    onto = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    wall = np.full_like(photo, _WALL)
    shown = cv2.warpPerspective(
        photo, onto, (width, height), dst=wall, borderMode=cv2.BORDER_TRANSPARENT
    )
    return np.asarray(shown, np.uint8)


def _way(moments: Moments, t_s: float) -> NDArray[np.float64]:
    """(yaw, pitch), each -1..1: there within `ONSET_S` while a movement goes on, and back."""
    way = np.zeros(2)
    for movement in moments.movements:
        middle_s = (movement.reached_s + movement.left_s) / 2
        part = 1 - abs(t_s - middle_s) / ONSET_S
        if part > 0:
            way += part * np.array(_HEAD_TURNS.get(movement.name, (0, -1)))
    return np.clip(way, -1, 1)


def _dots(x: Floats, y: Floats, angle: float) -> Floats:
    """A screen of dots 2.6 px apart, -1..1."""
    along = x * np.cos(angle) + y * np.sin(angle)
    across = y * np.cos(angle) - x * np.sin(angle)
    dots: Floats = (np.sin(2.4 * along) * np.sin(2.4 * across)).astype(np.float32)
    return dots


def _laid_onto(print_: Face, worn: Face, rgb: Rgb) -> Rgb:
    """The wearer's picture moved, turned and scaled so that the face lies under the print's."""
    onto, _ = cv2.estimateAffinePartial2D(worn.keypoints, print_.keypoints, method=cv2.LMEDS)
    if onto is None:
        return rgb
    size = (rgb.shape[1], rgb.shape[0])
    moved = cv2.warpAffine(rgb, onto, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved, np.uint8)


def _holes(face: Face, size: tuple[int, int]) -> Floats:
    """float32[H, W, 1], 1 in ellipses around both eyes and the mouth of the face."""
    mask = np.zeros((size[1], size[0]), np.float32)
    right_eye, left_eye, _, right_mouth, left_mouth = face.keypoints
    apart = face.inter_eye_px
    middle = (right_mouth + left_mouth) / 2 + (0, 0.08 * apart)
    for at, axes in (
        (right_eye, (0.30, 0.18)),
        (left_eye, (0.30, 0.18)),
        (middle, (0.46, 0.36)),
    ):
        lengths = (round(axes[0] * apart), round(axes[1] * apart))
        cv2.ellipse(mask, (round(at[0]), round(at[1])), lengths, 0, 0, 360, 1.0, -1)
    return mask[..., None]

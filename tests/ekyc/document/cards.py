"""Specimen cards and camera pictures of them, made here: nothing of the measured data is needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import cv2
import numpy as np
from PIL import Image, ImageDraw

from ekyc.document.specimen import SpecimenCard, SpecimenFields, render
from ekyc.values import Face, Floats, Rgb

TODAY = date(2026, 11, 21)
SKIN = (222, 170, 140)


def drawn_photo() -> Rgb:
    """A face of ellipses, the eyes 60 px apart: detectors need not like it, the fake one does."""
    photo = Image.new("RGB", (300, 400), (205, 214, 220))
    draw = ImageDraw.Draw(photo)
    draw.ellipse((20, 300, 280, 560), fill=(60, 80, 110))
    draw.ellipse((85, 80, 215, 270), fill=SKIN)
    for x in (120, 180):
        draw.ellipse((x - 10, 150, x + 10, 164), fill=(250, 250, 250))
        draw.ellipse((x - 6, 151, x + 6, 163), fill=(40, 30, 30))
    draw.ellipse((130, 220, 170, 232), fill=(150, 70, 70))
    return np.asarray(photo, dtype=np.uint8)


def photo_face() -> Face:
    """The face of `drawn_photo`."""
    points = [[120, 157], [180, 157], [150, 190], [132, 226], [168, 226]]
    return Face(
        np.array([85, 80, 215, 270], dtype=np.float32), 0.99, np.array(points, dtype=np.float32)
    )


def skin_face(rgb: Rgb) -> Sequence[Face]:
    """A detector that finds the drawn face by its colour, where the mouth is under the eyes."""
    near = (np.abs(rgb.astype(int) - SKIN).max(axis=2) < 24).astype(np.uint8)
    near = cv2.morphologyEx(near, cv2.MORPH_CLOSE, np.ones((9, 9), dtype=np.uint8))
    count, _, boxes, _ = cv2.connectedComponentsWithStats(near)
    if count < 2:
        return []
    x, y, width, height = boxes[1 + int(np.argmax(boxes[1:, cv2.CC_STAT_AREA])), :4].tolist()
    if width < 30 or not 1.2 < height / width < 1.8:
        return []
    cut = rgb[y : y + height, x : x + width].astype(int)
    red = (cut[..., 0] - cut[..., 2] > 60) & (cut[..., 1] < 120)
    mouth = np.flatnonzero(red.any(axis=1))
    if not len(mouth) or mouth.mean() < height / 2:
        return []  # no face, or one that stands on its head
    points = np.array([[0.27, 0.4], [0.73, 0.4], [0.5, 0.58], [0.36, 0.77], [0.64, 0.77]])
    points = points * (width, height) + (x, y)
    box = np.array([x, y, x + width, y + height], dtype=np.float32)
    return [Face(box, 0.99, points.astype(np.float32))]


def card(format_name: str = "TD2", **fields: object) -> SpecimenCard:
    """A specimen of the default person."""
    known = {"date_of_expiry": date(2032, 4, 15), **fields}
    return render(
        drawn_photo(),
        lambda rgb: [photo_face()],
        SpecimenFields(**known),  # type: ignore[arg-type]
        format_name,
    )


def hold(
    side: Rgb,
    *,
    width: float = 400,
    turn_deg: float = 4,
    lean: float = 0.04,
    blur: float = 0.0,
    light: float = 1.0,
    size: tuple[int, int] = (640, 480),
) -> tuple[Rgb, Floats]:
    """A camera picture of a card held before a dim room, and the card's true corners."""
    chance = np.random.default_rng(7)
    room = cv2.resize(chance.integers(40, 110, (6, 8, 3), dtype=np.uint8), size)
    tall = width * side.shape[0] / side.shape[1]
    quad = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * (width / 2, tall / 2)
    quad *= 1 + lean * np.array([[-1], [-1], [1], [1]]) / 2  # the top away from the camera
    turn = np.radians(turn_deg)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    quad = (quad @ spin.T + np.array(size) / 2).astype(np.float32)
    height, across = side.shape[:2]
    corners = np.array([[0, 0], [across, 0], [across, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(corners, quad)
    mask = Image.new("L", (across, height), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, across - 1, height - 1), 38, fill=255)
    soft = cv2.GaussianBlur(side, (0, 0), 0.4 * across / width)  # what a pixel sees
    seen = cv2.warpPerspective(soft, matrix, size).astype(np.float32)
    share = cv2.warpPerspective(np.asarray(mask), matrix, size)[..., None] / 255
    picture = ((seen * share + room * (1 - share)) * light).astype(np.float32)
    if blur:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), blur), dtype=np.float32)
    noise = chance.normal(0, 2, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8), quad

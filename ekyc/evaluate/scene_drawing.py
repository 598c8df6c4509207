"""Draws a card before a camera: tables, rooms, fingers, light and the camera's own faults."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats, Rgb

Random = np.random.Generator
Light = NDArray[np.float32]
"""float32[H, W, 3], 0..255 before it is exposed."""
Points = NDArray[np.floating[Any]]


def dark_table(random: Random, size: tuple[int, int]) -> Light:
    """Wood or plastic, 12 to 28 % of full scale."""
    return _surface(random, size, random.uniform(30, 70), grain=random.uniform(1, 6))


def white_table(random: Random, size: tuple[int, int]) -> Light:
    """Almost as light as the card, now and then lighter."""
    return _surface(random, size, random.uniform(185, 245), grain=random.uniform(0.5, 3))


def patterned_table(random: Random, size: tuple[int, int]) -> Light:
    """Planks, stripes or checks of two colours: straight lines that are no card's."""
    width, height = size
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = random.uniform(0, np.pi)
    along = x * np.cos(turn) + y * np.sin(turn)
    across = -x * np.sin(turn) + y * np.cos(turn)
    pitch = width * random.uniform(0.05, 0.16)
    kind = random.integers(3)
    if kind == 0:  # planks: thin dark joints
        mix = (np.abs(along / pitch % 1 - 0.5) < 0.02).astype(np.float32)
        mix += 0.3 * np.abs(np.sin(across / pitch * 9 + np.sin(along / pitch * 3)))
    elif kind == 1:
        mix = (along / pitch % 1 < 0.5).astype(np.float32)
    else:
        mix = ((along / pitch % 1 < 0.5) ^ (across / pitch % 1 < 0.5)).astype(np.float32)
    first, second = (_muted(random, ()) for _ in range(2))
    return np.asarray(first + (second - first) * mix[..., None], dtype=np.float32)


def room(random: Random, size: tuple[int, int]) -> Light:
    """Out of focus behind a hand: blocks of colour and some straight edges."""
    low = _muted(random, (6, 9))
    picture = np.asarray(cv2.resize(low, size, interpolation=cv2.INTER_CUBIC), dtype=np.float32)
    for _ in range(int(random.integers(3, 8))):
        corner = random.uniform(0, 1, 2) * size
        span = random.uniform(0.05, 0.5, 2) * size
        ends = [np.round(corner).astype(int).tolist(), np.round(corner + span).astype(int).tolist()]
        cv2.rectangle(picture, ends[0], ends[1], _muted(random, ()).tolist(), -1)
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), size[0] / 320), dtype=np.float32)


def lay(below: Light, card: Rgb, quad_xy: Floats, corner_share: float) -> None:
    """Draw `card` uint8[H, W, 3] into `quad_xy`, rounded by `corner_share` of its width, over
    `below` in place, with a soft shadow."""
    height, width = card.shape[:2]
    size = (below.shape[1], below.shape[0])
    ends = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(ends, quad_xy.astype(np.float32))
    seen = float(np.linalg.norm(np.roll(quad_xy, -1, axis=0) - quad_xy, axis=1).max())
    blur = max(0.35 * max(width, height) / seen, 0.2)
    soft = cv2.GaussianBlur(card, (0, 0), blur)  # what lies within a pixel
    seen_card = cv2.warpPerspective(soft, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.GaussianBlur(_rounded(width, height, corner_share), (0, 0), blur)
    share = cv2.warpPerspective(mask, matrix, size)[..., None] / np.float32(255)
    aside = np.array([[1, 0, seen / 90], [0, 1, seen / 70]], dtype=np.float32)
    shadow = cv2.GaussianBlur(cv2.warpAffine(share, aside, size), (0, 0), seen / 60)
    below *= 1 - 0.25 * shadow[..., None]
    below *= 1 - share
    below += seen_card * share


def fingers(
    random: Random, picture: Light, quad_xy: Floats, count: int = 2, sides: Sequence[int] = range(4)
) -> None:
    """Fingers from outside over one edge of the card, one of `sides` (0: from corner 0 to corner
    1), in place; they cover 6 to 14 % of its width."""
    side = int(sides[int(random.integers(len(sides)))])
    start, end = quad_xy[side], quad_xy[(side + 1) % 4]
    outwards = (start + end) / 2 - quad_xy.mean(axis=0)
    outwards /= np.linalg.norm(outwards)
    long = float(np.linalg.norm(np.roll(quad_xy, -1, axis=0) - quad_xy, axis=1).max())
    skin = np.array([random.uniform(120, 235), 0, 0], dtype=np.float32)
    skin[1:] = skin[0] * np.array([random.uniform(0.66, 0.8), random.uniform(0.5, 0.68)])
    thick = long * random.uniform(0.1, 0.16)
    at = random.uniform(0.25, 0.55)
    for number in range(count):
        root = start + (end - start) * (at + number * 1.1 * thick / np.linalg.norm(end - start))
        tip = root - outwards * long * random.uniform(0.02, 0.07)
        far = root + outwards * long * 0.8 + random.normal(0, 0.05, 2) * long
        for shade, wide in ((0.55, 1.0), (0.85, 0.86), (1.0, 0.6)):
            ends = [tuple(int(v) for v in np.round(point)) for point in (tip, far)]
            colour = (skin * shade).tolist()
            cv2.line(picture, ends[0], ends[1], colour, max(2, round(thick * wide)), cv2.LINE_AA)


def glare(random: Random, picture: Light, quad_xy: Floats) -> None:
    """A lamp mirrored in the card: 4 to 12 % of it burnt out, in place."""
    weights = random.dirichlet(np.ones(4) * 2)
    middle = weights @ quad_xy
    area = float(cv2.contourArea(quad_xy.astype(np.float32)))
    share = random.uniform(0.04, 0.12) * 1.6
    stretch = random.uniform(0.5, 2.0)
    radii = np.sqrt(share * area / np.pi) * np.array([stretch**0.5, stretch**-0.5])
    lamp(picture, quad_xy, middle, radii, float(random.uniform(0, 180)))


def lamp(picture: Light, quad_xy: Floats, middle: Points, radii: Points, turn_deg: float) -> None:
    """A burnt-out spot at `middle`, with `radii` float[2] px, where it falls on the card, in
    place."""
    spot = np.zeros(picture.shape[:2], np.float32)
    axes = tuple(max(2, round(float(radius))) for radius in radii)
    place = (round(float(middle[0])), round(float(middle[1])))
    cv2.ellipse(spot, (place, (2 * axes[0], 2 * axes[1]), turn_deg), (1.0,), -1)
    soft = cv2.GaussianBlur(spot, (0, 0), float(radii.min()) * 0.25)
    inside = np.zeros_like(spot)
    cv2.fillConvexPoly(inside, np.round(quad_xy).astype(np.int32), (1.0,))
    picture += 320.0 * (soft * inside)[..., None]


def shadow(random: Random, picture: Light, quad_xy: Floats) -> None:
    """A straight soft shadow of somebody's arm over a part of the card, in place."""
    height, width = picture.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    turn = random.uniform(0, 2 * np.pi)
    middle = quad_xy.mean(axis=0)
    across = (x - middle[0]) * np.cos(turn) + (y - middle[1]) * np.sin(turn)
    soft = width * random.uniform(0.01, 0.06)
    dark = 1 / (1 + np.exp(-across / soft))
    picture *= 1 - random.uniform(0.3, 0.6) * dark[..., None]


def defocused(picture: Light, sigma_px: float) -> Light:
    """Out of focus by a Gaussian."""
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), sigma_px), dtype=np.float32)


def moved(picture: Light, way_px: Floats) -> Light:
    """A straight movement by float[2] px while the shutter was open."""
    samples = 2 * int(np.ceil(np.hypot(*way_px))) + 2
    return shaken(picture, np.linspace(-0.5, 0.5, samples)[:, None] * way_px)


def shaken(picture: Light, path_px: Points) -> Light:
    """A movement along float[N, 2] px, as much time at each point, while the shutter was open."""
    reach = int(np.ceil(np.abs(path_px).max())) + 1
    kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    low = np.floor(path_px).astype(int)
    part = path_px - low
    for x, y in ((0, 0), (0, 1), (1, 0), (1, 1)):
        share = np.abs(1 - x - part[:, 0]) * np.abs(1 - y - part[:, 1])
        np.add.at(kernel, (low[:, 1] + y + reach, low[:, 0] + x + reach), share)
    return np.asarray(cv2.filter2D(picture, -1, kernel / kernel.sum()), dtype=np.float32)


def exposed(random: Random, picture: Light, gain: float, noise: float) -> Rgb:
    """As a webcam gives it: lit by `gain`, noise of the sensor (levels, sd), JPEG of quality 85."""
    grain: Any = random.standard_normal((*picture.shape[:2], 3), dtype=np.float32)
    levels = np.clip(picture * gain + grain * noise, 0, 255).astype(np.uint8)
    _, coded = cv2.imencode(".jpg", levels, [cv2.IMWRITE_JPEG_QUALITY, 85])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), dtype=np.uint8)


def _muted(random: Random, shape: tuple[int, ...]) -> Light:
    """Colours as rooms have them: greyer than chance makes them."""
    grey = random.uniform(35, 215, (*shape, 1))
    return np.asarray(grey + random.uniform(-35, 35, (*shape, 3)), dtype=np.float32)


def _surface(random: Random, size: tuple[int, int], level: float, grain: float) -> Light:
    width, height = size
    tint = level * random.uniform(0.88, 1.08, 3).astype(np.float32)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    slope = random.uniform(-0.15, 0.15, 2)
    fall = 1 + slope[0] * (x / width - 0.5) + slope[1] * (y / height - 0.5)
    rough = random.standard_normal((height // 4, max(width // 40, 1)), dtype=np.float32)
    veins = cv2.resize(rough, size, interpolation=cv2.INTER_CUBIC) * grain
    return np.asarray(tint * fall[..., None] + veins[..., None], dtype=np.float32)


def _rounded(width: int, height: int, share: float) -> NDArray[np.uint8]:
    radius = round(width * share)
    mask = np.zeros((height, width), np.uint8)
    if radius < 1:
        mask[:] = 255
        return mask
    cv2.rectangle(mask, (radius, 0), (width - 1 - radius, height - 1), (255,), -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - 1 - radius), (255,), -1)
    for x in (radius, width - 1 - radius):
        for y in (radius, height - 1 - radius):
            cv2.circle(mask, (x, y), radius, (255,), -1, cv2.LINE_AA)
    return mask

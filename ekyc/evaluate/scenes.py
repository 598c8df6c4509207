"""Camera pictures of cards whose truth is known: where the card lies, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from ekyc.document.plane import Turn, project
from ekyc.document.specimen import CORNER_MM
from ekyc.evaluate import scene_drawing as draw
from ekyc.evaluate.scene_drawing import Light, Random
from ekyc.values import Floats, Rgb

SEED = 7810
SIZES = ((1280, 720), (640, 480))
FIELDS_DEG = (55.0, 78.0)
"""Of webcams; the finder does not know which."""
FLAT_DEG, TILTED_DEG = 12.0, (32.0, 42.0)
GOOD = frozenset({"document.hint_good"})
KINDS = {
    "dark table": GOOD,
    "white table": GOOD,
    "patterned table": GOOD,
    "in the hand": GOOD,
    "quarter turn": GOOD,
    "shadow": GOOD,
    "open booklet": GOOD,
    "partly out": frozenset({"document.hint_whole"}),
    "far": frozenset({"document.hint_closer"}),
    "tilted": frozenset({"document.hint_flat"}),
    "glare": frozenset({"document.hint_glare"}),
    "blurred": frozenset({"document.hint_still"}),
    "dark": frozenset({"document.hint_dark"}),
}
"""Each kind of scene with the hints that are right in it."""


@dataclass(frozen=True, eq=False)
class CardPicture:
    """One side of a card, flat: uint8[H, W, 3], and its size in mm. `name` is the document's."""

    name: str
    rgb: Rgb
    size_mm: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Scene:
    """A picture with a card at `quads` (float32[4, 2] px each; of a booklet the page, then the
    whole); `kind` is a key of `KINDS`."""

    kind: str
    card: CardPicture
    rgb: Rgb
    quads: tuple[Floats, ...]


def scenes(
    cards: Sequence[CardPicture], per_kind: int, rooms: Sequence[Rgb] = (), seed: int = SEED
) -> Iterator[Scene]:
    """`per_kind` scenes of each kind, always the same for a `seed`; before `rooms` (pictures
    without a card) where there are some, cards are also held in a hand."""
    for number, kind in enumerate(KINDS):
        for one in range(per_kind):
            random = np.random.default_rng([seed, number, one])
            yield scene(random, kind, cards[int(random.integers(len(cards)))], rooms)


def scene(random: Random, kind: str, card: CardPicture, rooms: Sequence[Rgb] = ()) -> Scene:
    """One scene of `kind`."""
    size = SIZES[int(random.integers(len(SIZES)))]
    if kind == "open booklet":
        return _booklet(random, card, size)
    picture = _ground(random, kind, size, rooms)
    quad = _place(random, kind, card.size_mm, size)
    corner = CORNER_MM / card.size_mm[0]
    draw.lay(picture, card.rgb, quad, corner)
    return Scene(kind, card, _finish(random, kind, picture, quad), (quad,))


def _ground(random: Random, kind: str, size: tuple[int, int], rooms: Sequence[Rgb]) -> Light:
    if kind == "dark table":
        return draw.dark_table(random, size)
    if kind == "white table":
        return draw.white_table(random, size)
    if kind == "patterned table":
        return draw.patterned_table(random, size)
    if kind == "in the hand":
        if len(rooms) and random.random() < 0.5:
            behind = rooms[int(random.integers(len(rooms)))]
            scale = max(size[0] / behind.shape[1], size[1] / behind.shape[0])
            fitted = cv2.resize(behind, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
            return fitted[: size[1], : size[0]].astype(np.float32)
        return draw.room(random, size)
    grounds = (draw.dark_table, draw.white_table, draw.patterned_table, draw.room)
    return grounds[int(random.integers(len(grounds)))](random, size)


def _place(
    random: Random, kind: str, size_mm: tuple[float, float], size: tuple[int, int]
) -> Floats:
    """Outline of a card that lies as the kind says, else wholly in the picture."""
    width, height = size
    field = float(random.uniform(*FIELDS_DEG))
    for _ in range(500):
        least = max(0.42, 1.1 * _readable_px(size_mm) / width)
        share = random.uniform(0.2, 0.3) if kind == "far" else random.uniform(least, 0.85)
        quarter = kind == "quarter turn"
        roll = random.uniform(-15, 15) + (random.choice([90, 180, 270]) if quarter else 0)
        turn = Turn(*random.uniform(-FLAT_DEG, FLAT_DEG, 2) * 0.7)
        if kind == "tilted":
            way = random.uniform(0, 2 * np.pi)
            lean = random.uniform(*TILTED_DEG)
            turn = Turn(float(lean * np.cos(way)), float(lean * np.sin(way)))
        middle = (width * random.uniform(0.3, 0.7), height * random.uniform(0.3, 0.7))
        if kind == "partly out":
            middle = (width * random.uniform(0.0, 1.0), height * random.uniform(0.0, 1.0))
        quad = project(size_mm, turn, roll, middle, share * width, size, field)
        inside = (quad > 0.012 * width).all() and (quad < np.array(size) - 0.012 * width).all()
        if kind != "partly out" and inside:
            return quad
        if kind == "partly out" and 0.55 < _seen_share(quad, size) < 0.92:
            return quad
    raise ValueError(f"no place for a card of {size_mm} mm in {size} px")


def _readable_px(size_mm: tuple[float, float]) -> float:
    """Width at which the characters of a zone, 2.4 mm high (Doc 9303-3), are 7 px high."""
    return 7.0 * size_mm[0] / 2.4


def _seen_share(quad: Floats, size: tuple[int, int]) -> float:
    frame = np.array([[0, 0], [size[0], 0], [size[0], size[1]], [0, size[1]]], dtype=np.float32)
    return float(cv2.intersectConvexConvex(quad, frame)[0] / max(cv2.contourArea(quad), 1.0))


def _finish(random: Random, kind: str, picture: Light, quad: Floats) -> Rgb:
    long = float(np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1).max())
    if kind == "in the hand":
        draw.fingers(random, picture, quad, int(random.integers(1, 4)))
    if kind == "glare":
        draw.glare(random, picture, quad)
    if kind == "shadow":
        draw.shadow(random, picture, quad)
    if kind == "blurred":
        picture = _blurred(random, picture, long)
    gain = random.uniform(0.08, 0.17) if kind == "dark" else random.uniform(0.75, 1.0)
    return draw.exposed(random, picture, gain, random.uniform(1.0, 3.5))


def _blurred(random: Random, picture: Light, long: float) -> Light:
    """By so much of the card that its zone cannot be read."""
    if random.random() < 0.5:
        return draw.defocused(picture, long * random.uniform(0.0065, 0.012))
    way = random.uniform(0, 2 * np.pi)
    step = long * random.uniform(0.03, 0.06)
    return draw.moved(picture, np.array([step * np.cos(way), step * np.sin(way)]))


def _booklet(random: Random, card: CardPicture, size: tuple[int, int]) -> Scene:
    """A data page with the page above it, as a passport lies open."""
    wide, high = card.size_mm
    page_px = card.rgb.shape[0]
    paper = random.uniform(190, 245, 3)
    upper = np.tile(paper.astype(np.uint8), (*card.rgb.shape[:2], 1))
    for line in range(int(random.integers(0, 9))):
        y = int(page_px * (0.15 + 0.08 * line))
        reach = int(upper.shape[1] * random.uniform(0.3, 0.8))
        cv2.line(upper, (60, y), (60 + reach, y), (90, 90, 100), 6)
    both = np.concatenate([upper, card.rgb])
    fold = np.abs(np.arange(len(both)) - page_px) / page_px
    shade = 1 - random.uniform(0.15, 0.5) * np.exp(-fold / 0.02)
    both = np.asarray(both * shade[:, None, None], dtype=np.uint8)
    width, height = size
    field = float(random.uniform(*FIELDS_DEG))
    for _ in range(500):
        share = random.uniform(0.36, 0.6) * height / width * 1.3
        roll = random.uniform(-12, 12) + random.choice([0, 90, 270])
        turn = Turn(*random.uniform(-6, 6, 2))
        middle = (width * random.uniform(0.4, 0.6), height * random.uniform(0.4, 0.6))
        whole = project((wide, 2 * high), turn, roll, middle, share * width, size, field)
        if (whole > 0.012 * width).all() and (whole < np.array(size) - 0.012 * width).all():
            break
    ground = draw.dark_table if random.random() < 0.5 else draw.patterned_table
    picture = ground(random, size)
    draw.lay(picture, both, whole, CORNER_MM / wide)
    page = _lower_half(whole)
    return Scene("open booklet", card, _finish(random, "", picture, page), (page, whole))


def _lower_half(whole: Floats) -> Floats:
    unit = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(unit, whole)
    half = np.array([[[0, 0.5], [1, 0.5], [1, 1], [0, 1]]], dtype=np.float32)
    return np.asarray(cv2.perspectiveTransform(half, matrix)[0], dtype=np.float32)

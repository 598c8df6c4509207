"""Films of cards that are turned as asked, and of what is no card that turns, drawn frame by
frame."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekyc.document.plane import Turn, project
from ekyc.document.specimen import CORNER_MM
from ekyc.document.tilt import DIRECTIONS, TiltChallenge, Tilted, draw_tilts
from ekyc.evaluate import scene_drawing as draw
from ekyc.evaluate.scene_drawing import Random
from ekyc.evaluate.scenes import FIELDS_DEG, CardPicture
from ekyc.session.document_step import Finder
from ekyc.values import Floats, Rgb

SEED = 7811
Place = NDArray[np.float64]
SIZE = (640, 480)
FPS = 10.0
DEADLINE_S = 6.0
_REST_S, _TURN_S, _HELD_S = 0.8, 0.6, 0.5
_REACH_DEG = (20.0, 32.0)
_LEFT_TOP = {"left": (1, 0), "right": (-1, 0), "top": (0, 1), "bottom": (0, -1)}


def _as_asked(_: Random, asked: tuple[str, ...]) -> tuple[str, ...]:
    return asked


def _opposite(_: Random, asked: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(DIRECTIONS[DIRECTIONS.index(one) ^ 1] for one in asked)


def _by_chance(random: Random, asked: tuple[str, ...]) -> tuple[str, ...]:
    """As a film does that was made before anybody asked."""
    while True:
        filmed = tuple(str(one) for one in random.permutation(DIRECTIONS)[: len(asked)])
        if filmed != asked:
            return filmed


KINDS: dict[str, Callable[[Random, tuple[str, ...]], tuple[str, ...]]] = {
    "turned as asked": _as_asked,
    "turned the other way": _opposite,
    "a film of other turns": _by_chance,
    "held still": _as_asked,
    "a picture made larger": _as_asked,
    "a picture squeezed": _as_asked,
    "turned within a still frame": _as_asked,
}


@dataclass(frozen=True)
class Trial:
    """How the challenge ended for one film."""

    kind: str
    ended: Tilted


def trials(
    finder: Finder, cards: Sequence[CardPicture], per_kind: int, seed: int = SEED
) -> Iterator[Trial]:
    """`per_kind` films of each kind, seen through `finder`; always the same for a `seed`."""
    for number, kind in enumerate(KINDS):
        for one in range(per_kind):
            random = np.random.default_rng([seed, number, one])
            asked = draw_tilts(f"{seed}/{kind}/{one}")
            card = cards[int(random.integers(len(cards)))]
            challenge = TiltChallenge(asked, DEADLINE_S)
            for index, rgb in enumerate(film(random, kind, asked, card)):
                seen = finder.find(rgb)
                quad = seen.quad_xy if seen is not None else None
                if challenge.step(rgb, quad, index / FPS) is not Tilted.ASKED:
                    break
            yield Trial(kind, challenge.state)


def film(random: Random, kind: str, asked: tuple[str, ...], card: CardPicture) -> Iterator[Rgb]:
    """The frames, `FPS` a second, until some time after everything was done."""
    turns = KINDS[kind](random, asked)
    reach = float(random.uniform(*_REACH_DEG))
    field = float(random.uniform(*FIELDS_DEG))
    share = random.uniform(0.52, 0.62) if card.size_mm[0] < 90 else random.uniform(0.6, 0.66)
    grounds = (draw.room, draw.dark_table, draw.white_table)
    ground = grounds[int(random.integers(len(grounds)))](random, SIZE)
    roll = float(random.uniform(-6, 6))
    middle = np.array(SIZE) / 2 + random.uniform(-15, 15, 2)
    each = _REST_S + 2 * _TURN_S + _HELD_S
    for index in range(int((len(turns) * each + _REST_S) * FPS)):
        at = index / FPS
        number = min(int(at / each), len(turns) - 1)
        part = _part(at - number * each)
        lean = np.array(_LEFT_TOP[turns[number]]) * part * reach + random.normal(0, 0.8, 2)
        wobble = middle + random.normal(0, 1.0, 2)
        picture = ground.copy()
        _draw(picture, kind, card, lean, part, roll, wobble, share * SIZE[0], field)
        yield draw.exposed(random, picture, 0.9, 2.0)


def _part(at_s: float) -> float:
    """How far the turn is, 0..1, so long after its beginning."""
    since = at_s - _REST_S
    ramp = min(since / _TURN_S, (2 * _TURN_S + _HELD_S - since) / _TURN_S)
    return min(max(ramp, 0.0), 1.0)


def _draw(
    picture: draw.Light,
    kind: str,
    card: CardPicture,
    lean: Place,
    part: float,
    roll: float,
    middle: Place,
    width_px: float,
    field: float,
) -> None:
    corner = CORNER_MM / card.size_mm[0]
    where = (float(middle[0]), float(middle[1]))

    def outline(turn: Turn, wide: float) -> Floats:
        return project(card.size_mm, turn, roll, where, wide, SIZE, field)

    if kind == "held still":
        quad = outline(Turn(0, 0), width_px)
    elif kind == "a picture made larger":
        quad = outline(Turn(0, 0), width_px * (1 + 0.12 * part))
    elif kind == "a picture squeezed":
        quad = outline(Turn(0, 0), width_px)
        along = (quad[1] - quad[0]) if lean[0] else (quad[3] - quad[0])
        along = along / np.linalg.norm(along)
        away = (quad - middle) @ along
        quad = (quad - 0.15 * part * away[:, None] * along).astype(np.float32)
    elif kind == "turned within a still frame":
        quad = outline(Turn(0, 0), width_px * 1.08)
        inner = outline(Turn(float(lean[0]), float(lean[1])), width_px * 0.8)
        blank = np.full((64, 100, 3), 225, np.uint8)
        draw.lay(picture, blank, quad, corner)
        draw.lay(picture, card.rgb, inner, corner)
        return
    else:
        quad = outline(Turn(float(lean[0]), float(lean[1])), width_px)
    draw.lay(picture, card.rgb, quad, corner)


def summary(results: Sequence[Trial]) -> dict[str, Any]:
    """For each kind: films, passed, and how the others ended."""
    return {
        kind: {
            "n": sum(one.kind == kind for one in results),
            "passed": sum(one.kind == kind and one.ended is Tilted.PASSED for one in results),
            "ended": dict(Counter(one.ended.name for one in results if one.kind == kind)),
        }
        for kind in KINDS
    }

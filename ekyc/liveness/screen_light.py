"""Does the light on a face follow the colours that the screen shows, in time and in colour?

The screen shines in a sequence that was drawn for this session. Of every colour the light on the
face is averaged while it is shown, later by an unknown delay; what changes slowly (white balance,
clouds) is taken out as a parabola; what is left is correlated with the sequence, the proportion of
red with where there is red, that of blue with where there is blue. The same is done for all 853,776
sequences that could have been drawn. `chance` is the share of them that fit at least as well: light
that does not depend on this sequence, because it was filmed before or guessed, stays at or under a
`chance` of p in at most p of all sessions, whatever it looks like (a randomization test: Fisher,
"The Design of Experiments", 1935; the idea for faces: Tang et al., "Face Flashing", NDSS 2018).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ekyc.liveness.screen_colours import COUNT, FADE_S, Colour, bits_of
from ekyc.liveness.skin_light import Light

MOST_CHANCE = 1e-4
"""A replay passes one time in 10,000."""

LAGS_S = tuple(step * 0.1 for step in range(6))
"""Screen and camera together are late by 0 to 0.5 s."""

LEAST_SLOTS = 9
"""Colours of which at least one picture of the face is needed."""

SWING = 0.04
"""Light that changes by so much (root mean square of the logarithms) from colour to colour, and not
as the sequence does, follows another one; and light of the screen that changes so much around the
face is seen on a face, if one is there."""

LEAST_SWING = 0.012
"""So much of the change follows at least. A display in front of the camera shines as brightly as
paper does in a lit room, and gives back a hundredth of the light that falls on it; a face beside a
screen that is a twentieth as bright as the room changes by twice this."""

ALIKE = 0.75
"""What is around the face follows the screen less than the face, which is nearer: at most by such a
part. Colours that were laid over the whole picture it follows as much."""

Values = NDArray[np.float64]

_CODES: Values = np.array(
    [
        [1.0 if slot in chosen else -1.0 for slot in range(COUNT)]
        for chosen in itertools.combinations(range(COUNT), COUNT // 2)
    ]
)
"""float64[924, COUNT]: every way in which a half of the slots can be chosen."""
_PLACE = {tuple(code > 0): place for place, code in enumerate(_CODES)}
_SLOW = np.vander(np.linspace(-1, 1, COUNT), 3)
"""What changes slowly: a parabola."""
BITS = 2 * math.log2(len(_CODES))
"""Of a sequence: 19.7."""


class Sample(NamedTuple):
    """The light in one picture; None where it could not be told."""

    t_s: float
    face: Light | None
    around: Light | None


class Verdict(Enum):
    """What the light on a face tells."""

    FOLLOWS = "follows"
    OTHER = "other"  # it changes, but not as the screen does
    AROUND = "around"  # it is the room that follows the screen, not the face, or both alike
    UNSEEN = "unseen"  # too little of the screen's light, too few pictures


@dataclass(frozen=True)
class Reflection:
    """`likeness` -1..1 to the sequence shown, at the best delay `lag_s`; `chance` 0..1 of all
    sequences; `swing` in logarithms; `around`: how far what is around follows, the face is 1."""

    verdict: Verdict
    likeness: float = 0.0
    chance: float = 1.0
    lag_s: float = 0.0
    swing: float = 0.0
    around: float = 0.0

    @property
    def following(self) -> float:
        """So much of the swing follows the sequence."""
        return self.likeness * self.swing

    @property
    def bits(self) -> float:
        """How much of the sequence was told: 0 up to `BITS`."""
        return math.log2(1 / self.chance)


def judge(
    colours: Sequence[Colour], shown_s: Sequence[float], samples: Sequence[Sample]
) -> Reflection:
    """`COUNT` colours of the palette, when each began and the last ended (`COUNT` + 1 times), and
    the light in the pictures, all in seconds of one clock.

    Raises ValueError for another number of times, KeyError for a colour that is not in the palette
    or a sequence in which red or blue is not in a half.
    """
    if len(shown_s) != COUNT + 1:
        raise ValueError(f"{len(shown_s)} times for {COUNT} colours")
    bits = [bits_of(colour) for colour in colours]
    truth = _PLACE[tuple(red for red, _ in bits)], _PLACE[tuple(blue for _, blue in bits)]
    t_s = np.array([one.t_s for one in samples], float)
    face = _values([one.face for one in samples])
    around = _values([one.around for one in samples])
    mine = _fit(t_s, face, shown_s, truth)
    if mine is None:
        return Reflection(Verdict.UNSEEN)
    share = _share(mine, t_s, around, shown_s)
    sure, enough = mine.chance <= MOST_CHANCE, mine.likeness * mine.swing >= LEAST_SWING
    verdict = Verdict.FOLLOWS if sure and enough else Verdict.UNSEEN
    if not sure and mine.swing >= SWING:
        verdict = Verdict.OTHER
    elif verdict is Verdict.UNSEEN or share > ALIKE:
        room = _fit(t_s, around, shown_s, truth)
        strong = verdict is Verdict.FOLLOWS or (room is not None and room.swing >= SWING)
        if room is not None and room.chance <= MOST_CHANCE and strong:
            verdict = Verdict.AROUND
    return Reflection(verdict, mine.likeness, mine.chance, mine.lag_s, mine.swing, share)


class _Fit(NamedTuple):
    likeness: float
    chance: float
    lag_s: float
    swing: float
    slots: Values


def _values(lights: Sequence[Light | None]) -> Values:
    gone = (math.nan, math.nan)
    return np.array([gone if light is None else light for light in lights], float).reshape(-1, 2)


def _fit(
    t_s: Values, light: Values, shown_s: Sequence[float], truth: tuple[int, int]
) -> _Fit | None:
    """The best delay, and how many sequences fit as well at theirs; None: too few pictures."""
    best: _Fit | None = None
    highest = np.full((len(_CODES), len(_CODES)), -2.0, np.float32)
    for lag_s in LAGS_S:
        slots = _slots(t_s, light, shown_s, lag_s)
        if np.isfinite(slots[:, 0]).sum() < LEAST_SLOTS:
            continue
        changes = _changes(slots)
        red, blue = (_likeness(changes[:, axis], slots) for axis in (0, 1))
        np.maximum(highest, red[:, None] + blue[None, :], out=highest)
        likeness = float(red[truth[0]] + blue[truth[1]]) / 2
        if best is None or likeness > best.likeness:
            swing = float(np.sqrt(np.mean(changes**2)))
            best = _Fit(likeness, 1.0, lag_s, swing, slots)
    if best is None:
        return None
    as_well = np.count_nonzero(highest >= highest[truth] - np.float32(1e-6))
    return best._replace(chance=float(as_well) / highest.size)


def _slots(t_s: Values, light: Values, shown_s: Sequence[float], lag_s: float) -> Values:
    """The mean light while each colour was shown, once it had faded in: float64[COUNT, 2]."""
    means = np.full((COUNT, 2), math.nan)
    told = np.isfinite(light[:, 0])
    for slot, (start_s, end_s) in enumerate(itertools.pairwise(shown_s)):
        within = told & (t_s >= start_s + lag_s + FADE_S) & (t_s < end_s + lag_s)
        if within.any():
            means[slot] = light[within].mean(axis=0)
    return means


def _changes(slots: Values) -> Values:
    """Without what changes slowly, of the slots that were seen."""
    seen = np.isfinite(slots[:, 0])
    changes: Values = _without(slots[seen], seen)
    return changes


def _without(values: Values, seen: NDArray[np.bool_]) -> Values:
    """`values` float64[slots seen, N] with the parabola that fits each best taken out."""
    slow, _ = np.linalg.qr(_SLOW[seen])
    left: Values = values - slow @ (slow.T @ values)
    return left


def _likeness(changes: Values, slots: Values) -> NDArray[np.float32]:
    """Correlation with each of `_CODES`, -1..1: float32[924]."""
    seen = np.isfinite(slots[:, 0])
    codes = _without(_CODES[:, seen].T, seen)
    lengths = np.linalg.norm(codes, axis=0) * np.linalg.norm(changes)
    return np.asarray(changes @ codes / np.maximum(lengths, 1e-12), dtype=np.float32)


def _share(face: _Fit, t_s: Values, around: Values, shown_s: Sequence[float]) -> float:
    """How far what is around changes as the face does: 1 as much, 0 not at all or not known."""
    both = np.hstack([face.slots, _slots(t_s, around, shown_s, face.lag_s)])
    seen = np.asarray(np.isfinite(both).all(axis=1), dtype=np.bool_)
    if seen.sum() < LEAST_SLOTS:
        return 0.0
    mine, room = np.hsplit(_without(both[seen], seen), 2)
    return float((mine * room).sum() / max(float((mine * mine).sum()), 1e-12))

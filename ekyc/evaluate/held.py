"""Films of cards with a zone that somebody brings before the camera and holds there, drawn frame by
frame."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ekyc.document.mrz.zone import parse
from ekyc.document.plane import Turn, project
from ekyc.document.specimen import CORNER_MM, Detect, SpecimenFields, render
from ekyc.evaluate import scene_drawing as draw
from ekyc.evaluate.document import read_manifest
from ekyc.evaluate.scans import SIZES_MM, scans
from ekyc.evaluate.scene_drawing import Random
from ekyc.evaluate.scenes import FIELDS_DEG, CardPicture
from ekyc.values import Rgb

SEED = 7812
SIZE = (1280, 720)
FPS = 15.0
TODAY = date(2026, 1, 1)
PEOPLE = 12
"""Whose specimens are drawn, each in every format."""
CHARACTER_PX = (9.0, 16.0)
"""From one character of the zone to the next."""
_LEAST_PX = 470.0
"""A card that is smaller in the picture is asked to come closer."""
_ZONE_SHARE = 0.89
"""Of the card's width that a line of the zone takes (Doc 9303-4 to -6)."""
_COMES_S, _HELD_S = 0.5, 2.0
_OPEN_S = (0.012, 0.045)
"""A webcam's shutter, by daylight and indoors."""
_SAMPLES = 9


@dataclass(frozen=True, eq=False)
class ZoneCard:
    """A side with a zone whose digits hold, and its `lines`."""

    card: CardPicture
    lines: tuple[str, ...]

    @property
    def is_tuned_on(self) -> bool:
        """Half of the documents are in sight when something is chosen, the others judge it."""
        return zlib.crc32("".join(self.lines).encode()) % 2 == 0


def drawn_cards(portrait: Rgb, detect: Detect, seed: int = SEED) -> Iterator[ZoneCard]:
    """Our specimens, made out to `PEOPLE`. Raises what `specimen.render` raises."""
    random = np.random.default_rng([seed, 0])
    for _ in range(PEOPLE):
        fields = SpecimenFields(
            date_of_expiry=TODAY + timedelta(days=int(random.integers(30, 3_600))),
            surname=_word(random, 4, 11),
            given_names=f"{_word(random, 3, 8)} {_word(random, 3, 7)}",
            document_number=_word(random, 1, 2) + str(random.integers(10**7, 10**8)),
            date_of_birth=date(1940, 1, 1) + timedelta(days=int(random.integers(24_000))),
            sex=str(random.choice(["F", "M"])),
        )
        for name, size_mm in SIZES_MM.items():
            sides = render(portrait, detect, fields, name)
            side = sides.front if sides.back is None else sides.back
            yield ZoneCard(CardPicture(name, side, size_mm), fields.mrz(name))


def scanned_cards(manifest: Path, root: Path) -> Iterator[ZoneCard]:
    """Those of `scans` whose zone's digits hold. Raises what `scans` and `read_manifest` raise."""
    lines = {row.file: row.mrz_lines for row in read_manifest(manifest) if row.mrz_lines}
    for card in scans(manifest, root):
        written = lines.get(card.name)
        if written is not None and parse(written, TODAY).all_digits_hold:
            yield ZoneCard(card, written)


def film(random: Random, one: ZoneCard) -> Iterator[Rgb]:
    """The frames, `FPS` a second: it comes in from the side, is held for some time, and shakes as a
    hand does."""
    card, size = one.card, np.array(SIZE)
    pitch = random.uniform(*CHARACTER_PX)
    wide = max(pitch * len(one.lines[0]) / _ZONE_SHARE, _LEAST_PX)
    height = wide * card.size_mm[1] / card.size_mm[0]
    spare = np.maximum(size * 0.94 - (wide, height), 0) / 2
    hand = _Hand(random, wide / card.size_mm[0])
    lens, light = _Lens(random), _Light(random)
    field, roll = float(random.uniform(*FIELDS_DEG)), float(random.uniform(-5, 5))
    middle = size / 2 + random.uniform(-0.6, 0.6, 2) * spare
    lean = random.uniform(-9, 9, 2)
    lamp_at = _Lamp(random) if random.random() < 0.3 else None
    finger_seed = int(random.integers(1 << 30)) if random.random() < 0.5 else None
    ground, corner = draw.room(random, SIZE), CORNER_MM / card.size_mm[0]
    for number in range(int((_COMES_S + _HELD_S) * FPS)):
        at_s = number / FPS
        place, turn = middle + hand.place_px(at_s), Turn(*(lean + hand.turn_deg(at_s)))
        quad = project(
            card.size_mm, turn, roll, (float(place[0]), float(place[1])), wide, SIZE, field
        )
        picture = ground.copy()
        draw.lay(picture, card.rgb, quad, corner)
        if finger_seed is not None:  # never over the zone
            draw.fingers(np.random.default_rng(finger_seed), picture, quad, 1, (0, 1))
        if lamp_at is not None:
            lamp_at.shine(picture, quad, at_s)
        picture = draw.defocused(picture, lens.sigma_px(at_s))
        picture = draw.shaken(picture, hand.path_px(at_s))
        yield draw.exposed(random, picture, light.gain(at_s), light.noise)


class _Hand:
    """Where it holds the card, relative to where it wants to: drift of some mm, tremor of about a
    tenth of one at 7 to 12 Hz, and the way in from the side."""

    def __init__(self, random: Random, px_per_mm: float) -> None:
        self._px_per_mm = px_per_mm
        self._waves = [
            *(_Wave(random, (0.3, 1.4), (0.2, 1.0)) for _ in range(2)),
            *(_Wave(random, (7.0, 12.0), (0.03, 0.16)) for _ in range(2)),
        ]
        self._turns = [_Wave(random, (0.3, 2.0), (0.2, 1.2)) for _ in range(2)]
        self._open_s = random.uniform(*_OPEN_S)
        self._from_px = random.choice([-1, 1]) * SIZE[0] * 0.8

    def place_px(self, at_s: float) -> NDArray[np.float64]:
        """float64[2]."""
        x, y = (
            sum(wave.at(at_s, axis) for wave in self._waves) * self._px_per_mm for axis in (0, 1)
        )
        left = max(1 - at_s / _COMES_S, 0.0)
        return np.array([x + self._from_px * left**2, y])

    def turn_deg(self, at_s: float) -> NDArray[np.float64]:
        """float64[2]: to the left, to the top."""
        return np.array([sum(wave.at(at_s, axis) for wave in self._turns) for axis in (0, 1)])

    def path_px(self, at_s: float) -> NDArray[np.float64]:
        """float64[N, 2] while the shutter is open."""
        open_s = self._open_s * np.linspace(-0.5, 0.5, _SAMPLES)
        # a fast movement has to be sampled as finely as its pixels
        path = np.array([self.place_px(at_s + s) for s in open_s]) - self.place_px(at_s)
        fine = np.linspace(0, _SAMPLES - 1, _SAMPLES + 2 * int(np.abs(path).max()))
        axes = [np.interp(fine, np.arange(_SAMPLES), path[:, axis]) for axis in (0, 1)]
        return np.stack(axes, axis=1)


class _Wave:
    """A sine in each of two directions, each of its own rate, reach and beginning."""

    def __init__(
        self, random: Random, rates_hz: tuple[float, float], reach: tuple[float, float]
    ) -> None:
        self._rate = 2 * np.pi * random.uniform(*rates_hz, 2)
        self._reach, self._begin = random.uniform(*reach, 2), random.uniform(0, 2 * np.pi, 2)

    def at(self, at_s: float, axis: int) -> float:
        return float(self._reach[axis] * np.sin(self._rate[axis] * at_s + self._begin[axis]))


class _Lens:
    """Is out of focus while the card comes, finds it, and breathes."""

    def __init__(self, random: Random) -> None:
        self._best_px = random.uniform(0.5, 1.0)
        self._breath_px = random.uniform(0.0, 1.2)
        self._wave = _Wave(random, (0.4, 1.5), (1.0, 1.0))
        self._settles_s = random.uniform(0.15, 0.5)

    def sigma_px(self, at_s: float) -> float:
        breath = self._breath_px * max(self._wave.at(at_s, 0), 0.0)
        hunting = 3.0 * np.exp(-max(at_s - 0.5 * _COMES_S, 0) / self._settles_s)
        return float(np.sqrt(self._best_px**2 + (breath + hunting) ** 2))


class _Light:
    """How much of it the camera lets in: on some films in steps that it takes back."""

    def __init__(self, random: Random) -> None:
        self.noise = float(random.uniform(1.5, 6.0))
        self._gain = random.uniform(0.7, 0.95)
        self._steps_s = random.uniform(0, _COMES_S + _HELD_S, 3) if random.random() < 0.4 else ()
        self._factors = random.choice([0.6, 0.75, 1.2, 1.35], 3)

    def gain(self, at_s: float) -> float:
        gain = self._gain
        for step_s, factor in zip(self._steps_s, self._factors, strict=False):
            if at_s >= step_s:
                gain *= factor ** np.exp(-(at_s - step_s) / 0.3)
        return float(gain)


class _Lamp:
    """A small mirrored lamp that wanders over the card."""

    def __init__(self, random: Random) -> None:
        self._from, self._to = random.uniform(-0.2, 1.2, (2, 2))
        self._radius, self._turn = random.uniform(0.02, 0.07), float(random.uniform(0, 180))

    def shine(self, picture: draw.Light, quad: NDArray[np.float32], at_s: float) -> None:
        part = at_s / (_COMES_S + _HELD_S)
        x, y = self._from + part * (self._to - self._from)
        middle = quad[0] + x * (quad[1] - quad[0]) + y * (quad[3] - quad[0])
        radius = self._radius * float(np.linalg.norm(quad[1] - quad[0]))
        radii = np.array([2 * radius, radius], dtype=np.float32)
        draw.lamp(picture, quad, middle, radii, self._turn)


def _word(random: Random, least: int, most: int) -> str:
    letters = list("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return "".join(random.choice(letters, int(random.integers(least, most))))


def of_half(cards: Sequence[ZoneCard], *, tuned: bool) -> list[ZoneCard]:
    """The documents of one half."""
    return [one for one in cards if one.is_tuned_on is tuned]

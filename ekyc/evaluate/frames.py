"""Which frames of a card that is held before the camera are to be read: films in which the shutter
fires, read from one frame or another."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ekyc.document.reading import CardSighting, DocumentReading
from ekyc.document.shutter import AutoShutter
from ekyc.errors import SubjectError
from ekyc.evaluate.document import is_accepted
from ekyc.evaluate.held import FPS, SEED, ZoneCard, film
from ekyc.session.document_step import Finder
from ekyc.values import Rgb

ReadPicture = Callable[[Rgb], DocumentReading]


@dataclass(frozen=True, eq=False)
class Still:
    """A frame that was ready, with its `sharpness`."""

    sharpness: float
    rgb: Rgb


@dataclass(frozen=True, eq=False)
class Held:
    """A film, `stills` those of its steady run in order; `fired_s`: when the shutter did after the
    film began, None where it never did. `hints`: what was said of each frame until then."""

    lines: tuple[str, ...]
    stills: tuple[Still, ...]
    fired_s: float | None
    hints: tuple[str, ...]


def first(stills: Sequence[Still]) -> Sequence[Still]:
    """The one that was ready first."""
    return stills[:1]


def last(stills: Sequence[Still]) -> Sequence[Still]:
    """The one in which the shutter fires."""
    return stills[-1:]


def sharpest(stills: Sequence[Still], count: int = 1) -> Sequence[Still]:
    """So many, the sharpest first."""
    return sorted(stills, key=lambda one: -one.sharpness)[:count]


WAYS: Mapping[str, Callable[[Sequence[Still]], Sequence[Still]]] = {
    "the first that is ready": first,
    "the one in which the shutter fires": last,
    "the sharpest": sharpest,
    "two sharpest until one is accepted": lambda stills: sharpest(stills, 2),
    "three sharpest until one is accepted": lambda stills: sharpest(stills, 3),
}
"""Frames to be read one after the other, until a reading is accepted; else the first one stands."""


@dataclass(frozen=True)
class Read:
    """`right`: every character; `accepted`: every digit holds and no field is doubtful. `seconds`
    of one processor."""

    right: bool
    accepted: bool
    seconds: float


@dataclass
class Tally:
    """Of the films in which the shutter fired."""

    right: int = 0
    accepted: int = 0
    accepted_wrong: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, reads: Iterable[Read]) -> None:
        """Readings until one is accepted; else the first stands."""
        tried: list[Read] = []
        for one in reads:
            tried.append(one)
            if one.accepted:
                break
        stands = tried[-1] if tried[-1].accepted else tried[0]
        self.right += stands.right
        self.accepted += stands.accepted
        self.accepted_wrong += stands.accepted and not stands.right
        self.seconds.append(sum(one.seconds for one in tried))


def films(
    finder: Finder, cards: Sequence[ZoneCard], count: int, seed: int = SEED
) -> Iterator[Held]:
    """`count` films, always the same for a `seed`, as the shutter sees them through `finder`."""
    for number in range(count):
        random = np.random.default_rng([seed, 1, number])
        card = cards[int(random.integers(len(cards)))]
        yield watch(finder, film(random, card), card.lines)


def watch(finder: Finder, frames: Iterable[Rgb], lines: tuple[str, ...]) -> Held:
    """One film, until the shutter fires."""
    shutter, stills, hints = AutoShutter(), list[Still](), list[str]()
    for index, rgb in enumerate(frames):
        sighting = finder.find(rgb)
        state = shutter.step(sighting, index / FPS)
        hints.append(_hint(sighting))
        if sighting is not None and sighting.ready:
            stills.append(Still(sighting.sharpness, rgb))
        elif state.progress == 0:
            stills.clear()
        if state.fired:
            return Held(lines, tuple(stills), index / FPS, tuple(hints))
    return Held(lines, (), None, tuple(hints))


def _hint(sighting: CardSighting | None) -> str:
    return sighting.hint.id if sighting is not None and sighting.hint is not None else "none"


def summary(shown: Iterable[Held], read: ReadPicture) -> dict[str, Any]:
    """Of all films, how many gave a picture, and after how many seconds (median); what was mostly
    said in the others; of those, what each way of `WAYS` reads."""
    tallies = {name: Tally() for name in WAYS}
    count, fired_s, said = 0, list[float](), dict[str, int]()
    for held in shown:
        count += 1
        if held.fired_s is None:
            most = max(set(held.hints), key=held.hints.count)
            said[most] = said.get(most, 0) + 1
            continue
        fired_s.append(held.fired_s)
        known: dict[int, Read] = {}
        for name, way in WAYS.items():
            tallies[name].add(_reads(way(held.stills), held.lines, read, known))
    return {
        "films": count,
        "taken": len(fired_s),
        "taken_after_s_median": round(float(np.median(fired_s)), 2) if fired_s else None,
        "not_taken_said": said,
        "ways": {
            name: {
                "right": one.right,
                "accepted": one.accepted,
                "accepted_wrong": one.accepted_wrong,
                "processor_s_mean": round(float(np.mean(one.seconds)), 3) if fired_s else None,
            }
            for name, one in tallies.items()
        },
    }


def _reads(
    stills: Sequence[Still], lines: tuple[str, ...], read: ReadPicture, known: dict[int, Read]
) -> Iterator[Read]:
    """Readings of frames, each read once for all ways."""
    for still in stills:
        if id(still) not in known:
            known[id(still)] = _read(still.rgb, lines, read)
        yield known[id(still)]


def _read(rgb: Rgb, lines: tuple[str, ...], read: ReadPicture) -> Read:
    began = time.process_time()
    try:
        reading = read(rgb)
    except SubjectError:
        return Read(False, False, time.process_time() - began)
    seconds = time.process_time() - began
    return Read(reading.untrusted_mrz_lines == lines, is_accepted(reading), seconds)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ekyc.document.reading import CardSighting
from ekyc.errors import SubjectError
from ekyc.evaluate.frames import Read, Tally, sharpest, summary, watch
from ekyc.evaluate.held import FPS, ZoneCard, film
from ekyc.evaluate.scans import SIZES_MM
from ekyc.evaluate.scenes import CardPicture
from ekyc.messages import Message
from ekyc.values import Rgb
from tests.ekyc.document.cards import card
from tests.ekyc.document.test_mrz import ICAO

QUAD = np.array([[100, 100], [500, 100], [500, 350], [100, 350]], np.float32)
FRAME = np.zeros((4, 4, 3), np.uint8)
ONE = ZoneCard(CardPicture("TD3", card("TD3").front, SIZES_MM["TD3"]), ICAO["TD3"])


@dataclass
class Scripted:
    """A finder that sees a card so sharp in one frame after the other; 0: not ready."""

    sharpness: Sequence[float]
    now: int = 0

    def find(self, rgb: Rgb) -> CardSighting | None:
        sharp = self.sharpness[self.now]
        self.now += 1
        hint = "good" if sharp else "still"
        return CardSighting(QUAD, True, Message(f"document.hint_{hint}"), sharp, sharp > 0)


def test_a_film_is_the_same_for_a_seed_and_shakes() -> None:
    def frames(seed: int, count: int) -> list[Rgb]:
        shown = film(np.random.default_rng(seed), ONE)
        return [next(shown) for _ in range(count)]

    first, again = frames(3, 2), frames(3, 2)
    assert all((a == b).all() for a, b in zip(first, again, strict=True))
    assert (first[0] != first[1]).any()
    assert (first[0] != frames(4, 1)[0]).any()


def test_only_the_steady_run_before_the_shutter_fires_is_kept() -> None:
    lost = round(0.5 * FPS)
    seen = [9.0, 9.0, *[0.0] * lost, *[7.0, 8.0] * 20]
    held = watch(Scripted(seen), [FRAME] * len(seen), ICAO["TD3"])
    assert held.fired_s is not None
    assert 0.79 < held.fired_s - (2 + lost) / FPS < 0.9
    assert {one.sharpness for one in held.stills} == {7.0, 8.0}
    assert [one.sharpness for one in sharpest(held.stills, 2)] == [8.0, 8.0]


def test_a_film_without_a_picture_says_why() -> None:
    held = watch(Scripted([0.0] * 40), [FRAME] * 40, ICAO["TD3"])
    assert held.fired_s is None
    assert not held.stills

    def unread(_: Rgb) -> None:
        raise AssertionError("nothing was taken")

    counts = summary([held], unread)  # type: ignore[arg-type]
    assert (counts["films"], counts["taken"]) == (1, 0)
    assert counts["not_taken_said"] == {"document.hint_still": 1}


def test_readings_go_on_until_one_is_accepted_and_else_the_first_stands() -> None:
    right, wrong = Read(True, True, 1.0), Read(False, True, 1.0)
    unsure, missed = Read(True, False, 1.0), Read(False, False, 1.0)

    def told(*reads: Read) -> tuple[int, int, int, float]:
        tally = Tally()
        tally.add(reads)
        return tally.right, tally.accepted, tally.accepted_wrong, tally.seconds[0]

    assert told(right, missed) == (1, 1, 0, 1.0)
    assert told(missed, right, right) == (1, 1, 0, 2.0)
    assert told(missed, wrong, right) == (0, 1, 1, 2.0)
    assert told(unsure, missed) == (1, 0, 0, 2.0)


def test_a_refused_picture_is_read_wrongly_and_each_frame_once() -> None:
    held = watch(Scripted([7.0] * 20), [FRAME.copy() for _ in range(20)], ICAO["TD3"])
    asked: list[int] = []

    def refuse(rgb: Rgb) -> None:
        asked.append(id(rgb))
        raise SubjectError("document.blurred")

    counts = summary([held], refuse)  # type: ignore[arg-type]
    assert counts["taken"] == 1
    assert all(way["right"] == way["accepted"] == 0 for way in counts["ways"].values())
    assert len(asked) == len(set(asked)) == 4  # the first, which is sharpest, the last, two more

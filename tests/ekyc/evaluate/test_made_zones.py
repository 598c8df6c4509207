from __future__ import annotations

from datetime import date

import numpy as np

from ekyc.document.fonts import OCR_B, font_file
from ekyc.document.mrz.zone import parse
from ekyc.evaluate.made_zones import BINS, MadeZone, made_zones, summary
from ekyc.values import Floats
from models.mrz_lines import ALPHABET, BLANK, HEIGHT

TODAY = date(2026, 1, 1)


def zones(count: int) -> list[MadeZone]:
    return list(made_zones(font_file(OCR_B), count, seed=5))


def test_zones_are_the_same_for_the_same_seed_and_hold_as_they_say() -> None:
    first, again = zones(12), zones(12)
    assert [zone.lines for zone in first] == [zone.lines for zone in again]
    assert (first[3].strips[0] == again[3].strips[0]).all()
    for zone in first:
        assert parse(zone.lines, TODAY).all_digits_hold == zone.valid
        assert {strip.shape[0] for strip in zone.strips} == {HEIGHT}
    assert {zone.valid for zone in first} == {True, False}


def steps(text: str) -> Floats:
    seen = np.full((3 * len(text), BLANK + 1), 1e-6, np.float32)
    for i, character in enumerate(text):
        seen[3 * i : 3 * i + 2, ALPHABET.index(character)] = 0.98
        seen[3 * i + 2, BLANK] = 0.98
    return seen / seen.sum(axis=1, keepdims=True)


def test_a_reader_that_is_right_and_one_that_is_sure_of_something_else_are_told_apart() -> None:
    made = zones(10)
    told = iter([line for zone in made for line in zone.lines])
    right = summary(made, lambda _: steps(next(told)), lambda *_: None)
    valid = sum(zone.valid for zone in made)
    assert right["valid_digits"] == {
        "n": valid, "exact": valid, "accepted": valid, "accepted_wrong": 0,
    }  # fmt: skip
    assert right["wrong_digit"]["accepted"] == 0
    assert right["wrong_digit"]["exact"] == 10 - valid
    others = iter([line for zone in [*made[1:], made[0]] for line in zone.lines])
    only = [zone for zone in made if zone.valid and len(zone.lines) == 2][:1]
    wrong = summary(only, lambda _: steps(next(others)), lambda *_: None)
    assert wrong["valid_digits"]["exact"] == 0
    counted = right["characters"]
    assert [row["wrong_with_at_least"] for row in counted] == list(BINS)
    assert sum(row["wrong"] for row in counted) == 0
    assert sum(row["n"] for row in counted) == sum(len(x) for z in made for x in z.lines)

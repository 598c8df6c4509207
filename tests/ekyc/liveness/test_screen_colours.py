"""The colours of the screen: nothing flashes, and every sequence is as likely."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekyc.liveness.screen_colours import (
    COUNT,
    PALETTE,
    SLOT_S,
    bits_of,
    blend,
    draw_colours,
    encoded,
    light_of,
    linear,
)

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
PAIRS = list(itertools.permutations(PALETTE.values(), 2))


def test_changes_are_slow() -> None:
    """WCAG 2.2, 2.3.1 allows three flashes a second."""
    assert 1 / SLOT_S <= 3


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_nothing_flashes(before: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    """A general flash is a change of relative luminance by a tenth or more."""
    way = [blend(before, after, part) for part in np.linspace(0, 1, 21)]
    luminance = [float(light_of(colour) @ LUMINANCE) for colour in way]
    assert max(luminance) - min(luminance) < 0.02


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_no_red_is_saturated(before: tuple[int, int, int], after: tuple[int, int, int]) -> None:
    """Saturated: R / (R + G + B) of 0.8 or more."""
    for part in np.linspace(0, 1, 21):
        red, green, blue = light_of(blend(before, after, part))
        assert red / (red + green + blue) < 0.8


@given(st.text(min_size=1), st.integers(1, 10))
@settings(max_examples=30)
def test_halves_of_red_and_of_blue(nonce: str, attempt: int) -> None:
    colours = draw_colours(nonce, attempt)
    assert colours == draw_colours(nonce, attempt)
    assert colours != draw_colours(nonce, attempt + 1)
    bits = [bits_of(colour) for colour in colours]
    assert len(bits) == COUNT
    assert sum(red for red, _ in bits) == sum(blue for _, blue in bits) == COUNT // 2


def test_each_slot_has_each_colour_as_often() -> None:
    drawn = [draw_colours(str(number), 1) for number in range(1000)]
    assert len(set(drawn)) > 990
    for slot in range(COUNT):
        counts = Counter(colours[slot] for colours in drawn)
        assert all(180 < counts[colour] < 320 for colour in PALETTE.values())


@given(st.integers(0, 255))
def test_light_and_what_is_stored(value: int) -> None:
    stored = np.array([value / 255], np.float32)
    assert encoded(linear(stored))[0] * 255 == pytest.approx(value, abs=0.05)

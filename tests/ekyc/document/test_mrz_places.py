from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.mrz.places import places


def spelt(path: tuple[int, ...], blank: int) -> list[int]:
    """What a path says: repetitions and blanks taken out."""
    return [c for c, before in zip(path, (blank, *path), strict=False) if blank != c != before]


@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(3, 6))
def test_the_marginals_are_those_of_every_path(seed: int, width: int, length: int) -> None:
    random = np.random.default_rng(seed)
    steps = random.random((length, 4)).astype(np.float32)
    steps /= steps.sum(axis=1, keepdims=True)
    allowed = random.random((width, 3)) < 0.8
    allowed[np.arange(width), random.integers(0, 3, width)] = True
    want, whole = np.zeros((width, 3)), 0.0
    for path in itertools.product(range(4), repeat=length):
        characters = spelt(path, blank=3)
        if len(characters) != width or not all(allowed[i, c] for i, c in enumerate(characters)):
            continue
        chance = float(np.prod([steps[t, c] for t, c in enumerate(path)], dtype=np.float64))
        whole += chance
        for i, c in enumerate(characters):
            want[i, c] += chance
    got = places(steps, allowed)
    if whole == 0:
        assert got is None
        return
    assert got is not None
    np.testing.assert_allclose(got.characters, want / whole, atol=1e-5)
    assert got.log_likelihood == pytest.approx(np.log(whole), abs=1e-4)


def test_more_places_than_steps_is_no_line() -> None:
    assert places(np.full((5, 38), 1 / 38, np.float32), np.ones((6, 37), np.bool_)) is None


def test_a_long_line_neither_overflows_nor_underflows() -> None:
    """Steps of chance, and steps that say one character over and over: not a line of 44."""
    random = np.random.default_rng(1)
    chance = random.dirichlet(np.full(38, 0.05), 400).astype(np.float32)
    same = np.full((400, 38), 1e-9, np.float32)
    same[:, 3] = 1
    for steps in (chance, same):
        got = places(steps, np.ones((44, 37), np.bool_))
        if got is not None:
            np.testing.assert_allclose(got.characters.sum(axis=1), 1)
            assert np.isfinite(got.log_likelihood)


def test_a_clear_line_of_many_steps_is_certain() -> None:
    steps = np.full((44 * 6, 38), 1e-4, np.float32)
    for i in range(44):
        steps[6 * i : 6 * i + 3, i % 37] = 1
        steps[6 * i + 3 : 6 * i + 6, 37] = 1
    got = places(steps / steps.sum(axis=1, keepdims=True), np.ones((44, 37), np.bool_))
    assert got is not None
    assert (got.characters.argmax(axis=1) == np.arange(44) % 37).all()
    assert got.characters.max(axis=1).min() > 0.99

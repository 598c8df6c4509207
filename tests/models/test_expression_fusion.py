"""The layer that weighs a network and a face's points, and how it is fitted."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models import EXPRESSIONS, ExpressionFusion
from models.expression_fusion import MIDDLE, PAIRS, features, geometry
from models.training.expression_fusion import fit


@pytest.fixture(scope="module")
def face() -> np.ndarray:
    """Any upright face: float32[68, 2], with eyes and nose where they belong."""
    points = np.random.default_rng(1).uniform(-40, 40, (68, 2))
    eyes = {36: (-45, 0), 39: (-20, 1), 42: (20, 1), 45: (45, 0), 33: (0, 46)}
    for index, place in eyes.items():
        points[index] = place
    return (points + np.array([300, 200])).astype(np.float32)


@given(
    tilt_deg=st.floats(-180, 180),
    scale=st.floats(0.2, 5),
    x=st.floats(-500, 500),
    y=st.floats(-500, 500),
)
def test_geometry_does_not_depend_on_place_size_or_tilt(
    face: np.ndarray, tilt_deg: float, scale: float, x: float, y: float
) -> None:
    turn = np.radians(tilt_deg)
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    moved = (face @ matrix.T + (x, y)).astype(np.float32)
    assert geometry(moved) == pytest.approx(geometry(face), abs=2e-3)


def test_geometry_is_the_same_for_a_mirrored_face(face: np.ndarray) -> None:
    mirrored = face * np.float32([-1, 1])
    places = np.arange(68)
    for right, left in PAIRS:
        places[[right, left]] = left, right
    assert geometry(mirrored[places]) == pytest.approx(geometry(face), abs=1e-4)


def test_every_point_of_brows_eyes_and_lips_counts_once() -> None:
    used = sorted([*MIDDLE, *(point for pair in PAIRS for point in pair)])
    assert used == [8, *range(17, 27), *range(36, 68)]


def test_no_face_at_all_gives_finite_numbers() -> None:
    nothing = features(np.zeros((68, 2), np.float32), np.zeros(7, np.float32))
    assert nothing.shape == (50,) and np.isfinite(nothing).all()


def test_fitting_finds_the_classes_and_is_the_same_each_time() -> None:
    random = np.random.default_rng(0)
    labels = random.integers(0, 4, 600)
    inputs = random.normal(size=(600, 50)) * 3 + 7
    inputs[:, :4] += 12 * np.eye(4)[labels]
    arrays = fit(inputs, labels, len(EXPRESSIONS))
    again = fit(inputs, labels, len(EXPRESSIONS))
    scores = inputs @ arrays["weight"] + arrays["bias"]
    assert (scores.argmax(axis=1) == labels).mean() > 0.9
    assert all(np.array_equal(arrays[name], again[name]) for name in arrays)


def test_fitting_ends_where_the_loss_is_flat() -> None:
    """The slope of the mean log-likelihood with its ridge is zero: nothing better is near."""
    random = np.random.default_rng(3)
    labels = random.integers(0, 3, 200)
    inputs = random.normal(size=(200, 5)) + 0.5 * np.eye(3, 5)[labels]
    arrays = fit(inputs, labels, 3)
    scores = inputs @ arrays["weight"].astype(float) + arrays["bias"]
    shares = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    slope = inputs.std(axis=0)[:, None] * arrays["weight"] * inputs.std(axis=0)[:, None] * 1e-3
    standard = (inputs - inputs.mean(axis=0)) / inputs.std(axis=0)
    slope = slope + standard.T @ (shares - np.eye(3)[labels]) / len(labels)
    assert np.abs(slope).max() < 1e-4


def test_the_probabilities_are_four_and_one_together(face: np.ndarray) -> None:
    arrays = {"weight": np.ones((50, 4), np.float32), "bias": np.float32([0, 1, 2, 3])}
    found = ExpressionFusion(arrays).predict(face, np.full(7, 1 / 7, np.float32))
    assert found.shape == (len(EXPRESSIONS),) and found.sum() == pytest.approx(1)
    assert list(np.argsort(found)) == [0, 1, 2, 3]

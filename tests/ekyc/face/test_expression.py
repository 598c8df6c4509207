"""Expressions as the observer reads them: of acted sequences, and against the face at rest."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.camera.pictures import read_picture
from ekyc.face.expression import ExpressionReader
from ekyc.face.observer import FaceObserver
from ekyc.face.rest import OF_REST, against_rest
from ekyc.values import FaceObservation, Frame
from models import EXPRESSIONS, Models

probabilities = st.floats(0, 1)


@given(probabilities, probabilities)
def test_against_rest_is_a_probability_and_never_more_than_it_was(p: float, rest: float) -> None:
    assert 0 <= against_rest(p, rest) <= max(p, 1e-4) + 1e-9


@given(st.floats(0, OF_REST), probabilities)
def test_a_sober_rest_changes_nothing(rest: float, p: float) -> None:
    assert against_rest(p, rest) == pytest.approx(min(max(p, 1e-4), 1 - 1e-4))


@given(st.floats(OF_REST, 0.999))
def test_rest_itself_counts_as_rest(rest: float) -> None:
    assert against_rest(rest, rest) == pytest.approx(OF_REST)


@given(probabilities, probabilities, probabilities)
def test_more_expression_never_counts_as_less(a: float, b: float, rest: float) -> None:
    low, high = sorted((a, b))
    assert against_rest(low, rest) <= against_rest(high, rest)


def seen_in(networks: Models, path: Path) -> FaceObservation:
    seen = FaceObserver(networks).observe(Frame(read_picture(path), 0.0, 0))
    assert seen is not None
    return seen


@pytest.mark.parametrize("emotion", ["happiness", "surprise"])
def test_acted_expressions_rise_from_neutral(
    emotion: str, networks: Models, ekyc_data: Path
) -> None:
    sequences = sorted((ekyc_data / "faces" / "expression" / "ckplus" / emotion).iterdir())
    assert len(sequences) >= 4
    for sequence in sequences:
        first, *_, last = sorted(sequence.iterdir())
        rest, peak = (seen_in(networks, path).expression for path in (first, last))
        assert set(rest) == set(EXPRESSIONS) and sum(rest.values()) == pytest.approx(1)
        assert against_rest(rest[emotion], rest[emotion]) < 0.1, sequence.name
        assert against_rest(peak[emotion], rest[emotion]) > 0.8, sequence.name


def test_the_network_alone_knows_the_same_words(networks: Models, ekyc_data: Path) -> None:
    sequence = ekyc_data / "faces" / "expression" / "ckplus" / "happiness" / "S052_004"
    rgb = read_picture(sorted(sequence.iterdir())[-1])
    landmarks = seen_in(networks, sorted(sequence.iterdir())[-1]).landmarks
    alone = ExpressionReader(networks.expression, None).measure(rgb, landmarks)
    assert set(alone) == set(EXPRESSIONS) and sum(alone.values()) == pytest.approx(1, abs=1e-5)
    assert alone["happiness"] > 0.9


def test_a_face_of_few_pixels_is_still_read(networks: Models, ekyc_data: Path) -> None:
    """33 px between the eyes, as far from a cheap webcam as the kiosk allows."""
    import cv2

    sequence = ekyc_data / "faces" / "expression" / "ckplus" / "happiness" / "S074_005"
    first, *_, last = sorted(sequence.iterdir())
    found = []
    for path in (first, last):
        whole = read_picture(path)
        scale = 33 / seen_in(networks, path).face.inter_eye_px
        small = cv2.resize(whole, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        seen = FaceObserver(networks).observe(Frame(np.asarray(small, np.uint8), 0.0, 0))
        assert seen is not None and seen.face.inter_eye_px < 36
        found.append(seen.expression["happiness"])
    assert found[0] < 0.1 and found[1] > 0.8

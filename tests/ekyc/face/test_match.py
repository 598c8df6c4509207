from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ekyc.errors import KioskFault
from ekyc.face.match import CALIBRATION, Calibration, Matcher, distance_of, mean_embedding
from ekyc.policy import Policy
from ekyc.toml import load_toml
from ekyc.values import Floats, Status
from models import Models

Embed = Callable[..., Floats]
COSINE = Matcher(Calibration({"1e-4": 0.6}, "0" * 64, "a test"), Policy("demo", ("face_match",)))
EUCLIDEAN = Matcher(COSINE.calibration, replace(COSINE.policy, match_measure="euclidean"))


@pytest.mark.parametrize("cosine", [0.0, 0.59, 0.61, 1.0])
def test_both_measures_decide_alike(cosine: float, embedding: Embed) -> None:
    a, b = embedding(1.0), embedding(cosine, np.sqrt(1 - cosine**2))
    one, other = COSINE.compare(a, b), EUCLIDEAN.compare(a, b)
    assert one.status is other.status
    assert one.score == pytest.approx(cosine, abs=1e-4)
    assert other.score == pytest.approx(np.linalg.norm(a - b), abs=1e-4)
    assert other.threshold == pytest.approx(distance_of(0.6), abs=1e-4)


def test_one_odd_frame_does_not_decide(embedding: Embed) -> None:
    good, odd = embedding(1.0, 0.1), embedding(0.0, 1.0)
    assert COSINE.face_match(embedding(1.0), [good, odd, good]).status is Status.PASS
    assert COSINE.face_match(embedding(1.0), [odd, good, odd]).status is Status.FAIL


def test_too_little_is_not_assessed_and_not_a_low_score(embedding: Embed) -> None:
    for check in (
        COSINE.face_match(None, [embedding(1.0)] * 5),
        COSINE.face_match(embedding(1.0), [embedding(1.0)] * 2),
        COSINE.same_person(embedding(1.0), []),
    ):
        assert check.status is Status.NOT_ASSESSED
        assert check.score is None


def test_one_frame_of_somebody_else_is_not_the_same_person(embedding: Embed) -> None:
    frames = [embedding(1.0, 0.1)] * 20 + [embedding(0.1, 1.0)]
    assert COSINE.same_person(embedding(1.0), frames).status is Status.FAIL


def test_the_mean_has_length_one(embedding: Embed) -> None:
    mean = mean_embedding([embedding(1.0), embedding(0.0, 1.0)])
    assert np.linalg.norm(mean) == pytest.approx(1)
    assert mean.dtype == np.float32


def test_the_shipped_calibration_belongs_to_the_shipped_encoder(networks: Models) -> None:
    calibration = Calibration.load(networks.encoder.identity.sha256)
    thresholds = [calibration.threshold(fmr) for fmr in ("1e-3", "1e-4", "1e-5")]
    assert thresholds == sorted(thresholds)
    assert load_toml(CALIBRATION)["n_impostor"] >= 1e6, "enough impostors for FMR 1e-5"


def test_another_encoders_calibration_is_refused() -> None:
    with pytest.raises(KioskFault) as caught:
        Calibration.load("f" * 64)
    assert caught.value.message.id == "fault.calibration_of_other_encoder"


@pytest.mark.parametrize("text", ["", "not toml", "[cosine_threshold_at_fmr]\n'1e-4' = 'x'"])
def test_a_broken_calibration_is_a_fault(text: str, tmp_path: Path) -> None:
    path = tmp_path / "face_match.toml"
    path.write_text(text)
    with pytest.raises(KioskFault):
        Calibration.load("0" * 64, path)
    with pytest.raises(KioskFault):
        Calibration.load("0" * 64, tmp_path / "missing.toml")


def test_a_rate_that_was_not_measured_is_a_fault() -> None:
    with pytest.raises(KioskFault):
        COSINE.calibration.threshold("1e-9")

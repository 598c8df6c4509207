from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.errors import KioskFault
from ekyc.face.embedding import SHARES, Encoder, weights_of
from ekyc.face.match import (
    Calibration,
    Matcher,
    calibration_file,
    distance_of,
    mean_embedding,
    on_scale,
)
from ekyc.policy import Policy
from ekyc.toml import load_toml
from ekyc.values import Floats, Status
from models import Models

Embed = Callable[..., Floats]
CALIBRATED = Calibration(pictures={"1e-4": 0.6}, cards={"1e-4": 0.5}, measured_on="a test")
COSINE = Matcher(CALIBRATED, Policy("demo", ("face_match",)))
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
        COSINE.same_person([embedding(1.0)], []),
    ):
        assert check.status is Status.NOT_ASSESSED
        assert check.score is None


def test_one_frame_of_somebody_else_is_not_the_same_person(embedding: Embed) -> None:
    frames = [embedding(1.0, 0.1)] * 20 + [embedding(0.1, 1.0)]
    assert COSINE.same_person([embedding(1.0)] * 5, frames).status is Status.FAIL


def test_the_mean_has_length_one(embedding: Embed) -> None:
    mean = mean_embedding([embedding(1.0), embedding(0.0, 1.0)])
    assert np.linalg.norm(mean) == pytest.approx(1)
    assert mean.dtype == np.float32


def test_a_portrait_and_a_picture_have_thresholds_of_their_own(embedding: Embed) -> None:
    one, other = embedding(1.0), embedding(0.55, np.sqrt(1 - 0.55**2))
    assert COSINE.face_match(one, [other] * 3).status is Status.PASS
    assert COSINE.compare(one, other).status is Status.FAIL


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0.05, 0.95))
def test_the_scale_rises_with_the_similarity(one: float, other: float, threshold: float) -> None:
    low, high = (on_scale(cosine, threshold) for cosine in sorted((one, other)))
    assert 0 <= low <= high <= 100
    assert on_scale(threshold, threshold) == pytest.approx(95)
    assert (high >= 95) == (max(one, other) >= threshold) or high == pytest.approx(95)
    assert (on_scale(1, threshold), on_scale(-0.2, threshold)) == (100, 0)


def test_the_shipped_calibration_belongs_to_the_shipped_encoders(networks: Models) -> None:
    calibration = Calibration.load(weights_of(networks))
    for thresholds in (calibration.pictures, calibration.cards):
        assert list(thresholds) == ["1e-3", "1e-4", "1e-5"]
        assert list(thresholds.values()) == sorted(thresholds.values())
    table = load_toml(calibration_file(SHARES))
    for condition in ("picture", "card"):
        assert table[condition]["n_impostor"] >= 1e6, "enough impostors for FMR 1e-5"
        for at in table[condition]["at_fmr"].values():
            low, high = at["threshold_interval_95"]
            assert low <= at["threshold"] <= high


@pytest.mark.parametrize("encoder", ["inception_resnet_v1", "sface"])
def test_the_calibration_of_another_encoder_is_refused(encoder: Encoder, networks: Models) -> None:
    both = weights_of(networks)
    file = calibration_file(both)
    for weights in ({**both, encoder: "f" * 64}, {encoder: both[encoder]}):
        with pytest.raises(KioskFault) as caught:
            Calibration.load(weights, file)
        assert caught.value.message.id == "fault.calibration_of_other_encoder"


def test_sface_alone_has_its_own_calibration(networks: Models) -> None:
    both = weights_of(networks)
    alone = Calibration.load({"sface": both["sface"]})
    assert alone.pictures != Calibration.load(both).pictures
    with pytest.raises(KioskFault) as caught:
        Calibration.load({"inception_resnet_v1": both["inception_resnet_v1"]})
    assert caught.value.message.id == "fault.calibration_unreadable"


def test_the_calibration_of_other_shares_is_refused(networks: Models, tmp_path: Path) -> None:
    text = calibration_file(SHARES).read_text()
    share = f"share = {SHARES['sface']}"
    assert share in text
    path = tmp_path / "face_match.toml"
    path.write_text(text.replace(share, "share = 0.55"))
    with pytest.raises(KioskFault) as caught:
        Calibration.load(weights_of(networks), path)
    assert caught.value.message.id == "fault.calibration_of_other_encoder"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not toml",
        "measured_on = 'x'\n[encoder]\n[picture]\n[card]",
        "measured_on = 'x'\n[encoder]\n[picture.at_fmr]\n'1e-4' = 0.4\n[card.at_fmr]",
        "measured_on = 'x'\n[encoder]\n[picture.at_fmr]\n[card.at_fmr]",
    ],
)
def test_a_broken_calibration_is_a_fault(text: str, tmp_path: Path) -> None:
    path = tmp_path / "face_match.toml"
    path.write_text(text)
    with pytest.raises(KioskFault):
        Calibration.load({}, path)
    with pytest.raises(KioskFault):
        Calibration.load({}, tmp_path / "missing.toml")


def test_a_rate_that_was_not_measured_is_a_fault() -> None:
    with pytest.raises(KioskFault):
        COSINE.calibration.require("1e-9")


@pytest.mark.parametrize(("cosine", "status"), [(0.89, Status.PASS), (0.91, Status.FAIL)])
def test_a_live_face_too_like_the_portrait_is_its_copy(
    cosine: float, status: Status, embedding: Embed
) -> None:
    live = embedding(cosine, np.sqrt(1 - cosine**2))
    assert COSINE.not_reused(embedding(1.0), [live] * 3).status is status

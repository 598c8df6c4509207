"""From scores of sources never seen to probabilities and limits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ekyc.errors import SubjectError
from ekyc.evaluate.attack_calibration import calibration_text, platt
from ekyc.evaluate.detection import Labelled, Seen
from ekyc.passive.calibration import AttackCalibration
from ekyc.policy_rules import APCERS, BPCERS

N = 400
SHA = "ab" * 32


def drawn(n: int) -> list[Seen]:
    """Logits of people around -2 and of attacks around +1, and a picture without a face."""
    random = np.random.default_rng(4)
    found = []
    for number in range(n):
        for bona_fide, middle in ((True, -2.0), (False, 1.0)):
            logit = random.normal(middle, 1.5)
            row = Labelled(f"{bona_fide}{number}", bona_fide, "print", f"p{number // 4}", "one")
            found.append(Seen(row, float(1 / (1 + np.exp(-logit)))))
    return [*found, Seen(Labelled("no face", True, "", "p0", "one"), None)]


@pytest.fixture
def written(tmp_path: Path) -> AttackCalibration:
    text = calibration_text(drawn(N), SHA, "pad", 'made "here"')
    (tmp_path / "presentation_attack.toml").write_text(text)
    return AttackCalibration.load("presentation_attack", SHA, tmp_path)


def probabilities(calibration: AttackCalibration, bona_fide: bool) -> np.ndarray:
    seen = [s for s in drawn(N) if s.attack is not None and s.labelled.is_bona_fide is bona_fide]
    logits = [np.log(s.attack / (1 - s.attack)) for s in seen if s.attack is not None]
    return np.array([calibration.probability(float(logit)) for logit in logits])


@pytest.mark.parametrize("rate", APCERS)
def test_that_share_of_attacks_passes(written: AttackCalibration, rate: str) -> None:
    passed = probabilities(written, bona_fide=False) < written.at_apcer[rate]
    assert float(rate) - 2 / N <= passed.mean() <= float(rate)


@pytest.mark.parametrize("rate", BPCERS)
def test_that_share_of_people_is_refused(written: AttackCalibration, rate: str) -> None:
    refused = probabilities(written, bona_fide=True) >= written.at_bpcer[rate]
    assert float(rate) - 2 / N <= refused.mean() <= float(rate)


def test_probabilities_are_as_likely_as_they_say(written: AttackCalibration) -> None:
    """Where it says 0.7 to 0.9, so many of them are attacks (here both classes are as many)."""
    own, attacks = (probabilities(written, one) for one in (True, False))
    inside = [((p > 0.7) & (p < 0.9)).sum() for p in (own, attacks)]
    assert 0.7 < inside[1] / sum(inside) < 0.9
    assert written.measured_on == 'made "here"'


def test_slope_and_offset_are_those_that_the_scores_were_made_with() -> None:
    random = np.random.default_rng(0)
    logits = random.normal(0, 2, 20_000)
    attacks = random.random(20_000) < 1 / (1 + np.exp(-(0.5 * logits + 0.0)))
    slope, offset = platt(logits, attacks)
    assert (slope, offset) == pytest.approx((0.5, 0.0), abs=0.05)


def test_too_few_are_told() -> None:
    with pytest.raises(SubjectError) as told:
        calibration_text(drawn(50), SHA, "pad", "few")
    assert told.value.message.id == "input.too_few_to_calibrate"

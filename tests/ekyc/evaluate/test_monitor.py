"""Drift is told when it is there, and chance is not taken for it."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.cli import BAD_INPUT, OK, REVIEW, main
from ekyc.evaluate.monitor import (
    ANOTHER_POPULATION,
    Window,
    compared,
    kolmogorov_smirnov,
    proportions,
    read_records,
    stability_index,
)

Capture = pytest.CaptureFixture[str]
RANDOM = np.random.default_rng(5)
FLOATS = st.lists(st.floats(0, 1), min_size=1, max_size=60)


def record(number: int, score: float, outcome: str = "APPROVED", **other: Any) -> dict[str, Any]:
    at = datetime(2026, 3, 1, tzinfo=timezone.utc) + timedelta(minutes=number)
    status = "PASS" if outcome == "APPROVED" else "FAIL"
    check = {"name": "presentation_attack", "status": status, "score": score, "threshold": 0.5}
    return {
        "reference": f"N{number:04}",
        "outcome": outcome,
        "consent": {"agreed": True, "at": at.isoformat()},
        "checks": [{**check, "reason": "reason.no_attack_seen"}],
        "policy": {"name": "kiosk", "sha256": "1"},
        "versions": {"ekyc_kiosk": "0"},
        **other,
    }


def folder(root: Path, records: list[dict[str, Any]]) -> Path:
    root.mkdir(exist_ok=True)
    for number, one in enumerate(records):
        (root / f"{number}.json").write_text(json.dumps(one))
    return root


def scores(count: int, middle: float) -> list[float]:
    return [float(v) for v in np.clip(RANDOM.normal(middle, 0.1, count), 0, 1)]


@given(FLOATS, FLOATS)
def test_measures_of_drift_are_measures(a: list[float], b: list[float]) -> None:
    then, now = np.array(a), np.array(b)
    distance, p = kolmogorov_smirnov(then, now)
    assert 0 <= distance <= 1
    assert 0 <= p <= 1
    assert stability_index(then, now) >= 0
    assert stability_index(then, then) == 0
    assert kolmogorov_smirnov(then, then)[0] == 0


def test_the_levels_are_what_they_say() -> None:
    """Windows of the same population differ at level 0.05 in about one case of twenty."""
    found = [
        kolmogorov_smirnov(RANDOM.random(60), RANDOM.random(90))[1] < 0.05 for _ in range(1000)
    ]
    assert 0.02 < np.mean(found) < 0.07
    assert kolmogorov_smirnov(np.arange(20.0), np.arange(20.0) + 7)[0] == pytest.approx(0.35)
    assert proportions((10, 100), (10, 100)) == pytest.approx(1)
    assert proportions((10, 100), (20, 100)) == pytest.approx(0.0477, abs=1e-3)
    assert proportions((10, 100), (20, 29)) is None


def test_scores_that_moved_are_told_and_others_are_not(tmp_path: Path) -> None:
    same = [record(k, score) for k, score in enumerate(scores(400, 0.3))]
    past = read_records(folder(tmp_path / "same", same))
    quiet = compared(Window(past[:300], {}), Window(past[300:], {}))
    assert quiet["alerts"] == []
    assert quiet["scores"]["presentation_attack"]["psi"] < ANOTHER_POPULATION
    assert quiet["same_policy_and_versions"]
    moved = same[:300] + [record(300 + k, score) for k, score in enumerate(scores(100, 0.45))]
    past = read_records(folder(tmp_path / "moved", moved))
    told = compared(Window(past[:300], {}), Window(past[300:], {}))
    assert [message.id for message in told["alerts"]] == ["monitor.scores_moved"]


def test_false_accepts_are_those_that_reviewers_found(tmp_path: Path, capsys: Capture) -> None:
    records = [record(k, 0.3) for k in range(100)]
    records += [record(100 + k, 0.3, "REJECTED") for k in range(100)]
    reviews = tmp_path / "reviews.csv"
    truths = ["genuine"] * 90 + ["attack"] * 40 + ["genuine"] * 70
    rows = [f"{one['reference']},{truth}" for one, truth in zip(records, truths, strict=True)]
    reviews.write_text("\n".join(["reference,truth", *rows]))
    words = ["monitor", "--records", str(folder(tmp_path / "records", records)), "--last", "100"]
    assert main([*words, "--reviews", str(reviews), "--json"], {}, "doctor") == REVIEW
    told = json.loads(capsys.readouterr().out)
    accepts, rejects = told["shares"]["false accepts"], told["shares"]["false rejects"]
    assert (accepts["then"]["k"], accepts["then"]["n"], accepts["now"]["k"]) == (10, 10, 0)
    assert (rejects["then"]["k"], rejects["now"]["k"], rejects["now"]["n"]) == (0, 70, 70)
    assert told["n_reviewed"] == 200
    assert any("false rejects" in alert for alert in told["alerts"])


def test_it_is_told_in_lines_and_quiet_sessions_end_well(tmp_path: Path, capsys: Capture) -> None:
    records = [record(k, 0.3 + k % 7 / 100) for k in range(80)]
    records += [record(90, 0.9, "CANCELLED"), {**record(91, 0.9), "consent": None}]
    words = ["monitor", "--records", str(folder(tmp_path / "records", records)), "--last", "40"]
    assert main(words, {}, "doctor") == OK
    said = capsys.readouterr().out
    assert "presentation_attack" in said
    assert "Nothing has changed" in said
    assert "40" in said, "who cancelled or did not agree is no part of it"


@pytest.mark.parametrize(
    ("records", "more", "said"),
    [
        ([], (), "no session"),
        ([{"outcome": "APPROVED"}], (), "not the record"),
        ([record(1, 0.5), record(2, 0.5)], ("--last", "2"), "There are 2 sessions"),
        ([record(1, 0.5), record(2, 0.5)], ("--reviews", "{root}/no.csv"), "cannot be read"),
        ([record(1, 0.5), record(2, 0.5)], ("--reviews", "{root}/odd.csv"), "maybe"),
    ],
)
def test_what_cannot_be_used_is_said_in_a_sentence(
    records: list[dict[str, Any]], more: tuple[str, ...], said: str, tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "odd.csv").write_text("reference,truth\nN1,maybe\n")
    words = ["monitor", "--records", str(folder(tmp_path / "records", records)), "--last", "1"]
    words += [word.format(root=tmp_path) for word in more]
    assert main(words, {}, "doctor") == BAD_INPUT
    assert said in capsys.readouterr().err

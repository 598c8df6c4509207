from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

import main
from ekyc.errors import SubjectError
from ekyc.evaluate.match import Pair
from ekyc.evaluate.quality import Trial, evaluate, summary
from ekyc.evaluate.spoiling import SPOILINGS
from models import Models

TRIALS = [
    Trial("none", True, matched=True),
    Trial("none", True, matched=False),
    Trial("dark", False),
    Trial("dark", True, False, ("under_exposure_prevention", "dynamic_range")),
    Trial("dark", True, True, ("dynamic_range",)),
]


def test_what_passes_and_what_is_refused_is_counted_apart() -> None:
    counts = summary(TRIALS)
    assert (counts["n"], counts["n_no_face"], counts["n_refused"]) == (5, 1, 2)
    assert counts["passed"]["fnmr"] == 0.5
    assert counts["refused"]["missed"] == 1
    assert counts["refused_by"] == {"under_exposure_prevention": 1, "dynamic_range": 2}
    assert counts["spoilings"]["none"]["n_refused"] == 0
    assert counts["spoilings"]["none"]["refused"]["fnmr"] is None
    assert set(counts["spoilings"]) == set(SPOILINGS)


def test_pairs_of_one_person_are_needed(networks: Models, tmp_path: Path) -> None:
    pairs = [Pair("a", "b", False)]
    with pytest.raises(SubjectError):
        evaluate(networks, lambda a, b: True, pairs, tmp_path, lambda done, total: None)


def test_real_pictures_are_spoiled_gated_and_matched(
    ekyc_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = (ekyc_data / "faces" / "lfw_pairs_view2_folds1-5.csv").read_text().splitlines()
    pairs = tmp_path / "pairs.csv"
    pairs.write_text("\n".join([rows[0], *[row for row in rows if row.split(",")[2] == "1"][:3]]))
    root = str(ekyc_data / "faces")
    words = ["evaluate", "quality", "--pairs", str(pairs), "--root", root]
    assert main.main([*words, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["n"] == 3 * len(SPOILINGS)
    assert told["n"] == told["n_no_face"] + told["n_refused"] + told["passed"]["n"]
    assert told["spoilings"]["none"]["n"] == 3
    assert told["n_refused"] > 0
    assert np.isfinite(told["passed"]["fnmr"])
    assert main.main(words) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2 + len(SPOILINGS)

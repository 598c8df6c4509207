from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ekyc.errors import SubjectError
from ekyc.evaluate.match import (
    Embedded,
    MatchResult,
    Pair,
    embeddings,
    evaluate_all_pairs,
    evaluate_pairs,
)
from ekyc.evaluate.rates import ACCEPTED, REFUSED
from ekyc.values import Floats
from models import Models


def face(angle_deg: float) -> Floats:
    radians = np.radians(angle_deg)
    return np.array([np.cos(radians), np.sin(radians)], np.float32)


# a and b are two people; each has a picture without a face, or that is none
KNOWN = Embedded(
    {"a/1": face(0), "a/2": face(10), "a/3": None, "b/1": face(90), "b/2": None}, unreadable=1
)


def test_every_pair_of_a_picture_without_a_face_is_an_error() -> None:
    result = evaluate_all_pairs(KNOWN)
    assert sorted(result.genuine) == pytest.approx([REFUSED] * 3 + [np.cos(np.radians(10))])
    assert sorted(result.impostor) == pytest.approx(
        [0, np.sin(np.radians(10))] + [ACCEPTED] * 4, abs=1e-6
    )
    assert (result.no_face, result.unreadable) == (1, 1)


def test_listed_pairs_are_counted_the_same_way() -> None:
    names = sorted(KNOWN.by_path)
    pairs = [Pair(a, b, a[0] == b[0]) for i, a in enumerate(names) for b in names[i + 1 :]]
    listed, every = evaluate_pairs(pairs, KNOWN), evaluate_all_pairs(KNOWN)
    assert sorted(listed.genuine) == pytest.approx(sorted(every.genuine))
    assert sorted(listed.impostor) == pytest.approx(sorted(every.impostor), abs=1e-6)
    assert listed.summary()["n_no_face"] == listed.summary()["n_unreadable"] == 1


def test_one_impostor_without_a_face_does_not_move_the_threshold_out_of_reach() -> None:
    impostor = np.append(np.linspace(-0.2, 0.4, 9_999), ACCEPTED)
    told = MatchResult(np.array([0.9, 0.8, REFUSED, 0.7]), impostor, 2).summary()
    assert told["fnmr_at"] == {"1e-3": 0.25, "1e-4": 0.25, "1e-5": None}
    thresholds = told["threshold_at"]
    assert isinstance(thresholds, dict)
    assert thresholds["1e-3"] < thresholds["1e-4"] < 0.41
    assert thresholds["1e-5"] is None
    json.dumps(told, allow_nan=False)


def test_a_picture_that_cannot_be_read_does_not_end_the_evaluation(
    networks: Models, ekyc_data: Path, tmp_path: Path
) -> None:
    portrait = (ekyc_data / "journeys" / "webcam_man" / "portrait.jpg").read_bytes()
    (tmp_path / "face.jpg").write_bytes(portrait)
    (tmp_path / "damaged.jpg").write_bytes(portrait[:500])
    Image.new("RGB", (80, 80), "grey").save(tmp_path / "grey.png")
    names = ["face.jpg", "damaged.jpg", "grey.png", "missing.jpg"]
    known = embeddings(networks, tmp_path, names, lambda done, total: None)
    assert {name for name, one in known.by_path.items() if one is not None} == {"face.jpg"}
    assert (known.no_face, known.unreadable) == (1, 2)
    with pytest.raises(SubjectError, match=r"input\.no_picture_readable"):
        embeddings(networks, tmp_path, ["missing.jpg"], lambda done, total: None)

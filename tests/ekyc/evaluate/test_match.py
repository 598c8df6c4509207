from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from ekyc.errors import SubjectError
from ekyc.evaluate import match
from ekyc.evaluate.intervals import Compared
from ekyc.evaluate.match import (
    Embedded,
    MatchResult,
    Pair,
    documents,
    embeddings,
    evaluate_all_pairs,
    evaluate_pairs,
    hard_impostors,
    only_of,
)
from ekyc.evaluate.rates import ACCEPTED, REFUSED
from ekyc.face.embedding import LENGTHS, joined
from ekyc.values import Floats
from models import Models


def face(angle_deg: float) -> Floats:
    radians = np.radians(angle_deg)
    return np.array([np.cos(radians), np.sin(radians)], np.float32)


def compared(scores: np.ndarray) -> Compared:
    """Each pair of people of its own."""
    numbers = np.arange(len(scores), dtype=np.int32) % 50
    return Compared(scores, numbers, numbers)


# a and b are two people; each has a picture without a face, or that is none
KNOWN = Embedded(
    {"a/1": face(0), "a/2": face(10), "a/3": None, "b/1": face(90), "b/2": None}, unreadable=1
)


def test_every_pair_of_a_picture_without_a_face_is_an_error() -> None:
    result = evaluate_all_pairs(KNOWN)
    assert sorted(result.genuine.scores) == pytest.approx([REFUSED] * 3 + [np.cos(np.radians(10))])
    assert sorted(result.impostor.scores) == pytest.approx(
        [0, np.sin(np.radians(10))] + [ACCEPTED] * 4, abs=1e-6
    )
    assert (result.no_face, result.unreadable) == (1, 1)


def test_listed_pairs_are_counted_the_same_way() -> None:
    names = sorted(KNOWN.by_path)
    pairs = [Pair(a, b, a[0] == b[0]) for i, a in enumerate(names) for b in names[i + 1 :]]
    listed, every = evaluate_pairs(pairs, KNOWN), evaluate_all_pairs(KNOWN)
    for one, other in ((listed.genuine, every.genuine), (listed.impostor, every.impostor)):
        assert sorted(one.scores) == pytest.approx(sorted(other.scores), abs=1e-6)
        assert sorted(zip(one.a, one.b, strict=True)) == sorted(zip(other.a, other.b, strict=True))
    assert listed.summary()["n_no_face"] == listed.summary()["n_unreadable"] == 1


def test_one_impostor_without_a_face_does_not_move_the_threshold_out_of_reach() -> None:
    impostor = np.append(np.linspace(-0.2, 0.4, 9_999), ACCEPTED)
    genuine = compared(np.array([0.9, 0.8, REFUSED, 0.7]))
    told = MatchResult(genuine, compared(impostor), 2).summary()
    assert told["fnmr_at"] == {"1e-3": 0.25, "1e-4": 0.25, "1e-5": None}
    thresholds = told["threshold_at"]
    assert isinstance(thresholds, dict)
    assert thresholds["1e-3"] < thresholds["1e-4"] < 0.41
    assert thresholds["1e-5"] is None
    json.dumps(told, allow_nan=False)


def test_with_cards_the_first_picture_of_each_pair_is_the_printed_one() -> None:
    plain = Embedded({"a/1": face(0), "a/2": face(10), "b/1": face(90), "c/1": face(0)})
    assert documents(plain.by_path) == ["a/1"]
    cards = Embedded({"a/1": face(40), "c/1": None})
    every = evaluate_all_pairs(plain, cards)
    pairs = [("a/1", "a/2", True), ("a/1", "b/1", False), ("a/1", "c/1", False)]
    pairs += [("c/1", other, False) for other in ("a/1", "a/2", "b/1")]
    listed = evaluate_pairs([Pair(*pair) for pair in pairs], plain, cards)
    for result in (every, listed):
        assert result.genuine.scores == pytest.approx([np.cos(np.radians(30))])
        wanted = [*np.cos(np.radians([50, 40])), *[ACCEPTED] * 3]
        assert result.impostor.scores == pytest.approx(wanted)
        assert result.no_face == 1


def test_in_one_folder_every_picture_counts_as_a_person() -> None:
    known = Embedded({name: face(10 * i) for i, name in enumerate("abcd")})
    pairs = [Pair("a", "b", True), Pair("a", "c", False), Pair("b", "d", False)]
    result = evaluate_pairs(pairs, known)
    assert (result.impostor.a.tolist(), result.impostor.b.tolist()) == ([0, 1], [2, 3])


def test_hard_impostors_are_those_that_the_other_encoder_takes_for_alike(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(match, "HARD", 1)
    tested = Embedded({"a/1": face(0), "a/2": face(5), "b/1": face(40), "c/1": face(60)})
    guide = Embedded({"a/1": face(0), "a/2": face(90), "b/1": face(170), "c/1": face(85)})
    # nearest by the guide: a and c (5 degrees), and b to a (80 degrees)
    found = np.degrees(np.arccos(hard_impostors(tested, guide)))
    assert sorted(found) == pytest.approx([35, 40, 55, 60], abs=0.1)


def test_one_encoder_alone_is_its_part_of_the_vector() -> None:
    own = {name: np.eye(n, dtype=np.float32)[3] for name, n in LENGTHS.items()}
    known = Embedded({"a": joined(own), "b": None}, unreadable=1)  # type: ignore[arg-type]
    alone = only_of(known, "sface")
    np.testing.assert_allclose(alone.by_path["a"], own["sface"], atol=1e-6)
    assert (alone.by_path["b"], alone.unreadable) == (None, 1)


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
    cards = embeddings(networks, tmp_path, names, lambda done, total: None, on_card=True)
    live, printed = known.by_path["face.jpg"], cards.by_path["face.jpg"]
    assert live is not None
    assert printed is not None
    assert 0.5 < float(live @ printed) < 0.99

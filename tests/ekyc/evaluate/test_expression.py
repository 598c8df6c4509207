"""Missed and mistaken expressions: pictures as they are, sequences against their rest."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from ekyc.errors import SubjectError
from ekyc.evaluate.expression import Labelled, Read, read_all, read_manifest, summary
from ekyc.values import Rgb


def shown(happiness: float, surprise: float = 0.0) -> dict[str, float]:
    return {"happiness": happiness, "surprise": surprise}


def sequence(emotion: str, name: str, *happiness: float) -> list[Read]:
    return [
        Read(Labelled(f"{name}/{n}.jpg", emotion, name, name, n), shown(p))
        for n, p in enumerate(happiness, 1)
    ]


def test_pictures_are_judged_as_they_are() -> None:
    found = [
        Read(Labelled("a", "happiness", "A"), shown(0.9)),
        Read(Labelled("b", "happiness", "B"), shown(0.2)),
        Read(Labelled("c", "neutral", "C"), shown(0.1)),
        Read(Labelled("d", "anger", "D"), shown(0.95)),
        Read(Labelled("e", "surprise", "E"), shown(0.0, 0.99)),
    ]
    counts = summary(found)
    smile, surprise = counts["happiness"]["pictures"], counts["surprise"]["pictures"]
    assert (smile["n"], smile["missed"], smile["n_others"], smile["accepted"]) == (2, 1, 3, 1)
    assert smile["auc"] == pytest.approx(4 / 6)
    assert (surprise["n"], surprise["missed"], surprise["accepted"]) == (1, 0, 0)
    assert counts["happiness"]["sequences"]["n"] == 0
    assert counts["happiness"]["sequences"]["auc"] is None


def test_a_face_that_is_not_found_is_an_error_of_its_class() -> None:
    found = [
        Read(Labelled("a", "happiness", "A"), None),
        Read(Labelled("b", "neutral", "B"), None),
        Read(Labelled("c", "neutral", "C"), None, damaged=True),
    ]
    counts = summary(found)
    assert (counts["n_no_face"], counts["n_unreadable"]) == (2, 1)
    smile = counts["happiness"]["pictures"]
    assert (smile["missed"], smile["accepted"]) == (1, 2)


def test_sequences_are_judged_against_their_rest() -> None:
    found = [
        *sequence("happiness", "rises", 0.02, 0.4, 0.95),
        *sequence("happiness", "stays", 0.9, 0.9, 0.9),  # who smiles at rest has not smiled
        *sequence("anger", "mistaken", 0.01, 0.9, 0.1),  # a single picture on the way
        *sequence("fear", "quiet", 0.5, 0.55, 0.5),
    ]
    smile = summary(found[::-1])["happiness"]["sequences"]
    assert (smile["n"], smile["missed"], smile["n_others"], smile["accepted"]) == (2, 1, 2, 1)


def test_labels_of_both_kinds_are_read(tmp_path: Path) -> None:
    table = tmp_path / "m.csv"
    table.write_text("file,identity_or_label\nck/1.jpg,fear|subject=S1|seq=S1_2|frame=4/9\n")
    assert read_manifest(table) == [Labelled("ck/1.jpg", "fear", "S1", "S1_2", 4)]
    table.write_text("emotion,file\nhappy,someone/1.jpg\n")
    assert read_manifest(table) == [Labelled("someone/1.jpg", "happiness", "someone")]
    for label in ("", "fear|frame=x/9"):
        table.write_text(f"file,emotion\na.jpg,{label}\n")
        with pytest.raises(SubjectError) as caught:
            read_manifest(table)
        assert caught.value.message.params["row"] == 2


def test_damaged_pictures_are_counted_and_all_damaged_ones_refused(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "good.png"), np.full((20, 20, 3), 90, np.uint8))
    (tmp_path / "bad.png").write_bytes(b"no picture")
    rows = [Labelled(name, "neutral", "") for name in ("good.png", "bad.png", "none.png")]

    def express(rgb: Rgb) -> dict[str, float] | None:
        return shown(float(rgb[0, 0, 0]) / 255)

    found = read_all(express, rows, tmp_path, lambda done, total: None)
    assert [one.damaged for one in found] == [False, True, True]
    with pytest.raises(SubjectError):
        read_all(express, rows[1:], tmp_path, lambda done, total: None)

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from ekyc.errors import SubjectError
from ekyc.evaluate.detection import Labelled
from ekyc.evaluate.signals import Scored, of_pictures, summary
from models import Models

NO_MODELS = cast(Models, None)
"""Nothing is looked at."""


def scored(source: str, live: bool, score: float | None, species: str = "phone") -> Scored:
    return Scored(Labelled("a.jpg", live, "" if live else species, source=source), {"one": score})


def test_each_source_is_judged_alone() -> None:
    here = [scored("here", True, 1.0), scored("here", False, 2.0), scored("here", False, None)]
    there = [scored("there", True, 9.0), scored("there", False, 8.0, "print")]
    table = summary([*here, *there])["one"]
    assert table["here"]["auc"] == 1.0 and table["there"]["auc"] == 0.0
    assert table["here"]["n_attack"] == 1 and table["here"]["not_assessed"] == [0, 1]
    assert set(table["there"]["species"]) == {"print"}


def test_a_source_without_an_attack_has_no_auc() -> None:
    assert summary([scored("here", True, 1.0)])["one"]["here"]["auc"] is None


def test_pictures_of_one_clip_come_in_the_order_of_their_numbers() -> None:
    rows = [Labelled(f"{clip}_{n}.jpg", True) for clip in "ab" for n in (100, 20)]
    clips = of_pictures(NO_MODELS, rows, Path(), r"(.)_(\d+)\.jpg")
    assert [one.labelled.file for one in clips] == ["a_20.jpg", "b_20.jpg"]


@pytest.mark.parametrize("pattern", ["(", r"(.*)\.jpg", "(.)(.)_", "(x)(1)"])
def test_a_pattern_that_cannot_be_used_is_said(pattern: str) -> None:
    with pytest.raises(SubjectError):
        of_pictures(NO_MODELS, [Labelled("a_1.jpg", True)], Path(), pattern)

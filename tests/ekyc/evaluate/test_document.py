from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from ekyc.document.reader import DocumentReader
from ekyc.document.reading import DocumentReading
from ekyc.errors import SubjectError
from ekyc.evaluate.document import Labelled, Read, evaluate, read_manifest, summary
from ekyc.values import Rgb

TD2 = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
BAD = (TD2[0], TD2[1][:-1] + "7")


def test_counts() -> None:
    results = [
        Read(Labelled("a", "TD2", TD2), TD2, True, 1.0),
        Read(Labelled("b", "TD2", TD2), BAD, False, 2.0),
        Read(Labelled("c", "TD2", TD2), BAD, True, 3.0),  # wrong, and nobody would notice
        Read(Labelled("d", "TD2", BAD), BAD, False, 4.0),  # printed with a wrong digit, read well
        Read(Labelled("e", "TD2", TD2), (), False, 5.0),
        Read(Labelled("f", "", ()), (), False, 6.0),
        Read(Labelled("g", "", ()), TD2, True, 7.0),  # a zone where there is none
        Read(Labelled("h", "TD2", TD2), (), False, None),  # a file that is no picture
    ]
    counts = summary(results)
    assert counts["n"] == 6
    assert counts["n_valid_digits"] == 5
    assert counts["found"] == 4
    assert counts["exact"] == 2
    assert counts["exact_valid_digits"] == 1
    assert counts["wrong_but_accepted"] == 2
    assert counts["seconds_median"] == 3.0
    assert (counts["n_without_zone"], counts["found_without_zone"]) == (2, 1)
    assert counts["n_unreadable"] == 1
    assert counts["by_format"]["TD2"]["n"] == 6


def test_manifests(tmp_path: Path) -> None:
    table = tmp_path / "manifest.csv"
    table.write_text(
        f"file,mrz_format,mrz_lines,more\na.png,TD2,{'|'.join(TD2)},x\n"
        "b.png,,,\nc.png,EU-DL,D1FRA13AA000026181231MARTIN<<9,\n"
    )
    rows = read_manifest(table)
    assert rows[0] == Labelled("a.png", "TD2", TD2)
    assert [len(row.mrz_lines) for row in rows[1:]] == [0, 1]
    table.write_text("file,mrz_format\na.png,TD2\n")
    with pytest.raises(SubjectError):
        read_manifest(table)
    table.write_text(f"file,mrz_format,mrz_lines\na.png,TD2,{'|'.join(TD2)}\nb.png,TD2,{TD2[0]}\n")
    with pytest.raises(SubjectError) as caught:
        read_manifest(table)
    assert caught.value.message.id == "input.row_lines"
    assert caught.value.message.params["row"] == 3


class Refusing(DocumentReader):
    """Finds no document in any picture."""

    def __init__(self) -> None:
        pass

    def read(
        self, front: Rgb, back: Rgb | None = None, *, today: date | None = None
    ) -> DocumentReading:
        raise SubjectError("document.not_found")


def test_a_damaged_picture_does_not_end_the_evaluation(tmp_path: Path) -> None:
    Image.new("RGB", (40, 30)).save(tmp_path / "a.png")
    (tmp_path / "b.png").write_bytes((tmp_path / "a.png").read_bytes()[:30])
    rows = [Labelled(name, "TD2", TD2) for name in ("a.png", "b.png", "c.png")]
    results = evaluate(Refusing(), rows, tmp_path, lambda done, total: None)
    assert [one.seconds is None for one in results] == [False, True, True]
    assert not any(one.exact or one.accepted for one in results)
    with pytest.raises(SubjectError, match=r"input\.no_picture_readable"):
        evaluate(Refusing(), rows[1:], tmp_path, lambda done, total: None)

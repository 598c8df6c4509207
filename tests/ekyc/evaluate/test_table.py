from __future__ import annotations

from pathlib import Path

import pytest

from ekyc.errors import SubjectError
from ekyc.evaluate.match import Pair, read_pairs
from ekyc.evaluate.table import read_table


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def refusal(table: Path) -> tuple[str, object]:
    with pytest.raises(SubjectError) as caught:
        read_pairs(table)
    return caught.value.message.id, caught.value.message.params.get("row")


def test_a_table_saved_by_a_spreadsheet_is_read(table: Path) -> None:
    table.write_bytes("path_a,path_b,same,note\r\né.png,b.png,1,\r\n".encode("utf-8-sig"))
    assert read_pairs(table) == [Pair("é.png", "b.png", True)]


def test_a_row_that_does_not_fit_is_named(table: Path) -> None:
    head = "path_a,path_b,same\na,b,1\n"
    for row in ("a,b\n", "a,b,0,c\n", '"a\n"\n'):
        table.write_text(head + row)
        assert refusal(table)[0] == "input.row_broken"
    table.write_text(head + "a,b\n" + head)
    assert refusal(table) == ("input.row_broken", 3)
    table.write_text(head + "\na,b,yes\n")
    assert refusal(table) == ("input.same_not_0_or_1", 4)


def test_what_is_not_asked_for_may_be_missing(table: Path) -> None:
    table.write_text("file,more\na\nb,x,\n")
    assert [(row.number, row["file"]) for row in read_table(table, ("file",))] == [
        (2, "a"),
        (3, "b"),
    ]


def test_a_missing_column_and_an_empty_table(table: Path) -> None:
    table.write_text("path_a,same\na,1\n")
    assert refusal(table)[0] == "input.column_missing"
    table.write_text("path_a,path_b,same\n")
    assert refusal(table)[0] == "input.table_empty"

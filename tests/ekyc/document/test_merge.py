from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.merge import merge
from ekyc.document.reading import Field, FieldStatus
from ekyc.document.spelling import name_parts, same

CHECKED, READ, DOUBTFUL = FieldStatus.CHECKED, FieldStatus.READ, FieldStatus.DOUBTFUL


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("surname", "MÜLLER", "MUELLER"),
        ("surname", "Müller", "MULLER"),
        ("surname", "Ødegård", "OEDEGAARD"),
        ("surname", "Strauß", "STRAUSS"),
        ("surname", "Nguyễn", "NGUYEN"),
        ("surname", "O'Neill", "ONEILL"),
        ("given_names", "Maëlis-Gaëlle, Marie", "MAELIS GAELLE MARIE"),
        ("full_name", "Mr. Meenoy Koyruk", "MEENOY KOYRUK"),
        ("document_number", "1234 5678 9000", "123456789000"),
        ("date_of_expiry", "2032", "2032-04-15"),
        ("date_of_birth", "1974-08-12", "1974-08-12"),
    ],
)
def test_two_spellings_of_one_thing(name: str, one: str, other: str) -> None:
    assert same(name, one, other)
    assert same(name, other, one)


@pytest.mark.parametrize(
    ("name", "one", "other"),
    [
        ("surname", "MILLER", "MULLER"),
        ("surname", "MUELLER", "MUELLERIN"),
        ("surname", "", "MULLER"),
        ("document_number", "D23145890", "D23145891"),
        ("date_of_birth", "1974-08-12", "1974-08-13"),
        ("date_of_birth", "", "1974-08-13"),
    ],
)
def test_two_things(name: str, one: str, other: str) -> None:
    assert not same(name, one, other)


def test_a_zone_may_cut_a_name_short() -> None:
    assert same("given_names", "ANNA MARIA THERE", "Anna Maria Theresa", cut=True)
    assert not same("given_names", "ANNA MARIA THERE", "Anna Maria Teresa", cut=True)
    assert not same("given_names", "AN", "ANNA", cut=True)


@given(st.text(max_size=30))
def test_a_name_is_always_its_own_spelling(name: str) -> None:
    parts = name_parts(name)
    assert all(
        part.isascii() and part.isupper() | part.isdigit() | part.isalnum() for part in parts
    )
    assert same("surname", name, name) == bool("".join(parts))


def test_the_zone_leads_and_the_others_are_kept() -> None:
    zone = Field("surname", "MUELLER", "mrz", READ)
    print_ = Field("surname", "Müller", "print", READ)
    merged = merge([print_, zone])["surname"]
    assert (merged.untrusted_value, merged.source, merged.disagrees) == ("MUELLER", "mrz", False)
    assert merged.others == (print_,)


def test_what_is_checked_leads_over_what_is_not() -> None:
    zone = Field("document_number", "T6423578O", "mrz", DOUBTFUL)
    code = Field("document_number", "T64235780", "barcode", CHECKED, side="back")
    merged = merge([zone, code])["document_number"]
    assert (merged.source, merged.status) == ("barcode", CHECKED)
    assert not merged.disagrees  # what doubts itself speaks against nobody


def test_a_sure_reading_of_something_else_disagrees() -> None:
    zone = Field("date_of_birth", "1974-08-12", "mrz", CHECKED)
    print_ = Field("date_of_birth", "1974-08-13", "print", READ)
    assert merge([zone, print_])["date_of_birth"].disagrees


@pytest.mark.parametrize(
    ("printed", "disagrees"),
    [
        ("ERIKSSON, ANNA MARIA", False),
        ("Anna Maria Eriksson", False),
        ("Eriksson", False),
        ("ERIKSON, ANNA", True),
        ("ERIKSSON, EVA", True),
    ],
)
def test_a_whole_name_holds_surname_and_given_names(printed: str, disagrees: bool) -> None:
    zone = [
        Field("surname", "ERIKSSON", "mrz", READ),
        Field("given_names", "ANNA MARIA", "mrz", READ),
    ]
    merged = merge([*zone, Field("full_name", printed, "print", READ)])
    assert merged["full_name"].disagrees == disagrees

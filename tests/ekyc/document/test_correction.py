from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.correction import (
    CORRECTABLE,
    Correction,
    corrected,
    correction_check,
    corrections,
    shown,
)
from ekyc.document.reading import DocumentReading, Field, FieldStatus, Page
from ekyc.errors import SubjectError
from ekyc.values import Status


def reading(**values: str) -> DocumentReading:
    fields = {
        name: Field(name, value, "mrz", FieldStatus.CHECKED, confidence=0.99)
        for name, value in values.items()
    }
    page = Page(np.zeros((8, 8, 3), np.uint8), np.zeros((4, 2), np.float32))
    return DocumentReading(page, None, "TD1", (), fields, None, None, ())


def test_what_was_read_stays_beside_what_was_typed() -> None:
    read = reading(surname="ERIKSSQN")
    typed = corrected(read, Correction("surname", " eriksson "))
    field = typed.fields["surname"]
    assert (field.untrusted_value, field.status) == ("ERIKSSON", FieldStatus.CORRECTED)
    assert field.confidence is None
    assert [other.untrusted_value for other in field.others] == ["ERIKSSQN"]
    assert read.fields["surname"].untrusted_value == "ERIKSSQN"
    assert corrections(typed) == ("surname",)


def test_typing_again_replaces_and_what_was_read_takes_it_back() -> None:
    read = reading(surname="ERIKSSQN")
    twice = corrected(
        corrected(read, Correction("surname", "A")), Correction("surname", "ERIKSSON")
    )
    assert [other.untrusted_value for other in twice.fields["surname"].others] == ["ERIKSSQN"]
    back = corrected(twice, Correction("surname", "ERIKSSQN"))
    field = back.fields["surname"]
    assert (field.untrusted_value, field.status) == ("ERIKSSQN", FieldStatus.CHECKED)
    assert not field.others
    assert correction_check(back) is None


def test_the_whole_name_is_shown_and_corrected_where_its_parts_are_not_told_apart() -> None:
    whole = reading(full_name="ANNA MARIA ERIKSSQN")
    assert shown(whole)[0] == "full_name"
    typed = corrected(whole, Correction("full_name", "Anna Maria Eriksson"))
    assert typed.fields["full_name"].untrusted_value == "ANNA MARIA ERIKSSON"
    assert typed.fields["full_name"].status is FieldStatus.CORRECTED
    with pytest.raises(SubjectError):
        Correction("full_name", "ANNA 2")
    assert "full_name" not in shown(reading(full_name="ANNA ERIKSSON", surname="ERIKSSON"))
    assert "full_name" not in shown(reading())


def test_what_was_not_read_at_all_can_be_typed() -> None:
    typed = corrected(reading(), Correction("document_number", "d23 145890"))
    assert typed.fields["document_number"].untrusted_value == "D23145890"
    check = correction_check(typed)
    assert check is not None
    assert (check.status, check.score) == (Status.NOT_ASSESSED, 1.0)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_dates_are_typed_as_people_write_them(day: date) -> None:
    for text in (day.isoformat(), f"{day.day}.{day.month}.{day.year}", day.strftime("%d/%m/%Y")):
        assert Correction("date_of_birth", text).untrusted_value == day.isoformat()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("date_of_birth", "31.02.1974"),
        ("date_of_birth", "1974"),
        ("date_of_expiry", "12 AUG 2032"),
        ("document_number", "D23?145"),
        ("nationality", "UTOPIA"),
        ("surname", "ER1KSSON"),
        ("surname", " \u202e "),
    ],
)
def test_what_cannot_be_a_value_is_answered_with_what_to_type(name: str, text: str) -> None:
    with pytest.raises(SubjectError) as refused:
        Correction(name, text)
    assert refused.value.message.id.startswith("document.correction_")


@given(st.sampled_from(tuple(CORRECTABLE)), st.text(max_size=200))
def test_whatever_is_typed_is_refused_or_one_short_line(name: str, text: str) -> None:
    try:
        value = Correction(name, text).untrusted_value
    except SubjectError:
        return
    assert 0 < len(value) <= 80
    assert value.isprintable()

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.printed.confirm import confirmed
from ekyc.document.printed.dates import find_date, writes_month_first
from ekyc.document.printed.engine import PrintLine
from ekyc.document.printed.fields import printed_fields
from ekyc.document.printed.labels import Habits, labels_in
from ekyc.document.printed.words import plain_letters
from ekyc.document.reading import Field, FieldStatus

TODAY = date(2026, 11, 21)
Placed = tuple[str, float, float]
"""A line's text, and where its top left corner is, px."""


def line(text: str, x: float, y: float, height: float = 20, sure: float = 1.0) -> PrintLine:
    width = max(len(text), 1) * height * 0.6
    quad = [[x, y], [x + width, y], [x + width, y + height], [x, y + height]]
    return PrintLine(
        text,
        np.array(quad, np.float32),
        np.full(len(text), sure, np.float32),
        np.linspace(0, 1, len(text) + 1, dtype=np.float32),
    )


def read(page: Sequence[Placed], sure: float = 1.0) -> dict[str, str]:
    fields = printed_fields([line(*one, sure=sure) for one in page], TODAY)
    return {one.name: one.untrusted_value for one in fields}


PASSPORT = [
    ("Passport No./ N° du passeport", 600, 20), ("12AB34567", 610, 42),
    ("Surname/ Nom", 300, 80), ("MÜLLER-LOISEAU", 300, 102),
    ("Given names/ Prénoms", 300, 140), ("Anna Maria", 300, 162),
    ("Date of birth/ Date de naissance", 300, 200), ("12 SEP /SEPT 96", 300, 222),
    ("Sex/ Sexe", 300, 260), ("Place of birth/ Lieu de naissance", 500, 260),
    ("F", 302, 282), ("LYON", 502, 282),
    ("Date of expiry/ Date d'expiration", 300, 320), ("15 APR/AVR 32", 300, 342),
]  # fmt: skip


def test_a_passport_with_values_under_their_labels() -> None:
    assert read(PASSPORT) == {
        "document_number": "12AB34567",
        "surname": "MÜLLER-LOISEAU",
        "given_names": "Anna Maria",
        "date_of_birth": "1996-09-12",
        "sex": "F",
        "place_of_birth": "LYON",
        "date_of_expiry": "2032-04-15",
    }


def test_a_german_a_spanish_and_a_vietnamese_card() -> None:
    german = [("Geburtsdatum", 10, 10), ("12.08.1964", 10, 32), ("Gültig bis", 10, 80)]
    assert read([*german, ("31.10.2030", 10, 102)]) == {
        "date_of_birth": "1964-08-12",
        "date_of_expiry": "2030-10-31",
    }
    spanish = [("APELLIDOS", 10, 10), ("ESPAÑOLA ESPAÑOLA", 10, 32), ("NOMBRE", 10, 80)]
    assert read([*spanish, ("CARMEN", 10, 102), ("FECHA DE NACIMIENTO 01 01 1980", 10, 140)]) == {
        "surname": "ESPAÑOLA ESPAÑOLA",
        "given_names": "CARMEN",
        "date_of_birth": "1980-01-01",
    }
    vietnamese = [("Họ và tên / Full name:", 10, 10), ("NGUYEN VAN A", 10, 32)]
    assert read([*vietnamese, ("Giới tính / Sex: Nam", 10, 80)]) == {
        "full_name": "NGUYEN VAN A",
        "sex": "M",
    }


def test_a_north_american_licence_with_numerals() -> None:
    page = [
        ("DRIVER LICENSE", 300, 5), ("4d LIC# WDLABCD456DG", 10, 40), ("1 TALBOT", 10, 70),
        ("2 LIAM R.", 10, 100), ("3 DOB 01/06/1958", 10, 130), ("4a ISS 01/06/2015", 300, 130),
        ("4b EXP 08/12/2020", 300, 160), ("15 SEX M", 10, 190), ("5 DD WDLABCD456DG12", 10, 220),
    ]  # fmt: skip
    assert read(page) == {
        "document_number": "WDLABCD456DG", "surname": "TALBOT", "given_names": "LIAM R.",
        "date_of_birth": "1958-01-06", "date_of_issue": "2015-01-06",
        "date_of_expiry": "2020-08-12", "sex": "M",
    }  # fmt: skip


def test_a_european_licence_with_numerals_alone() -> None:
    page = [
        ("1. DOE", 10, 10), ("2. JANE SMITH", 10, 40), ("3. 01.02.1990", 10, 70),
        ("4a. 01.01.2012", 10, 100), ("4b. 01.01.2030", 10, 130), ("5. SAMPL901015J99", 10, 160),
    ]  # fmt: skip
    assert read(page)["document_number"] == "SAMPL901015J99"
    assert read(page)["date_of_birth"] == "1990-02-01"


def test_what_may_mean_two_things_or_is_not_sure_is_doubtful() -> None:
    (field,) = printed_fields([line("Date of birth 04/05/1990", 10, 10)], TODAY)
    assert field.doubtful
    (field,) = printed_fields([line("Date of birth 25/05/1990", 10, 10)], TODAY)
    assert not field.doubtful
    (field,) = printed_fields([line("Date of birth 25/05/1990", 10, 10, sure=0.9)], TODAY)
    assert field.doubtful


def test_a_number_keeps_its_first_letter() -> None:
    assert read([("Document No. D23145890", 20, 20)]) == {"document_number": "D23145890"}
    assert read([("Passport No. L898902C3", 20, 20)]) == {"document_number": "L898902C3"}


def test_a_street_is_no_label() -> None:
    page = [("123 STREET ADDRESS", 20, 20), ("YOUR CITY WA 99999-1234", 20, 42)]
    assert "address" not in read(page)


def test_no_label_no_value() -> None:
    assert read([("ERIKSSON", 10, 10), ("12.08.1974", 10, 40), ("L898902C3", 10, 70)]) == {}
    assert read([("Surname", 10, 10), ("and given names of parents", 10, 32)]) == {}
    assert read([("Surname", 10, 10), ("ERIKSSON", 10, 400)]) == {}


@pytest.mark.parametrize("word", ["Surname", "Sumame", "SURNAME", "Surnane"])
def test_small_print_may_be_misread_by_a_letter(word: str) -> None:
    assert [one.field for one in labels_in(word, Habits())] == ["surname"]


def test_a_coded_value_is_found_again_without_its_label() -> None:
    lines = [line("Erikssan", 10, 10), line("ERIKSSON", 10, 40), line("12 AUG/AOÛT 74", 10, 70)]
    coded = [
        Field("surname", "ERIKSSON", "mrz", FieldStatus.READ),
        Field("date_of_birth", "1974-08-12", "mrz", FieldStatus.CHECKED),
        Field("document_number", "L898902C3", "mrz", FieldStatus.CHECKED),
    ]
    found = confirmed(lines, coded, TODAY)
    assert [(one.name, one.untrusted_value) for one in found] == [
        ("surname", "ERIKSSON"),
        ("date_of_birth", "1974-08-12"),
    ]


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12 SEP /SEPT 96", "1996-09-12"),
        ("30NOV2009", "2009-11-30"),
        ("1 JAN 1981", "1981-01-01"),
        ("3. Okt. 1990", "1990-10-03"),
        ("14 de enero de 1980", "1980-01-14"),
        ("31 DES/DEC 66", "1966-12-31"),
        ("August 12, 1974", "1974-08-12"),
        ("18.03.1990.", "1990-03-18"),
        ("11 02 2030", "2030-02-11"),
        ("13071990", "1990-07-13"),
        ("1990-07-13", "1990-07-13"),
        ("Ngày 5 tháng 7 năm 1999", "1999-07-05"),
    ],
)
def test_dates_in_their_usual_spellings(text: str, iso: str) -> None:
    found = find_date(text, TODAY, month_first=None, future=False)
    assert found is not None
    assert found.iso == iso


def test_what_is_no_date() -> None:
    for text in ("99003853", "31.02.1990", "12 XYZ 1990", "1.2", "123-45-6789", ""):
        assert find_date(text, TODAY, month_first=None, future=False) is None


def test_how_a_document_writes_dates() -> None:
    assert writes_month_first(["03/18/1978", "01/02/2020"]) is True
    assert writes_month_first(["18/03/1978", "01/02/2020"]) is False
    assert writes_month_first(["18/03/1978", "01/22/2020"]) is None
    assert writes_month_first(["01/02/2020"]) is None


@given(st.dates(date(1900, 1, 1), date(2060, 1, 1)), st.sampled_from(["./", "-", ".", "/", " "]))
def test_a_date_in_numbers_is_read_as_it_was_written(day: date, mark: str) -> None:
    for month_first in (True, False):
        first, second = (day.month, day.day) if month_first else (day.day, day.month)
        text = f"{first:02}{mark[0]}{second:02}{mark[0]}{day.year}"
        found = find_date(text, TODAY, month_first=month_first, future=True)
        assert found is not None
        assert found.iso == day.isoformat()
        assert found.sure


@given(st.lists(st.tuples(st.text(max_size=40), st.floats(0, 900), st.floats(0, 600)), max_size=12))
def test_any_page_is_read_without_a_fault(page: list[Placed]) -> None:
    texts = [text for text, _, _ in page]
    labels = [("Surname", 0.0, 0.0), ("Date of birth", 0.0, 60.0), ("No.", 0.0, 120.0)]
    fields = printed_fields([line(*one) for one in [*page, *labels]], TODAY)
    assert len({one.name for one in fields}) == len(fields)
    for one in fields:
        assert one.untrusted_value
        assert 0 <= one.confidence <= 1
        assert one.box.shape == (4, 2)
    assert all(len(plain_letters(text)) == len(text) for text in texts)

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.checks import Read, document_checks
from ekyc.document.mrz.grammar import FORMATS, OWN_RULES, Format, check_digit, identify
from ekyc.document.mrz.writer import format_mrz, transliterate
from ekyc.document.mrz.zone import iso_date, parse
from ekyc.document.reading import FieldStatus
from ekyc.errors import SubjectError
from ekyc.values import Status

TODAY = date(2026, 11, 21)

# The examples printed in Doc 9303 parts 4 (TD3), 5 (TD1), 6 (TD2) and 7 (visas).
ICAO = {
    "TD3": (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    "TD1": (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    "TD2": ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6"),
    "MRVA": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ),
    "MRVB": ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<"),
}


@pytest.mark.parametrize("name", ICAO)
def test_icao_examples_hold(name: str) -> None:
    mrz = parse(ICAO[name], TODAY)
    assert mrz.format == name
    assert mrz.all_digits_hold
    assert mrz.fields["surname"].untrusted_value == "ERIKSSON"
    assert mrz.fields["given_names"].untrusted_value == "ANNA MARIA"
    assert mrz.fields["document_number"].status is FieldStatus.CHECKED
    assert mrz.fields["surname"].status is FieldStatus.READ
    if not name.startswith("MRV"):
        assert mrz.fields["date_of_birth"].untrusted_value == "1974-08-12"
        assert mrz.fields["date_of_expiry"].untrusted_value == "2012-04-15"


def test_long_document_number() -> None:
    """Doc 9303-5: the example of a number with more than nine characters."""
    lines = (
        "I<UTOD23145890<7349<<<<<<<<<<<",
        "3407127M9507122UTO<<<<<<<<<<<2",
        "STEVENSON<<PETER<JOHN<<<<<<<<<",
    )
    mrz = parse(lines, TODAY)
    assert mrz.fields["document_number"].untrusted_value == "D23145890734"
    assert mrz.fields["document_number"].status is FieldStatus.CHECKED
    assert mrz.all_digits_hold


@pytest.mark.parametrize("name", ICAO)
def test_one_wrong_character_is_doubted(name: str) -> None:
    """A digit changed in a covered field makes that field, and the composite, doubtful."""
    lines, format_ = list(ICAO[name]), FORMATS[name]
    for place in format_.checks:
        for span in place.covers:
            for column in range(span.start, span.end):
                line = lines[span.line]
                if not line[column].isdigit():
                    continue
                wrong = str((int(line[column]) + 1) % 10)
                changed = [*lines]
                changed[span.line] = line[:column] + wrong + line[column + 1 :]
                digits = {digit.name: digit.holds for digit in parse(changed, TODAY).digits}
                assert not digits[place.name]


def test_lines_of_no_format_are_refused() -> None:
    with pytest.raises(SubjectError):
        parse(("HELLO", "WORLD"), TODAY)
    with pytest.raises(SubjectError):
        parse(("I" + "!" * 35, "<" * 36), TODAY)
    assert identify(()) is None


def test_centuries() -> None:
    assert iso_date("261121", TODAY, future=False) == "2026-11-21"
    assert iso_date("261122", TODAY, future=False) == "1926-11-22"
    assert iso_date("750101", TODAY, future=True) == "2075-01-01"
    assert iso_date("760101", TODAY, future=True) == "1976-01-01"
    assert iso_date("74<<<<", TODAY, future=False) == "1974"
    assert iso_date("7408<<", TODAY, future=False) == "1974-08"
    assert iso_date("740230", TODAY, future=False) is None
    assert iso_date("7A0230", TODAY, future=False) is None
    assert iso_date("<<<<<<", TODAY, future=False) is None


def test_national_letters() -> None:
    assert transliterate("Müller") == "MUELLER"
    assert transliterate("Åse Ødegård-Straße") == "AASE<OEDEGAARD<STRASSE"
    assert transliterate("O'Connor Núñez") == "OCONNOR<NUNEZ"
    with pytest.raises(SubjectError):
        transliterate("李")


def test_real_specimens_agree_with_their_digits(ekyc_data: Path) -> None:
    with (ekyc_data / "documents" / "manifest.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["mrz_format"] in FORMATS]
    assert len(rows) > 50
    for row in rows:
        mrz = parse(row["mrz_lines"].split("|"), TODAY)
        assert mrz.format == row["mrz_format"]
        if row["mrz_all_check_digits_valid"]:
            assert mrz.all_digits_hold == (row["mrz_all_check_digits_valid"] == "yes"), row["file"]


_name = st.lists(st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=5), max_size=2)
_fields = st.fixed_dictionaries(
    {
        "issuing_state": st.sampled_from(["UTO", "D", "FRA", "GBD"]),
        "nationality": st.sampled_from(["UTO", "D", "XXA"]),
        "document_number": st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=14),
        "date_of_birth": st.dates(date(1930, 1, 1), TODAY).map(date.isoformat),
        "date_of_expiry": st.dates(date(1990, 1, 1), date(2060, 1, 1)).map(date.isoformat),
        "sex": st.sampled_from("FMX"),
        "surname": st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=10),
        "given_names": _name.map(" ".join),
    }
)


@given(_fields, st.sampled_from(list(ICAO)))
def test_written_lines_read_back(fields: dict[str, str], name: str) -> None:
    code = {"TD1": "I", "TD2": "I", "TD3": "P"}.get(name, "V")
    if name not in ("TD1", "TD2"):
        fields = {**fields, "document_number": fields["document_number"][:9]}
    mrz = parse(format_mrz({**fields, "document_type": code}, name), TODAY)
    assert mrz.format == name
    assert mrz.all_digits_hold
    assert {key: mrz.fields[key].untrusted_value for key in fields} == fields


@given(_fields, st.sampled_from(OWN_RULES))
def test_written_lines_of_own_rules_read_back(fields: dict[str, str], format_: Format) -> None:
    number = {"FR-ID": "880692310285", "EU-DL": "13AA00002", "CH-DL": "123456788001"}[format_.name]
    state = {"document_type": format_.prefix[:2], "issuing_state": format_.prefix[2:]}
    given = {key: value[:6].strip() for key, value in fields.items() if key.endswith("names")}
    fields = {**fields, **state, **given, "document_number": number}
    fields["surname"] = fields["surname"][:8]
    mrz = parse(format_mrz(fields, format_.name), TODAY)
    assert mrz.format == format_.name
    assert mrz.no_digit_fails
    known = {"names": ("surname", "given_names")}
    names = [name for slot in format_.slots for name in known.get(slot.name, (slot.name,))]
    for name in set(names) & set(fields):
        assert mrz.fields[name].untrusted_value == fields[name]


def test_french_identity_card() -> None:
    """The state's own specimen; its last digit covers all that stands before it."""
    lines = ("IDFRABERTHIER".ljust(36, "<"), "8806923102858CORINNE<<<<<<<6512068F6")
    mrz = parse(lines, TODAY)
    assert mrz.format == "FR-ID"
    assert mrz.all_digits_hold
    shown = {name: field.untrusted_value for name, field in mrz.fields.items()}
    assert shown == {
        "document_type": "ID", "issuing_state": "FRA", "surname": "BERTHIER", "optional_data": "",
        "document_number": "880692310285", "given_names": "CORINNE",
        "date_of_birth": "1965-12-06", "sex": "F",
    }  # fmt: skip
    assert {field.status for field in mrz.fields.values()} == {FieldStatus.CHECKED}
    wrong = parse(("IDFRABERTHLER".ljust(36, "<"), lines[1]), TODAY)
    assert wrong.fields["surname"].status is FieldStatus.DOUBTFUL
    assert wrong.fields["date_of_birth"].status is FieldStatus.CHECKED


def test_french_driving_licence() -> None:
    mrz = parse(("D1FRA13AA000026181231MARTIN<<9",), TODAY)
    assert mrz.format == "EU-DL"
    assert mrz.all_digits_hold
    assert mrz.fields["surname"].status is FieldStatus.CHECKED
    assert mrz.fields["date_of_expiry"].untrusted_value == "2018-12-31"
    assert not parse(("D1FRA13AA000026181231MARTIM<<9",), TODAY).all_digits_hold


def test_swiss_driving_licence_has_nothing_to_check() -> None:
    mrz = parse(("FACHE123456788001<<800126<<<<<", "MARCHAND<<FABIENNE<<<<<<<<<<<<"), TODAY)
    assert mrz.format == "CH-DL"
    assert not mrz.all_digits_hold
    assert {field.status for field in mrz.fields.values()} == {FieldStatus.READ}
    read = Read(mrz, {}, (), TODAY, clock_is_sure=True, sides=1)
    digits = {check.name: check for check in document_checks(read, ())}["mrz_check_digits"]
    assert digits.status is Status.NOT_ASSESSED


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ -", min_size=1, max_size=60), st.text("XYZ ", max_size=60)
)
def test_long_names_are_cut_to_the_width(surname: str, given_names: str) -> None:
    fields = {"document_type": "I", "issuing_state": "UTO", "surname": surname}
    lines = format_mrz({**fields, "given_names": given_names}, "TD1")
    assert identify(lines) is FORMATS["TD1"]
    if surname.strip(" -") and given_names.strip():
        assert parse(lines, TODAY).fields["given_names"].untrusted_value


def test_a_value_that_does_not_fit_is_refused() -> None:
    with pytest.raises(SubjectError):
        format_mrz({"document_number": "A" * 10}, "TD3")
    with pytest.raises(SubjectError):
        format_mrz({"issuing_state": "UTOPIA"}, "TD1")


def test_check_digit_of_the_standard() -> None:
    assert check_digit("520727") == "3"  # Doc 9303-3, 4.9, example 1
    assert check_digit("AB2134<<<") == "5"  # example 2
    with pytest.raises(ValueError, match="does not occur"):
        check_digit("a")

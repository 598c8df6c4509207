from __future__ import annotations

from datetime import date

import pytest

from ekyc.document.checks import Read, age_check, age_years, document_checks
from ekyc.document.merge import merge
from ekyc.document.numbers import is_plausible
from ekyc.document.reading import Field, FieldStatus
from ekyc.document.states import code_of, state_codes
from ekyc.values import Check, Status

CHECKED, READ, DOUBTFUL = FieldStatus.CHECKED, FieldStatus.READ, FieldStatus.DOUBTFUL
PASS, FAIL, OPEN = Status.PASS, Status.FAIL, Status.NOT_ASSESSED
TODAY = date(2026, 11, 21)
ZONE = {
    "document_type": "P", "issuing_state": "FRA", "surname": "LOISEAU", "given_names": "JULIE",
    "document_number": "12AB34567", "date_of_birth": "1990-07-13", "date_of_expiry": "2030-02-11",
}  # fmt: skip
DIGITS = ("document_number", "date_of_birth", "date_of_expiry")


def zone(**other: str) -> list[Field]:
    return [
        Field(name, value, "mrz", CHECKED if name in DIGITS else READ)
        for name, value in {**ZONE, **other}.items()
    ]


def printed(status: FieldStatus = READ, side: str = "front", **values: str) -> list[Field]:
    return [Field(name, value, "print", status, side) for name, value in values.items()]


def checked(fields: list[Field], sides: int = 1, clock_is_sure: bool = True) -> dict[str, Check]:
    read = Read(None, merge(fields), fields, TODAY, clock_is_sure, sides)
    return {check.name: check for check in document_checks(read, ())}


def test_what_two_sources_say_alike_agrees() -> None:
    same = printed(surname="Loiseau", document_number="12AB34567", date_of_birth="1990-07-13")
    assert checked(zone() + same)["document_fields_agree"].status is PASS
    assert checked(zone() + same[1:])["document_fields_agree"].status is OPEN
    assert checked(zone())["document_fields_agree"].reason.id == "check.fields_not_compared"
    whole = printed(full_name="LOISEAU, JULIE")
    assert checked(zone() + same[1:] + whole)["document_fields_agree"].status is PASS


def test_what_differs_is_for_a_person_and_what_doubts_itself_does_not_count() -> None:
    other = {"surname": "LOISEAU", "document_number": "12AB34568", "date_of_birth": "1990-07-13"}
    check = checked(zone() + printed(**other))["document_fields_agree"]
    assert (check.status, check.reason.id) == (OPEN, "check.fields_differ")
    assert check.reason.params["n"] == 1
    check = checked(zone() + printed(DOUBTFUL, **other))["document_fields_agree"]
    assert (check.status, check.reason.id) == (OPEN, "check.fields_not_compared")


@pytest.mark.parametrize(
    ("state", "status", "reason"),
    [
        ("FRA", PASS, "check.state_known"),
        ("D", PASS, "check.state_known"),
        ("XOM", PASS, "check.state_known"),
        ("UTO", OPEN, "check.state_specimen"),
        ("XYZ", FAIL, "check.state_none"),
    ],
)
def test_issuing_states(state: str, status: Status, reason: str) -> None:
    check = checked(zone(issuing_state=state))["document_state"]
    assert (check.status, check.reason.id) == (status, reason)


def test_a_doubtful_state_is_not_assessed() -> None:
    fields = [*zone()[2:], Field("issuing_state", "XYZ", "mrz", DOUBTFUL)]
    assert checked(fields)["document_state"].status is OPEN


def test_the_states_of_the_standard() -> None:
    for code in ("USA", "DEU", "QAT", "UNO", "XXA", "EUE", "RKS", "GBD", "VNM", "IND"):
        assert code in state_codes()
    for code in ("UTO", "XAB", "QMM", "SUN", "ZZZ", "UK", ""):
        assert code not in state_codes()
    assert code_of("Vereinigte Staaten") == "USA"
    assert code_of("FRANCE") == code_of("Francia") == "FRA"
    assert code_of("Nowhere") is None


@pytest.mark.parametrize(
    ("number", "state", "kind", "plausible"),
    [
        ("12AB34567", "FRA", "P", True),
        ("12A834567", "FRA", "P", False),
        ("C01X0006H", "D", "P", True),
        ("O01X0006H", "D", "P", False),
        ("A1234568", "D", "P", True),  # a provisional one
        ("A12345678", "USA", "P", True),
        ("AB1234567", "USA", "P", False),
        ("AAA123457", "ESP", "P", True),
        ("XR1O01R58", "NLD", "P", False),
        ("A1234568", "IND", "P", True),
        ("123456780", "VNM", "ID", False),
        ("001199012345", "VNM", "ID", True),
        ("L898902C3", "UTO", "P", True),
        ("000000000", "CHN", "P", False),
        ("123456789", "HRV", "ID", False),
        ("A1", "HRV", "ID", False),
    ],
)
def test_numbers(number: str, state: str, kind: str, plausible: bool) -> None:
    assert is_plausible(number, state, kind) == plausible


def test_dates_follow_each_other() -> None:
    assert checked(zone() + printed(date_of_issue="2020-02-12"))["document_dates"].status is PASS
    check = checked(zone() + printed(date_of_issue="2031-02-12"))["document_dates"]
    assert (check.status, check.reason.id) == (OPEN, "check.dates_contradict")  # may be misread
    sure = zone(date_of_birth="2030-02-12")
    assert checked(sure)["document_dates"].status is FAIL
    assert checked([])["document_dates"].status is OPEN


def test_expiry_needs_a_clock() -> None:
    assert checked(zone())["document_expiry"].status is PASS
    assert checked(zone(date_of_expiry="2026-11-20"))["document_expiry"].status is FAIL
    check = checked(zone(date_of_expiry="2026-11-20"), clock_is_sure=False)["document_expiry"]
    assert (check.status, check.reason.id) == (OPEN, "check.clock_doubtful")
    assert checked(printed(date_of_expiry="2030-02-11"))["document_expiry"].status is OPEN


def test_two_sides_say_the_same() -> None:
    assert checked(zone())["document_sides"].status is PASS
    same = printed(side="back", document_number="12AB34567")
    assert checked(zone() + same, sides=2)["document_sides"].status is PASS
    other = printed(side="back", document_number="12AB34567", surname="LOISELLE")
    assert checked(zone() + other, sides=2)["document_sides"].reason.id == "check.sides_differ"
    assert checked(zone(), sides=2)["document_sides"].reason.id == "check.sides_not_compared"


@pytest.mark.parametrize(
    ("born", "clock_is_sure", "age"),
    [
        ("2008-11-21", True, 18),
        ("2008-11-22", True, 17),
        ("2008-11", True, 17),
        ("2008-10", True, 18),
        ("2008", True, 17),
        ("2000-01-01", False, None),
    ],
)
def test_age(born: str, clock_is_sure: bool, age: int | None) -> None:
    fields = zone(date_of_birth=born)
    assert age_years(Read(None, merge(fields), fields, TODAY, clock_is_sure, 1)) == age


def test_the_minimum_age() -> None:
    assert age_check(17, 18).status is FAIL
    assert age_check(18, 18).status is PASS
    assert age_check(None, 18).status is OPEN
    assert age_check(None, 0).status is PASS

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.errors import SubjectError
from ekyc.face.match import Calibration, Matcher
from ekyc.policy import Policy
from ekyc.session import commands as say
from ekyc.session.case import MOST, parse_case
from ekyc.session.session import Session
from ekyc.session.view import Step


@pytest.mark.parametrize("text", ["7", "A-1", "2026/11/0042", "a.b_c-3", "9" * MOST])
def test_numbers(text: str) -> None:
    assert parse_case(text) == text
    assert parse_case(f" {text}\r\n") == text, "what a scanner adds is taken off"


@pytest.mark.parametrize(
    "text",
    ["ERIKSSON", "Anna Eriksson 1", "1 2", "9" * (MOST + 1), "-1", "é1", "1\x00", "٣"],
)
def test_what_is_no_number_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(SubjectError) as caught:
        parse_case(text)
    assert text not in str(caught.value.message.params.values())


def test_none_is_allowed() -> None:
    assert parse_case("  ") == ""


@given(st.text(max_size=60))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = parse_case(text)
    except SubjectError:
        return
    assert number == text.strip()
    assert number == "" or (number.isascii() and len(number) <= MOST)
    assert number == "" or any(c.isdigit() for c in number)
    assert parse_case(number) == number


@pytest.fixture
def matcher() -> Matcher:
    return Matcher(
        Calibration({"1e-4": 0.6}, {"1e-4": 0.6}, "a test"), Policy("demo", ("face_match",))
    )


@pytest.fixture
def fresh(matcher: Matcher) -> Session:
    return Session(matcher, None, None, None)  # type: ignore[arg-type]


def test_it_is_shown_and_can_be_replaced_until_the_end(fresh: Session) -> None:
    fresh.command(say.Case("A-1"))
    assert fresh.view.case == "A-1"
    fresh.command(say.Start())
    fresh.command(say.Case("A-2"))
    fresh.command(say.Cancel())
    fresh.command(say.Case("A-3"))
    assert fresh.case == "A-2"


def test_it_does_not_wait_for_somebody_else(fresh: Session) -> None:
    fresh.command(say.Case("A-1"))
    fresh.tick(0.0)
    fresh.tick(59.0)
    assert fresh.case == "A-1"
    fresh.tick(61.0)
    assert fresh.case == ""


def test_who_goes_back_to_the_start_takes_it_along(fresh: Session) -> None:
    fresh.command(say.Case("A-1"))
    fresh.command(say.Start())
    fresh.command(say.Back())
    assert fresh.step is Step.WELCOME
    assert fresh.case == ""


def test_the_one_of_the_command_line_stays_for_its_session(matcher: Matcher) -> None:
    session = Session(matcher, None, None, None, case="A-1")  # type: ignore[arg-type]
    session.tick(600.0)
    session.command(say.Start())
    session.command(say.Back())
    assert session.case == "A-1"

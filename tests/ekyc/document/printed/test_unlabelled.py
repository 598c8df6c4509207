from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.printed.unlabelled import unlabelled
from tests.ekyc.document.printed.test_printed import TODAY, Placed, line

BLOCK: list[Placed] = [
    ("CARDHOLDER", 200, 100),
    ("IMA", 201, 125),
    ("123 NORTH MAIN STREET", 200, 150),
    ("APT. 1", 202, 175),
    ("NORTH QUINCY, MA 02171-1748", 199, 200),
]


def read(page: Sequence[Placed], sure: float = 1.0) -> dict[str, tuple[str, bool]]:
    found = unlabelled([line(*one, sure=sure) for one in page], TODAY)
    return {one.name: (one.untrusted_value, one.doubtful) for one in found}


def test_a_licence_without_labels() -> None:
    assert read(BLOCK) == {
        "address": ("123 NORTH MAIN STREET APT. 1 NORTH QUINCY, MA 02171-1748", False),
        "surname": ("CARDHOLDER", True),
        "given_names": ("IMA", True),
    }
    assert read(BLOCK, sure=0.99)["address"][1]


def test_one_line_over_the_address_is_the_whole_name() -> None:
    page = [("JOHN A. SMITH", 200, 125), ("2 PEACHTREE STREET", 200, 150)]
    found = read([*page, ("TORONTO ON M5V 2T6", 200, 175)])
    assert found["full_name"] == ("JOHN A. SMITH", True)
    assert found["address"] == ("2 PEACHTREE STREET TORONTO ON M5V 2T6", False)


def test_element_numbers_are_no_part_of_the_values() -> None:
    page = [("1 SOUZA", 200, 100), ("2 JORGE", 200, 125), ("8 100 MAIN STREET", 200, 150)]
    found = read([*page, ("ANYTOWN, MA 02127", 200, 175)])
    assert found["surname"][0] == "SOUZA"
    assert found["address"] == ("100 MAIN STREET ANYTOWN, MA 02127", True)
    glued = [("3 DOB 01/06/1958", 200, 125), ("8123 STREET ADDRESS", 200, 150)]
    found = read([*glued, ("YOUR CITY WA 99999-1234", 200, 175)])
    assert found == {"address": ("8123 STREET ADDRESS YOUR CITY WA 99999-1234", True)}


@pytest.mark.parametrize(
    "page",
    [
        [("MAIN STREET", 200, 150), ("BIGTOWN, MA 02801", 200, 175)],  # no number
        [("100 MAIN STREET", 200, 150), ("BIGTOWN, XX 02801", 200, 175)],  # no state
        [("100 MAIN STREET", 200, 150), ("BIGTOWN, MA 028011", 200, 175)],  # no ZIP code
        [("100 MAIN STREET", 200, 50), ("BIGTOWN, MA 02801", 200, 175)],  # too far
        [("100 MAIN STREET", 400, 150), ("BIGTOWN, MA 02801", 200, 175)],  # elsewhere
        [*BLOCK, ("1 OTHER ROAD", 600, 150), ("AUSTIN TX 78701", 600, 175)],  # two
        [("000-12-3456", 200, 100)],  # whose number?
        [("1234 5678 9000", 200, 100), ("DE93 GOVERNMENT", 200, 50)],
    ],
)
def test_what_may_be_something_else_is_left_out(page: list[Placed]) -> None:
    assert read(page) == {}


def test_cards_known_by_their_own_words() -> None:
    social = [
        ("SOCIAL SECURITY", 20, 0), ("000-12-3456", 60, 50),
        ("THIS NUMBER HAS BEEN ESTABLISHED FOR", 20, 80), ("02/05/2020", 200, 300),
    ]  # fmt: skip
    assert read(social) == {
        "document_number": ("000-12-3456", False),
        "date_of_issue": ("2020-02-05", True),
    }
    assert "date_of_issue" not in read([*social, ("02/05/2021", 300, 300)])
    aadhaar = [("Government of India", 20, 0), ("1234 5678 9000", 20, 90)]
    assert read(aadhaar) == {"document_number": ("1234 5678 9000", False)}
    assert read([*aadhaar, ("4321 5678 9000", 20, 190)]) == {}
    pan = [("INCOME TAX DEPARTMENT", 20, 0), ("ABCDE1234F", 20, 90)]
    assert read(pan) == {"document_number": ("ABCDE1234F", False)}


@given(st.lists(st.tuples(st.text(max_size=40), st.floats(0, 900), st.floats(0, 600)), max_size=8))
def test_any_lines_are_read_without_a_fault(page: list[Placed]) -> None:
    assert all(value for value, _ in read(page).values())

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ekyc.document.mrz.grammar import FORMATS
from ekyc.document.mrz.text import shape
from tests.ekyc.document.test_mrz import ICAO


def test_right_lines_stay_as_they_are() -> None:
    for name, lines in ICAO.items():
        shaped = shape(lines)
        assert shaped is not None
        assert (shaped.format.name, shaped.lines, shaped.fit) == (name, lines, 1.0)


def test_confused_letters_are_mended_where_the_layout_decides() -> None:
    shaped = shape(("I<UT0ER1KS5ON<<ANNA<MARIA<<<<<<<<<<<", "D23145890TUTO74O8I22F12O4I59<<<<<<<6"))
    assert shaped is not None
    assert shaped.lines[0] == ICAO["TD2"][0]
    # A T where the number's own digit stands is no known confusion: it stays, and will not hold.
    assert shaped.lines[1] == "D23145890TUTO7408122F1204159<<<<<<<6"
    assert shaped.fit < 1.0


def test_nothing_is_guessed_in_a_document_number() -> None:
    """O and 0 both may stand there: what was read stays."""
    shaped = shape((ICAO["TD2"][0], "D2314589O7UTO7408122F1204159<<<<<<<6"))
    assert shaped is not None
    assert shaped.lines[1].startswith("D2314589O7")


def test_runs_of_fillers_take_the_layout_s_length() -> None:
    names, line = ICAO["TD3"]
    for read in (names[:-3], names + "<<", names[:-1] + "K"):
        shaped = shape((read, line))
        assert shaped is not None
        assert shaped.lines == ICAO["TD3"]
    first, second, third = ICAO["TD1"]
    shaped = shape((first[:-2], second, third))
    assert shaped is not None
    assert shaped.lines == ICAO["TD1"]


def test_a_lost_character_is_not_replaced() -> None:
    """Without a run of fillers the layout does not say where the missing one belongs."""
    visa = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F96121096ZE18422")
    assert shape(visa) is not None
    assert shape((visa[0], visa[1].replace("F", ""))) is None


@given(st.lists(st.text(max_size=50), max_size=4))
def test_any_text_is_shaped_or_refused(lines: list[str]) -> None:
    shaped = shape(lines)
    if shaped is not None:
        assert len(shaped.lines) == shaped.format.rows
        assert {len(line) for line in shaped.lines} == {shaped.format.width}
        assert shaped.format in FORMATS.values()

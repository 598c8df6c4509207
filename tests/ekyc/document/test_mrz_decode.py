from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ekyc.document.mrz.decode import decode
from ekyc.document.mrz.grammar import FORMATS
from ekyc.document.mrz.writer import format_mrz
from ekyc.document.mrz.zone import parse
from ekyc.values import Floats
from models.mrz_lines import ALPHABET, BLANK

TODAY = date(2026, 11, 21)
FIELDS = {
    "document_type": "P",
    "issuing_state": "UTO",
    "document_number": "L898902C3",
    "surname": "ERIKSSON",
    "given_names": "ANNA MARIA",
    "nationality": "UTO",
    "date_of_birth": "1974-08-12",
    "sex": "F",
    "date_of_expiry": "2032-04-15",
    "optional_data": "ZE184226B",
}
LOOKALIKES = {"O": "0", "0": "O", "I": "1", "1": "I", "B": "8", "8": "B", "S": "5", "5": "S"}


def seen(text: str, doubt: dict[int, dict[str, float]] | None = None) -> Floats:
    """Steps that say `text`, two to a character and a blank between; `doubt` gives the
    probabilities of the characters at some places instead."""
    steps = np.full((3 * len(text), BLANK + 1), 1e-6, np.float32)
    for i, character in enumerate(text):
        chances = (doubt or {}).get(i, {character: 0.98})
        for other, chance in chances.items():
            steps[3 * i : 3 * i + 2, ALPHABET.index(other)] = np.sqrt(chance)
        steps[3 * i + 2, BLANK] = 0.98
    return steps / steps.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("name", list(FORMATS))
def test_what_is_clear_is_read_in_every_format(name: str) -> None:
    prefix = FORMATS[name].prefix or {"TD1": "I", "TD2": "I", "TD3": "P"}.get(name, "V")
    fields = {**FIELDS, "document_type": prefix[:2], "optional_data": ""}
    if prefix[2:]:
        fields |= {"issuing_state": prefix[2:], "document_number": "898902036"}
    lines = format_mrz(fields, name)
    got = decode([seen(line) for line in lines])
    assert got is not None
    assert (got.format.name, got.lines) == (name, lines)
    assert min(map(min, got.sureness)) > 0.9


@pytest.mark.parametrize("prefix", ["D1FRA", "FACHE"])
def test_a_beginning_that_the_rules_ask_for_is_not_read_into_a_picture(prefix: str) -> None:
    """Lines that are none, of which the layout would make one by force."""
    rows = {"D1FRA": 1, "FACHE": 2}[prefix]
    assert decode([seen("M" + "A" * 29)] * rows) is None


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_what_looks_alike_is_settled_by_the_digits(data: st.DataObject) -> None:
    """The picture says the wrong one is a little likelier; the sums say which it is."""
    lines = format_mrz(FIELDS, "TD3")
    places = [i for i in range(9) if lines[1][i] in LOOKALIKES]
    wrong = data.draw(st.sampled_from(places))
    true = lines[1][wrong]
    got = decode([seen(lines[0]), seen(lines[1], {wrong: {true: 0.4, LOOKALIKES[true]: 0.6}})])
    assert got is not None
    assert got.lines == lines
    assert got.sureness[1][wrong] > 0.99
    assert parse(got.lines, TODAY).all_digits_hold


def test_a_letter_among_figures_is_settled_by_the_layout() -> None:
    lines = format_mrz(FIELDS, "TD3")
    assert lines[1][13:19] == "740812"
    got = decode([seen(lines[0]), seen(lines[1], {15: {"0": 0.2, "O": 0.8}})])
    assert got is not None
    assert got.lines == lines


def test_a_document_printed_with_wrong_digits_is_read_as_it_is_printed() -> None:
    lines = format_mrz(FIELDS, "TD3")
    wrong = lines[1][:9] + str((int(lines[1][9]) + 1) % 10) + lines[1][10:]
    got = decode([seen(lines[0]), seen(wrong)])
    assert got is not None
    assert got.lines == (lines[0], wrong)
    assert not parse(got.lines, TODAY).all_digits_hold


def test_two_possibilities_that_both_fit_leave_doubt() -> None:
    """0 and K count 0 and 20: no digit tells them apart. The likelier is read, and not for sure."""
    number = {**FIELDS, "document_number": "L8989K2C3"}
    lines = format_mrz(number, "TD3")
    got = decode([seen(lines[0]), seen(lines[1], {5: {"K": 0.55, "0": 0.45}})])
    assert got is not None
    assert got.lines == lines
    assert got.sureness[1][5] < 0.7


def test_digits_do_not_make_sense_of_what_cannot_be_read() -> None:
    random = np.random.default_rng(3)
    for _ in range(20):
        strips = [random.dirichlet(np.ones(38), 44 * 4).astype(np.float32) for _ in range(2)]
        got = decode(strips)
        if got is not None:
            assert not parse(got.lines, TODAY).all_digits_hold


def test_a_number_too_long_for_its_place_is_read() -> None:
    long = {**FIELDS, "document_type": "I", "document_number": "D231458907AB", "optional_data": ""}
    lines = format_mrz(long, "TD1")
    got = decode([seen(line) for line in lines])
    assert got is not None
    assert got.lines == lines


def test_strips_of_nothing_are_no_zone() -> None:
    assert decode([]) is None
    assert decode([np.full((10, 38), 1 / 38, np.float32)] * 2) is None


@given(seed=st.integers(0, 2**32 - 1), name=st.sampled_from(list(FORMATS)))
@settings(deadline=None)
def test_whatever_the_recogniser_says_is_a_whole_zone_or_none(seed: int, name: str) -> None:
    """Zones whose steps are mixed with noise, denied, cut off, stretched or said for certain."""
    random = np.random.default_rng(seed)
    characters = list(ALPHABET)
    strips = []
    for _ in range(FORMATS[name].rows):
        length = FORMATS[name].width + int(random.integers(-12, 8))
        steps = seen("".join(random.choice(characters, length)))
        noise = random.dirichlet(np.full(38, random.choice([0.01, 0.1, 1.0])), len(steps))
        steps = steps + random.uniform(0, 2) * noise * (random.random((len(steps), 1)) < 0.3)
        steps = steps ** random.choice([1.0, 0.2, 8.0])
        certain = random.random(len(steps)) < random.choice([0.0, 0.1])
        steps[certain] = np.eye(38)[random.integers(38, size=int(certain.sum()))]
        strips.append((steps / steps.sum(axis=1, keepdims=True)).astype(np.float32))
    with np.errstate(invalid="raise", divide="raise", over="raise"):
        got = decode(strips)
    if got is None:
        return
    assert [len(line) for line in got.lines] == [got.format.width] * got.format.rows
    assert got.format.rows == len(strips)
    assert all(set(line) <= set(ALPHABET) for line in got.lines)
    assert [len(line) for line in got.sureness] == [got.format.width] * got.format.rows
    assert all(0.0 <= one <= 1.0 + 1e-9 for line in got.sureness for one in line)
    assert len(parse(got.lines, TODAY).fields) > 0


def test_lines_that_are_much_too_short_or_long_are_no_zone() -> None:
    lines = format_mrz(FIELDS, "TD3")
    whole = [seen(line) for line in lines]
    assert decode(whole) is not None
    assert decode([seen(line[:-9]) for line in lines]) is not None, "read badly, or covered"
    assert decode([whole[0], seen(lines[1][:20])]) is None
    assert decode([whole[0], seen(lines[1] + "A" * 9)]) is None

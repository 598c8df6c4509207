from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from ekyc.document.page import rectify
from ekyc.document.printed.engine import PrintLine, Wanted
from ekyc.document.printed.reader import read_print
from ekyc.document.side import Side
from ekyc.values import Rgb
from tests.ekyc.document.printed.test_printed import TODAY, line

PICTURE = np.full((700, 1200, 3), 200, np.uint8)
OUTLINE = np.array([[0, 0], [1000, 0], [1000, 700], [0, 700]], np.float32)
LABELS = [line("Surname", 100, 100), line("ERIKSSON", 100, 125), line("Date of birth", 100, 200)]
BIRTH, NUMBER = line("12 AUG 1974", 100, 225), line("Document No. D23145890", 700, 100)


class Engine:
    """Reads `page` first, then each of `wholes`; says how wide what it read was."""

    name = "made"

    def __init__(self, page: Sequence[PrintLine], *wholes: Sequence[PrintLine]) -> None:
        self._answers = [page, *wholes]
        self.read_widths: list[int] = []

    def load(self) -> None:
        """Nothing to load."""

    def read(self, page: Rgb, wanted: Wanted) -> list[PrintLine]:
        self.read_widths.append(page.shape[1])
        return [one for one in self._answers[len(self.read_widths) - 1] if wanted(one.quad)]


def cut(text: str, y: float) -> PrintLine:
    """A line that goes on where the page ends."""
    return line(text, 1000 - len(text) * 12, y)


def read(engine: Engine, turn: int = 0) -> dict[str, str]:
    page = rectify(PICTURE, np.roll(OUTLINE, -turn, axis=0))
    side = Side(page, None, None, None, outlined=True, has_text=True)
    found = read_print(engine, side, PICTURE, "front", (), TODAY)
    return {one.name: one.untrusted_value for one in found}


def test_a_page_cut_through_its_print_gives_way_to_the_whole_picture() -> None:
    page = [*LABELS, BIRTH, *(cut(text, 300 + n * 30) for n, text in enumerate(["AB", "CD", "EF"]))]
    engine = Engine(page, [*LABELS, BIRTH, NUMBER])
    assert read(engine)["document_number"] == "D23145890"
    assert engine.read_widths == [1000, 1200]


@pytest.mark.parametrize("count", [0, 2])
def test_a_page_that_is_whole_is_read_once(count: int) -> None:
    page = [*LABELS, BIRTH, *(cut("AB", 300 + n * 30) for n in range(count))]
    engine = Engine(page, [])
    assert read(engine) == {"surname": "ERIKSSON", "date_of_birth": "1974-08-12"}
    assert engine.read_widths == [1000]


def test_the_page_stays_where_the_whole_picture_says_less() -> None:
    page = [*LABELS, BIRTH, *(cut("AB", 300 + n * 30) for n in range(3))]
    assert read(Engine(page, [])) == {"surname": "ERIKSSON", "date_of_birth": "1974-08-12"}


def test_a_page_that_says_nothing_is_read_as_the_picture_came() -> None:
    engine = Engine([], [], [*LABELS, BIRTH])
    assert read(engine, turn=1) == {"surname": "ERIKSSON", "date_of_birth": "1974-08-12"}
    assert engine.read_widths == [700, 700, 1200]
    upright = Engine([], [])
    assert read(upright) == {}
    assert upright.read_widths == [1000, 1200]


def test_values_of_the_whole_picture_have_their_place_on_the_page() -> None:
    page = rectify(PICTURE, np.roll(OUTLINE, -1, axis=0))
    side = Side(page, None, None, None, outlined=True, has_text=True)
    engine = Engine([], [], [*LABELS, BIRTH])
    found = {one.name: one for one in read_print(engine, side, PICTURE, "front", (), TODAY)}
    box = found["surname"].box
    assert box is not None
    # (100, 125) of the picture, on a page whose top is the picture's right side
    assert box[0] == pytest.approx((125, 1000 - 100), abs=1)

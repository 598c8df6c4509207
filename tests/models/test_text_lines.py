from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.runtime import read_network
from models.store import Store, WeightsError
from models.text_lines import TextLines
from tests.conftest import absent

PRINTED = (("DATE OF BIRTH", (60, 100)), ("12.08.1974", (60, 180)), ("ERIKSSON", (420, 180)))


@pytest.fixture(scope="module")
def lines() -> TextLines:
    try:
        paths = [Store().path(f"pp_ocr_{part}") for part in ("detector", "recogniser")]
    except WeightsError as error:
        absent(f"{error.name} is {error.problem}: ekyc weights prepare")
    return TextLines(*(read_network(path) for path in paths))


def test_lines_are_found_and_read_where_they_stand(lines: TextLines) -> None:
    page = np.full((300, 800, 3), 235, np.uint8)
    for text, place in PRINTED:
        cv2.putText(page, text, place, cv2.FONT_HERSHEY_SIMPLEX, 1.2, (30, 30, 30), 2, cv2.LINE_AA)
    found = lines.find(page)
    assert found.shape == (3, 4, 2)
    boxes = [(quad.min(axis=0).astype(int), quad.max(axis=0).astype(int)) for quad in found]
    read = [lines.read(page[max(a[1], 0) : b[1], max(a[0], 0) : b[0]]) for a, b in boxes]
    seen = {line.text: (box, line) for line, box in zip(read, boxes, strict=True)}
    assert set(seen) == {text for text, _ in PRINTED}
    for text, (x, y) in PRINTED:
        (low, high), line = seen[text]
        assert low[0] - 15 < x < high[0]
        assert low[1] < y - 10 < high[1]
        assert len(line.sureness) == len(text)
        assert line.ends.shape == (len(text) + 1,)
        assert (np.diff(line.ends) >= 0).all()


@pytest.mark.parametrize("width", [40, 197, 204, 330, 2400])
def test_a_strip_of_any_width_is_read(lines: TextLines, width: int) -> None:
    strip = np.full((48, width, 3), 235, np.uint8)
    cv2.putText(strip, "47"[: width // 20], (2, 36), cv2.FONT_HERSHEY_SIMPLEX, 0.8, (0, 0, 0), 2)
    read = lines.read(strip)
    assert read.text == "47"
    assert read.ends.shape == (3,)
    assert read.ends[-1] == 1
    # both digits stand in the first 40 px
    assert read.ends[1] * width < 40


def test_it_reads_the_same_when_it_is_warm(lines: TextLines) -> None:
    strip = np.full((48, 200, 3), 235, np.uint8)
    cv2.putText(strip, "AB17", (10, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (0, 0, 0), 2)
    cold = lines.read(strip)
    lines.warm()
    assert lines.read(strip).text == cold.text == "AB17"


def test_nothing_is_read_where_nothing_stands(lines: TextLines) -> None:
    blank = np.full((200, 300, 3), 200, np.uint8)
    assert lines.find(blank).shape == (0, 4, 2)
    assert lines.read(blank[:48]).text == ""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.runtime import read_network
from models.store import Store, WeightsError
from models.text_lines import ReadLine, TextLines
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
    read = lines.read([page[max(a[1], 0) : b[1], max(a[0], 0) : b[0]] for a, b in boxes])
    seen = {line.text: (box, line) for line, box in zip(read, boxes, strict=True)}
    assert set(seen) == {text for text, _ in PRINTED}
    for text, (x, y) in PRINTED:
        (low, high), line = seen[text]
        assert low[0] - 15 < x < high[0]
        assert low[1] < y - 10 < high[1]
        assert len(line.sureness) == len(text)
        assert line.ends.shape == (len(text) + 1,)
        assert (np.diff(line.ends) >= 0).all()


def test_strips_read_together_read_as_they_do_alone(lines: TextLines) -> None:
    strips = []
    for number in range(5):
        strip = np.full((48, 200 + 4 * number, 3), 235, np.uint8)
        cv2.putText(strip, f"AB{number}7", (10, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (0, 0, 0), 2)
        strips.append(strip)
    alone: list[ReadLine] = [lines.read([strip])[0] for strip in strips]
    assert [one.text for one in lines.read(strips)] == [one.text for one in alone]
    assert [one.text for one in alone] == [f"AB{number}7" for number in range(5)]


def test_nothing_is_read_where_nothing_stands(lines: TextLines) -> None:
    blank = np.full((200, 300, 3), 200, np.uint8)
    assert lines.find(blank).shape == (0, 4, 2)
    assert lines.read([blank[:48]])[0].text == ""
    assert lines.read([]) == []

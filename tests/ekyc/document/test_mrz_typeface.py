from __future__ import annotations

from datetime import date

import cv2
import numpy as np
import pytest

from ekyc.document import genuine
from ekyc.document.fonts import OCR_B, SEMIBOLD
from ekyc.document.genuine import MOST_MISFIT, zone_typeface
from ekyc.document.mrz.zone import parse
from ekyc.document.specimen import SpecimenFields
from ekyc.errors import KioskFault
from ekyc.evaluate.forgeries import seen
from ekyc.evaluate.retouching import pasted, rewritten
from ekyc.values import Floats, Rgb, Status
from tests.ekyc.document.cards import TODAY, card

LINES = SpecimenFields(date_of_expiry=date(2032, 4, 15)).mrz("TD1")
MRZ = parse(LINES, TODAY)
BACK = card("TD1").back
PX = 300 / 25.4


def rows_of(page: Rgb) -> Floats:
    """Where the specimen's back of 85.6 x 54 mm has its lines, on a page that shows it whole."""
    height, width = page.shape[:2]
    left = (85.6 - 30 * 2.54) / 2
    ends = [[[left, y], [85.6 - left, y]] for y in (54 - 4.0 - 6.35 * i - 1.2 for i in (2, 1, 0))]
    return np.asarray(np.array(ends) * (width / 85.6, height / 54), np.float32)


def box(line: int, start: int, end: int) -> Floats:
    assert BACK is not None
    row = rows_of(BACK)[line]
    x = row[0, 0] + np.array([start - 0.1, end + 0.1]) * (row[1, 0] - row[0, 0]) / 30
    y = row[0, 1] + np.array([-1.8, 1.8]) * PX
    corners = [[x[0], y[0]], [x[1], y[0]], [x[1], y[1]], [x[0], y[1]]]
    return np.asarray(corners, np.float32)


def gray(page: Rgb) -> np.ndarray:
    return np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)


def chance(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def taken(side: Rgb, seed: int) -> Rgb:
    return seen(side, chance(seed)).picture


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_zone_in_one_typeface_passes(seed: int) -> None:
    assert BACK is not None
    page = taken(BACK, seed)
    check = zone_typeface(page, rows_of(page), MRZ)
    assert check.status is Status.PASS
    assert check.threshold == MOST_MISFIT


@pytest.mark.parametrize("seed", [1, 2, 4])
def test_a_number_in_another_typeface_is_told(seed: int) -> None:
    assert BACK is not None
    text, place = LINES[0][5:14], box(0, 5, 14)
    forged, again = (
        taken(rewritten(BACK, place, text, face, chance(seed), pitched=True), seed)
        for face in (SEMIBOLD, OCR_B)
    )
    assert zone_typeface(forged, rows_of(forged), MRZ).status is Status.FAIL
    check = zone_typeface(again, rows_of(again), MRZ)
    assert check.status is Status.PASS, "the same typeface in its place is not told"


def test_without_the_typeface_nothing_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    assert BACK is not None

    def missing(*_: object) -> float:
        raise KioskFault("document.font_missing", font="OCRB.otf", package="fonts-ocr-b")

    monkeypatch.setattr(genuine, "misfit", missing)
    check = zone_typeface(BACK, rows_of(BACK), MRZ)
    assert check.status is Status.NOT_ASSESSED
    assert check.reason.id == "document.font_missing"


def test_what_is_not_where_it_should_be_is_not_assessed() -> None:
    blank = np.full((638, 1011, 3), 200, np.uint8)
    noise = chance(4).integers(0, 255, blank.shape, dtype=np.uint8)
    for page in (blank, noise):
        check = zone_typeface(page, rows_of(page), MRZ)
        assert check.status is Status.NOT_ASSESSED
        assert check.score is None


def test_retouching_changes_the_value_alone() -> None:
    assert BACK is not None
    random = chance(5)
    place, source = box(1, 0, 1), box(0, 11, 12)
    forged = rewritten(BACK, place, LINES[1][:1], SEMIBOLD, random, pitched=True)
    copied = pasted(BACK, [place], [source], random)
    low, high = place.min(axis=0).astype(int) - 3, place.max(axis=0).astype(int) + 4
    for page in (forged, copied):
        changed = (page != BACK).any(axis=2)
        assert changed.any()
        changed[low[1] : high[1], low[0] : high[0]] = False
        assert not changed.any()

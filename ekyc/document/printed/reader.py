"""The printed fields of one side of a document."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

import cv2
import numpy as np

from ekyc.document.page import TEXT_HEIGHT, rectify, to_picture
from ekyc.document.printed.confirm import confirmed
from ekyc.document.printed.engine import PrintEngine, PrintLine
from ekyc.document.printed.fields import PrintedField, printed_fields
from ekyc.document.printed.unlabelled import unlabelled
from ekyc.document.reading import Field, FieldStatus, Page
from ekyc.document.side import Side
from ekyc.patience import ENDLESS, Patience
from ekyc.values import Floats, Rgb

_FEW = 2
"""Fields from which on the page was cut out rightly: an outline that runs through the print, or
around a part of it, leaves fewer."""
_RIM, _MANY = 2.0, 3
"""px, lines: of 81 pages that were cut out rightly none has more than 2 lines that reach its left
or right edge, of the one that was not 9 do."""
_NAMES = frozenset({"surname", "given_names", "full_name"})
_LEAST_OVER = 0.4
"""Share of the page over its zone; of cards' backs it is half (Doc 9303-5)."""


def read_print(
    engine: PrintEngine,
    side: Side,
    rgb: Rgb,
    name: str,
    coded: Sequence[Field],
    today: date,
    patience: Patience = ENDLESS,
) -> list[Field]:
    """Fields printed on `side`, which was found in `rgb` (uint8[H, W, 3]) and is called `name`.

    Beside those with a label, the values of `coded` (the fields of zone and barcodes) that stand on
    the page as they are: a label that cannot be read does not hide them. Where the page
    gives next to nothing, or was cut through its print, the whole picture is read. When `patience`
    is over no line more is. Raises `KioskFault` when the engine cannot be used.
    """
    page = side.page.picture
    zone = None if side.zone is None else side.on_page(side.zone.band.rows.reshape(-1, 2))

    def wanted(quad: Floats) -> bool:
        return not patience.is_over and not _inside(quad, zone)

    lines = list(engine.read(_over(page, zone), wanted))
    visa = side.zone is not None and side.zone.mrz.format.startswith("MRV")
    found = _fields(lines, today, visa=visa)
    place: Callable[[Floats], Floats] = np.asarray
    if side.outlined and side.zone is None and _is_cut(lines, found, page.shape[1]):
        for whole in _wholes(side, rgb):
            if patience.is_over:
                break
            others = list(engine.read(whole.picture, lambda _: not patience.is_over))
            again = _fields(others, today)
            if len(again) > len(found):
                lines, found, place = others, again, partial(_on_page, side, whole)
            if len(found) >= _FEW:
                break
    seen = {one.name for one in found}
    found += confirmed(lines, [one for one in coded if one.name not in seen], today)
    return [_field(one, name, place(one.box)) for one in found]


def _fields(lines: Sequence[PrintLine], today: date, *, visa: bool = False) -> list[PrintedField]:
    """What has a label, then what does not need one."""
    found = printed_fields(lines, today, visa=visa)
    seen = {one.name for one in found}
    if seen & _NAMES:
        seen |= _NAMES
    return found + [one for one in unlabelled(lines, today) if one.name not in seen]


def _is_cut(lines: Sequence[PrintLine], found: Sequence[PrintedField], width: int) -> bool:
    """Whether the page says next to nothing, or so many lines end at its left and right edge, that
    it was cut out wrongly."""
    ends = [(float(line.quad[:, 0].min()), float(line.quad[:, 0].max())) for line in lines]
    over = sum(low <= _RIM or high >= width - _RIM for low, high in ends)
    return len(found) < _FEW or over >= _MANY


def _wholes(side: Side, rgb: Rgb) -> Iterator[Page]:
    """The whole picture, turned as the page lies in it; then as it came: what was taken for the
    face that says how a page lies may be something else."""
    height, width = rgb.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    along = side.page.quad_xy[1] - side.page.quad_xy[0]
    ways = [np.roll(corners, -turn, axis=0) for turn in range(4)]
    turned = max(ways, key=lambda way: float((way[1] - way[0]) @ along))
    yield rectify(rgb, turned)
    if turned is not ways[0]:
        yield rectify(rgb, corners)


def _on_page(side: Side, whole: Page, box: Floats) -> Floats:
    return side.on_page(to_picture(whole, box))


def _field(one: PrintedField, side: str, box: Floats) -> Field:
    status = FieldStatus.DOUBTFUL if one.doubtful else FieldStatus.READ
    return Field(one.name, one.untrusted_value, "print", status, side, box, one.confidence)


def _over(page: Rgb, zone: Floats | None) -> Rgb:
    """The page without its zone, which stands under everything else: a fifth less to search."""
    if zone is None:
        return page
    # It is given by the middles of its lines; half of a character is over that, and some room.
    top = int(zone[:, 1].min() - TEXT_HEIGHT * max(page.shape[:2]))
    return page[:top] if top > _LEAST_OVER * page.shape[0] else page


def _inside(quad: Floats, zone: Floats | None) -> bool:
    """Whether the line's middle lies on the zone's band of lines."""
    if zone is None:
        return False
    hull = cv2.convexHull(zone)
    height = float(np.linalg.norm(quad[3] - quad[0]))
    middle = quad.mean(axis=0)
    return cv2.pointPolygonTest(hull, (float(middle[0]), float(middle[1])), True) > -height / 2

"""Finds the barcodes of a picture and reads the fields in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import zxingcpp

from ekyc.document.barcode.aamva import parse_aamva
from ekyc.document.barcode.cccd import parse_cccd
from ekyc.document.barcode.two_d_doc import parse_two_d_doc
from ekyc.document.mrz.band import Gray
from ekyc.values import Floats

_KINDS = (
    zxingcpp.BarcodeFormat.PDF417,
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.DataMatrix,
)
"""Those that documents hold fields in; bars of one row hold a number that is printed beside. A
tuple: of its own kind of list the library complains at the program's end."""
_MOST_CHARACTERS = 8000
"""More than any of the three holds (a QR code: 7,089 digits)."""


@dataclass(frozen=True, eq=False)
class Barcode:
    """`values` by field name, as `DocumentReading.fields` names them, dates ISO; `corners`
    float32[4, 2] px, clockwise from the code's own top left, in the picture."""

    kind: str
    untrusted_values: Mapping[str, str]
    corners: Floats


def read_barcodes(gray: Gray) -> tuple[Barcode, ...]:
    """Codes in `gray` (uint8[H, W]), at any turn, of which a layout is known.

    A code whose own error correction does not hold is not read.
    """
    found, kinds = [], zxingcpp.BarcodeFormats(_KINDS)
    for code in zxingcpp.read_barcodes(
        np.ascontiguousarray(gray), formats=kinds, text_mode=zxingcpp.TextMode.Plain
    ):
        values = fields_in(code.text)
        if values:
            place = code.position
            corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
            quad = np.array([[point.x, point.y] for point in corners], dtype=np.float32)
            found.append(Barcode(code.format.name, values, quad))
    return tuple(found)


def fields_in(untrusted: str) -> dict[str, str]:
    """The fields in a code's text; empty for one of no known layout."""
    if len(untrusted) > _MOST_CHARACTERS:
        return {}
    for parse in (parse_aamva, parse_cccd, parse_two_d_doc):
        values = parse(untrusted)
        if values:
            return values
    return {}

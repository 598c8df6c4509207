"""Barcodes as documents carry them, with invented people."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import zxingcpp

from ekyc.values import Rgb

LICENCE = {
    "DAQ": "T64235789", "DCS": "SAMPLE", "DAC": "MICHAEL", "DAD": "JOHN", "DBB": "08311977",
    "DBA": "08312034", "DBD": "08312029", "DBC": "1", "DAG": "2300 WEST BROAD STREET",
    "DAI": "RICHMOND", "DAJ": "VA", "DAK": "232690000  ", "DCG": "USA", "DCA": "D",
    "DAU": "068 in",
}  # fmt: skip
CCCD = "001199012345|123456789|Nguyễn Thị Mai|07051999|Nữ|Số 1, Hà Nội|15082021"


def aamva(elements: Mapping[str, str] = LICENCE, version: str = "10") -> str:
    """The text of a licence's PDF417; versions from 02 on carry the jurisdiction's own."""
    body = "DL" + "\n".join(code + value for code, value in elements.items()) + "\r"
    own = "" if version == "01" else "00"
    start = len(f"@\n\x1e\rANSI 636000{version}{own}01DL00000000")
    return f"@\n\x1e\rANSI 636000{version}{own}01DL{start:04}{len(body):04}{body}"


def picture(text: str, kind: zxingcpp.BarcodeFormat, scale: int = 3) -> Rgb:
    """The code in black on white, uint8[H, W, 3]."""
    code = np.array(zxingcpp.create_barcode(text, kind).to_image(scale=scale), dtype=np.uint8)
    return np.ascontiguousarray(np.stack([code] * 3, axis=2))

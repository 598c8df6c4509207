"""What a file holds: one picture, or the first pages of a PDF."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.memory import fleeting_copy
from ekyc.values import Rgb

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

MOST_PIXELS = 16_000_000
"""Of a page as it is drawn: A4 has 8.7 million at 300 dpi."""
_LEAST_SIDE_PX, _MOST_SIDE_PX = 2000, 8000
"""The longer side of small pages, say one of a card's own size, and of any."""
_DPI, _POINTS = 300, 72
_HEAD = 1024
"""Readers of PDF look for its mark so far into the file."""


def decode(content: bytes, name: str, most: int = 1) -> list[Rgb]:
    """The pictures in a file, uint8[H, W, 3] each: of a PDF the first `most` pages, of anything
    else the one that `read_picture` gives.

    Raises SubjectError: the file is none that can be opened, is locked, damaged or too large.
    """
    if b"%PDF-" in content[:_HEAD]:
        return _pages(content, name, most)
    return [read_picture(content, name=name)]


def _pages(content: bytes, name: str, most: int) -> list[Rgb]:
    import pypdfium2 as pdfium  # only PDFs need it

    try:
        with pdfium.PdfDocument(content) as document:
            pages = [_drawn(document[i]) for i in range(min(len(document), most))]
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium.raw.FPDF_ERR_PASSWORD:
            raise SubjectError("outside.pdf_locked", name=name) from error
        raise SubjectError("outside.pdf_damaged", name=name) from error
    if not pages:
        raise SubjectError("outside.pdf_damaged", name=name)
    return pages


def _drawn(page: PdfPage) -> Rgb:
    width, height = (max(side, 1e-3) for side in page.get_size())
    longer = max(width, height)
    scale = max(_DPI / _POINTS, _LEAST_SIDE_PX / longer)
    scale = min(scale, _MOST_SIDE_PX / longer, math.sqrt(MOST_PIXELS / (width * height)))
    bitmap = page.render(scale=scale, rev_byteorder=True, limit_image_cache=True)
    try:
        return fleeting_copy(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()

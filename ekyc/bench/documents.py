"""Reading a document's zone, timed beside Tesseract doing the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import cv2
import numpy as np

from ekyc.bench.timing import Stage
from ekyc.document.mrz.band import Gray
from ekyc.document.mrz.engine import MrzEngine, NetworkEngine, TesseractEngine
from ekyc.document.mrz.reader import read_mrz
from ekyc.document.ocr import open_ocr
from ekyc.document.specimen import SpecimenFields, render
from ekyc.face.observer import detect_faces
from ekyc.values import Rgb
from models import Models, Store

TODAY, EXPIRY = date(2026, 1, 1), date(2032, 4, 15)


def document_stages(models: Models, portrait: Rgb) -> Iterator[Stage]:
    """The zone of a specimen's scan, found and read. Raises `KioskFault` without Tesseract."""
    page = render(
        portrait, partial(detect_faces, models), SpecimenFields(date_of_expiry=EXPIRY), "TD3"
    ).front
    gray: Gray = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = gray.shape

    def reading(engine: MrzEngine) -> Callable[[], object]:
        return lambda: read_mrz(gray, (engine,), TODAY)

    yield Stage(
        f"zone of a page of {width}x{height}, found and read",
        reading(NetworkEngine(models.mrz_lines)),
        "Tesseract's mrz model",
        reading(TesseractEngine(open_ocr(Store().path("mrz_tessdata")))),
        aim_ms=400.0,
    )

"""Finding a card and reading its zone, the latter timed beside Tesseract doing the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial

import cv2
import numpy as np

from ekyc.bench.timing import Stage
from ekyc.document.locate import DocumentFinder
from ekyc.document.mrz.band import Gray
from ekyc.document.mrz.engine import MrzEngine, NetworkEngine, TesseractEngine
from ekyc.document.mrz.reader import read_mrz
from ekyc.document.ocr import open_ocr
from ekyc.document.plane import ID_3_MM
from ekyc.document.specimen import SpecimenFields, render
from ekyc.evaluate.scenes import SEED, CardPicture, scene
from ekyc.face.observer import detect_faces
from ekyc.values import Rgb
from models import Models, Store

TODAY, EXPIRY = date(2026, 1, 1), date(2032, 4, 15)


def document_stages(models: Models, portrait: Rgb) -> Iterator[Stage]:
    """A specimen found in a camera's frame; the zone of its scan, found and read.

    Raises `KioskFault` without Tesseract.
    """
    page = render(
        portrait, partial(detect_faces, models), SpecimenFields(date_of_expiry=EXPIRY), "TD3"
    ).front
    gray: Gray = np.asarray(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY), np.uint8)
    height, width = gray.shape

    def reading(engine: MrzEngine) -> Callable[[], object]:
        return lambda: read_mrz(gray, (engine,), TODAY)

    before = scene(np.random.default_rng(SEED), "in the hand", CardPicture("TD3", page, ID_3_MM))
    wide = cv2.resize(before.rgb, (1280, 720), interpolation=cv2.INTER_CUBIC)
    frame = np.asarray(wide, dtype=np.uint8)
    finder = DocumentFinder()
    yield Stage("card in a frame of 1280x720, found", lambda: finder.find(frame), aim_ms=1000 / 15)
    yield Stage(
        f"zone of a page of {width}x{height}, found and read",
        reading(NetworkEngine(models.mrz_lines)),
        "Tesseract's mrz model",
        reading(TesseractEngine(open_ocr(Store().path("mrz_tessdata")))),
        aim_ms=400.0,
    )

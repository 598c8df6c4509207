"""Finding a card, reading its zone, reading all of it; the zone beside Tesseract and, where they
are installed, the peers."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ekyc.bench.timing import Stage
from ekyc.document.locate import DocumentFinder
from ekyc.document.mrz.band import Gray
from ekyc.document.mrz.engine import MrzEngine, NetworkEngine, TesseractEngine
from ekyc.document.mrz.reader import read_mrz
from ekyc.document.ocr import open_ocr
from ekyc.document.plane import ID_3_MM
from ekyc.document.reader import default_reader
from ekyc.document.specimen import SpecimenFields, render
from ekyc.errors import KioskFault
from ekyc.evaluate.document_peers import peers
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
    whole = default_reader(models)
    whole.load()
    yield Stage(
        f"whole document of {width}x{height}: page, zone, portrait, print",
        lambda: whole.read(page, today=TODAY),
        aim_ms=1000.0,
    )
    yield from _beside_peers(page, reading(NetworkEngine(models.mrz_lines)))


def _beside_peers(page: Rgb, ours: Callable[[], object]) -> Iterator[Stage]:
    """The zone of the same page by each peer, from a file, as they want it."""
    try:
        found = peers(Store().path("mrz_tessdata"))
    except KioskFault:
        return  # they are not part of the product
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "specimen.png"
        Image.fromarray(page).save(file)
        for peer in found:
            yield Stage("zone of that page", ours, peer.name, partial(peer.read, file))

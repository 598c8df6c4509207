"""What reading needs of this machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from ekyc.document.mrz.engine import NetworkEngine, TesseractEngine
from ekyc.document.ocr import MemoryOcr, MrzOcr
from models import MrzLines
from models.runtime import read_network
from models.store import Store, WeightsError
from tests.conftest import absent


@pytest.fixture(scope="session")
def mrz_model() -> Path:
    """Tesseract's mrz model from the weights."""
    try:
        return Store().choose("mrz_tessdata").path
    except WeightsError as error:
        absent(f"{error.name} is {error.problem}: ekyc weights prepare")


@pytest.fixture(scope="session")
def ocr(mrz_model: Path, need: Callable[[str], object]) -> MrzOcr:
    need("tesserocr")
    return MemoryOcr(mrz_model)


@pytest.fixture(scope="session")
def tesseract(ocr: MrzOcr) -> TesseractEngine:
    return TesseractEngine(ocr)


@pytest.fixture(scope="session")
def network() -> NetworkEngine:
    return NetworkEngine(MrzLines(read_network(Store().path("mrz_lines"))))

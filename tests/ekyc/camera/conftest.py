from __future__ import annotations

import pytest

from ekyc.camera.pictures import read_picture
from ekyc.values import Rgb
from models import Models, Store, WeightsError
from tests.conftest import absent


@pytest.fixture(scope="session")
def portrait() -> Rgb:
    """The demonstration portrait, from the weights."""
    try:
        return read_picture(Store().path("demo_portrait"))
    except WeightsError as error:
        absent(f"{error}; run: ekyc weights prepare")


@pytest.fixture(scope="session")
def models() -> Models:
    try:
        return Models.load()
    except WeightsError as error:
        absent(f"{error}; run: ekyc weights prepare")

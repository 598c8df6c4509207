"""What every test may ask for: the measured data and the optional packages.

With EKYC_REQUIRE_ALL=1 (continuous integration) what is missing fails; elsewhere the test is
skipped, and says why.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import NoReturn

import pytest
from hypothesis import settings

from models import Models

ROOT = Path(__file__).resolve().parent.parent
settings.register_profile("kiosk", deadline=None)  # no test is timed: machines are shared
settings.register_profile("soak", deadline=None, max_examples=10_000)
settings.load_profile("kiosk")

DATA = Path(os.environ.get("EKYC_DATA", ROOT.parent / "shared" / "data"))


def absent(what: str) -> NoReturn:
    """Skip the test for want of `what`, or fail it where everything must be there."""
    if os.environ.get("EKYC_REQUIRE_ALL") == "1":
        pytest.fail(f"{what} (EKYC_REQUIRE_ALL=1 lets nothing be skipped)")
    pytest.skip(what)


@pytest.fixture(scope="session")
def ekyc_data() -> Path:
    """The folder of measured data: $EKYC_DATA, or ../shared/data beside the repository."""
    if not DATA.is_dir():
        absent(f"there is no measured data in {DATA}; set EKYC_DATA")
    return DATA


@pytest.fixture(scope="session")
def need() -> Callable[[str], ModuleType]:
    """Import a package of the extra `models`: `torch = need("torch")`."""

    def module(name: str) -> ModuleType:
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            absent(f"{error.name} is not installed: pip install 'ekyc-kiosk[models]'")

    return module


@pytest.fixture(scope="session")
def networks() -> Models:
    """Every network, loaded once for all tests."""
    return Models.load()

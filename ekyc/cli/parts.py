"""What several commands need: the networks, the policy, the matcher, sentences and JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from ekyc.errors import KioskFault
from ekyc.face.match import Calibration, Matcher
from ekyc.face.observer import detect_faces
from ekyc.messages import Catalogue
from ekyc.policy import Policy
from ekyc.values import Check, Face, Rgb
from models import Models, WeightsError


def load_models() -> Models:
    """Every network. Raises KioskFault naming the file that is missing or corrupt."""
    try:
        return Models.load()
    except WeightsError as error:
        raise weights_fault(error) from error


def weights_fault(error: WeightsError) -> KioskFault:
    """The sentence for a weights file that cannot be used."""
    return KioskFault("fault.weights", file=str(error.file), problem=error.problem)


def matcher(models: Models, policy: Policy) -> Matcher:
    """Raises KioskFault when the encoder has no calibration."""
    return Matcher(Calibration.load(models.encoder.identity.sha256), policy)


def detector(models: Models) -> Callable[[Rgb], list[Face]]:
    """Faces of a picture, largest first."""
    return lambda rgb: detect_faces(models, rgb)


def check_json(check: Check, catalogue: Catalogue) -> dict[str, Any]:
    """A check as the commands print it."""
    return {
        "name": check.name,
        "status": check.status.value,
        "score": check.score,
        "threshold": check.threshold,
        "reason": catalogue.text(check.reason),
    }


def print_json(value: Any) -> None:
    """One object on stdout."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def progress(label: str) -> Callable[[int, int], None]:
    """A counter on stderr, where that is a terminal."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty() and (done % 25 == 0 or done == total):
            end = "\n" if done == total else ""
            print(f"\r{label} {done}/{total}", end=end, file=sys.stderr, flush=True)

    return show


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option every command with a result has."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")

"""Other readers of zones, where they are installed (the extra `peers`): measured beside ours on the
same pictures, never shipped (fastmrz is under the AGPL).

Each gets the picture's file and the same Tesseract model; what it gives is taken as it is.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from ekyc.errors import KioskFault
from ekyc.evaluate.document import Labelled, Progress, Read, summary

Lines = tuple[str, ...]


@dataclass(frozen=True)
class Peer:
    """`read` a picture's file: the lines, and whether the peer says they are valid."""

    name: str
    read: Callable[[Path], tuple[Lines, bool]]


def peers(model: Path) -> list[Peer]:
    """PassportEye and fastmrz with the Tesseract model in the file `model` (mrz.traineddata).

    Raises `KioskFault` where they are not installed.
    """
    try:
        image, text = import_module("passporteye.mrz.image"), import_module("passporteye.mrz.text")
        fastmrz = import_module("fastmrz")
    except ModuleNotFoundError as error:
        raise KioskFault("input.peers_not_installed", module=str(error.name)) from error

    def passporteye(file: Path) -> tuple[Lines, bool]:
        options = f"-l {model.stem} --tessdata-dir {model.parent}"
        found: Any = image.read_mrz(str(file), extra_cmdline_params=options)
        if found is None:
            return (), False
        return tuple(text.MRZOCRCleaner.apply(found.aux["raw_text"])), bool(found.valid)

    reader: Any = fastmrz.FastMRZ(tessdata_path=str(model.parent))

    def fast(file: Path) -> tuple[Lines, bool]:
        lines = reader.get_details(str(file), ignore_parse=True)
        details = reader.get_details(lines, input_type="text")
        return tuple(lines.split("\n")) if lines else (), details.get("status") == "SUCCESS"

    return [Peer("PassportEye", passporteye), Peer("fastmrz", fast)]


def evaluate_peer(
    peer: Peer, rows: Sequence[Labelled], root: Path, progress: Progress
) -> list[Read]:
    """Every picture by `peer`. Where it fails, whatever the reason, it has found nothing."""
    results = []
    for number, row in enumerate(rows, 1):
        began = time.perf_counter()
        try:
            lines, valid = peer.read(root / row.file)
        except Exception:  # another's code on pictures it may not be made for
            lines, valid = (), False
        results.append(Read(row, lines, valid, time.perf_counter() - began))
        progress(number, len(rows))
    return results


def peer_summary(results: Sequence[Read]) -> dict[str, Any]:
    """The counts of `document.summary` that a reader of zones alone has."""
    left_out = ("printed", "zone_fields")
    return {key: value for key, value in summary(results).items() if key not in left_out}

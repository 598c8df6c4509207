"""`ekyc evaluate pad`: are attacks told from living people?"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

from ekyc.cli.files import check_writable, write_text
from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.errors import SubjectError
from ekyc.evaluate import det
from ekyc.evaluate.detection import Labelled, by_clip, read_manifest, scores, slices, summary
from ekyc.evaluate.looking import look, peers
from ekyc.kiosk import load_models
from models.attack_detector import AttackDetector
from models.runtime import read_network

DETECTOR = "detector.onnx"
THRESHOLD = 0.5


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--manifest", type=Path, required=True, help="CSV with file, label")
    parser.add_argument("--root", type=Path, required=True, help="what the files are relative to")
    parser.add_argument(
        "--weights", type=Path, required=True,
        help="the network; or a folder of `ekyc train --leave-out each`, where the one that never"
        " saw a picture's source judges it",
    )  # fmt: skip
    parser.add_argument("--source", default="", help="of all pictures, where no column says it")
    parser.add_argument("--threshold", type=float, default=THRESHOLD, help="attack from here on")
    parser.add_argument("--peers", type=Path, help="CSV with what others said of each picture")
    parser.add_argument("--det", type=Path, help="draw the DET curves into this SVG file")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the rates of frames and clips, by slices, and those of peers."""
    if args.det:
        check_writable(args.det)
    rows = [replace(row, source=row.source or args.source) for row in read_manifest(args.manifest)]
    detector_of = _detectors(args.weights, rows)
    others = peers(args.peers, rows) if args.peers else {}
    seen = look(load_models(), detector_of, rows, args.root, progress("pictures"))
    result = summary(seen, args.threshold)
    clips = by_clip(seen)
    if len(clips) < len(seen):
        result["clips"] = summary(clips, args.threshold)
    result["slices"] = slices(seen, args.threshold)
    result["peers"] = {name: summary(their, THRESHOLD) for name, their in others.items()}
    if args.det:
        curves = {name: det.curve(*scores(one)) for name, one in {"ekyc": seen, **others}.items()}
        write_text(args.det, det.svg(curves, ("APCER", "BPCER")))
    print_counts(result, args.json)
    return 0


def _detectors(path: Path, rows: list[Labelled]) -> Callable[[Labelled], AttackDetector]:
    """The one network, or for each source the one that was fitted without it.

    Raises SubjectError for one that is not there or no detector.
    """

    @cache
    def load(file: Path) -> AttackDetector:
        if not file.is_file():
            raise SubjectError("input.file_unreadable", file=str(file))
        try:
            return AttackDetector(read_network(file))
        except (RuntimeError, ValueError) as error:
            raise SubjectError("input.no_detector", file=str(file)) from error

    def of(row: Labelled) -> AttackDetector:
        return load(path / f"without_{row.source}" / DETECTOR if path.is_dir() else path)

    for row in rows:
        of(row)  # what is missing is told before the work
    return of

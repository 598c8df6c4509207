"""`ekyc evaluate pad` and `deepfake`: are attacks told from living people?"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from ekyc.cli.files import check_writable, write_text
from ekyc.cli.parts import add_json, print_counts, progress, read_training
from ekyc.errors import SubjectError
from ekyc.evaluate import det
from ekyc.evaluate.attack_calibration import calibration_text
from ekyc.evaluate.detection import Labelled, by_clip, read_manifest, scores, slices, summary
from ekyc.evaluate.looking import look, peers
from ekyc.kiosk import load_models
from ekyc.train.crops import pictures_of
from models.attack_detector import AttackDetector
from models.runtime import read_network
from models.training.attack.config import Config

DETECTOR = "detector.onnx"
THRESHOLD = 0.5


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    rows = parser.add_mutually_exclusive_group(required=True)
    rows.add_argument("--manifest", type=Path, help="CSV with file, label")
    rows.add_argument(
        "--config", type=Path, help="TOML of `ekyc train`: every source that it names, together"
    )
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
    parser.add_argument(
        "--calibrate", type=Path, metavar="FILE",
        help="write the limits for DIR/all/detector.onnx; --weights has to be such a folder",
    )  # fmt: skip
    parser.add_argument("--name", default="", help="what the data is called there")
    parser.add_argument(
        "--equalised", action="store_true",
        help="bring every picture to one size, brightness and compression before it is judged:"
        " does the detector tell attacks, or the formats of sources?",
    )  # fmt: skip
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the rates of frames and clips, by slices, and those of peers."""
    for path in (args.det, args.calibrate):
        if path:
            check_writable(path)
    if args.calibrate and not args.weights.is_dir():
        raise SubjectError("input.calibrate_needs_folder", file=str(args.weights))
    shipped = args.weights / "all" / DETECTOR
    if args.calibrate and not shipped.is_file():
        raise SubjectError("input.file_unreadable", file=str(shipped))
    rows = rows_of(args)
    detector_of = detectors(args.weights, rows)
    others = peers(args.peers, rows) if args.peers else {}
    seen = look(
        load_models(), detector_of, rows, args.root, progress("pictures"),
        in_one_format=args.equalised,
    )  # fmt: skip
    result = summary(seen, args.threshold)
    clips = by_clip(seen)
    if len(clips) < len(seen):
        result["clips"] = summary(clips, args.threshold)
    result["slices"] = slices(seen, args.threshold)
    if args.calibrate:
        name = args.name or str(args.root)
        made_for = sha256(shipped.read_bytes()).hexdigest()
        write_text(args.calibrate, calibration_text(seen, made_for, args.what, name))
    result["peers"] = {name: summary(their, THRESHOLD) for name, their in others.items()}
    if args.det:
        curves = {name: det.curve(*scores(one)) for name, one in {"ekyc": seen, **others}.items()}
        write_text(args.det, det.svg(curves, ("APCER", "BPCER")))
    print_counts(result, args.json)
    return 0


def rows_of(args: argparse.Namespace) -> list[Labelled]:
    """Those of the manifest, or of all of a configuration's."""
    if args.config is None:
        return [
            replace(row, source=row.source or args.source) for row in read_manifest(args.manifest)
        ]
    found = pictures_of(read_training(Config.read, args.config), args.root)
    return [replace(one.labelled, file=str(one.path.relative_to(args.root))) for one in found]


def detectors(path: Path, rows: list[Labelled]) -> Callable[[Labelled], AttackDetector]:
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

"""`ekyc evaluate liveness`: which closures of the eyes, and which movements, are found?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.evaluate.liveness import read_manifest, summary, watch
from ekyc.face.face_points import ENGINES
from ekyc.face.observer import FaceObserver
from ekyc.kiosk import load_models


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--manifest", type=Path, required=True, help="CSV with file")
    parser.add_argument("--root", type=Path, required=True, help="what the files are relative to")
    parser.add_argument(
        "--events",
        type=Path,
        required=True,
        help="CSV with file, start_frame, end_frame, visually_closed",
    )
    parser.add_argument("--fps", type=float, help="play at this lower rate")
    parser.add_argument("--engine", choices=ENGINES, default="both", help="landmarks by (both)")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    clips = read_manifest(args.manifest, args.events)
    models = load_models()
    watched = watch(
        lambda: FaceObserver(models, args.engine).observe,
        clips,
        args.root,
        progress("clips"),
        args.fps,
    )
    counts = {"engine": args.engine, "fps": args.fps, **summary(watched)}
    print_counts(counts, args.json)
    return 0

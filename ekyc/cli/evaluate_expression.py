"""`ekyc evaluate expression`: are smiles and surprise found, and nothing else taken for them?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.evaluate.expression import read_all, read_manifest, summary
from ekyc.face.expression import ExpressionReader
from ekyc.face.face_points import ENGINES
from ekyc.face.landmarks import landmark_engine
from ekyc.face.observer import find_main_face
from ekyc.kiosk import load_models
from ekyc.values import Rgb


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "--manifest", type=Path, required=True, help="CSV with file, emotion (or identity_or_label)"
    )
    parser.add_argument("--root", type=Path, required=True, help="what the files are relative to")
    parser.add_argument("--engine", choices=ENGINES, default="both", help="landmarks by (both)")
    parser.add_argument(
        "--network-alone", action="store_true", help="without the fused layer, as commercial use is"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    rows, models = read_manifest(args.manifest), load_models()
    engine = landmark_engine(models, args.engine)
    fusion = None if args.network_alone else models.expression_fusion
    reader = ExpressionReader(models.expression, fusion)

    def express(rgb: Rgb) -> dict[str, float] | None:
        face = find_main_face(models, rgb)
        points = engine.measure(rgb, face) if face is not None else None
        return None if points is None else reader.measure(rgb, points.landmarks)

    counts = summary(read_all(express, rows, args.root, progress("pictures")))
    print_counts(counts, args.json)
    return 0

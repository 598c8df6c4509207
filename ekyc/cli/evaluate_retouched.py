"""`ekyc evaluate retouched`: is a zone in which a value was rewritten told from a true one?"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.document.mrz.engine import NetworkEngine
from ekyc.evaluate.document import read_manifest
from ekyc.evaluate.retouched import evaluate
from ekyc.kiosk import load_models


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "--manifest", type=Path, required=True, help="CSV with file, mrz_format, mrz_lines"
    )
    parser.add_argument("--root", type=Path, required=True, help="what the files are relative to")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    rows = read_manifest(args.manifest)
    engine = NetworkEngine(load_models().mrz_lines)
    counts = evaluate(engine, rows, args.root, date.today(), progress("pictures"))
    print_counts(counts, args.json)
    return 0

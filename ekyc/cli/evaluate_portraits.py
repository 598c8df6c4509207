"""`ekyc evaluate portraits`: do a card's portrait, its ghost and the live face agree as they
should?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.errors import SubjectError
from ekyc.evaluate.portraits import evaluate
from ekyc.kiosk import load_models


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--root", type=Path, required=True, help="pictures, a folder a person")
    parser.add_argument("--people", type=int, default=320, help="cards made (default: 320)")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    if not args.root.is_dir():
        raise SubjectError("input.folder_missing", folder=str(args.root))
    counts = evaluate(load_models(), args.root, args.people, progress("people"))
    print_counts(counts, args.json)
    return 0

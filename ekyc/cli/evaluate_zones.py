"""`ekyc evaluate zones`: is a machine-readable zone as surely right as it is said to be?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.document.fonts import OCR_B, font_file
from ekyc.errors import SubjectError
from ekyc.evaluate.made_zones import made_zones, summary
from ekyc.kiosk import load_models

SEED = 77


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--count", type=int, default=500, help="of zones (default: 500)")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--typeface", type=Path, metavar="FILE", help="what they are printed in (default: OCR-B)"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    if args.count < 1:
        raise SubjectError("input.zones_number", value=args.count)
    typeface = args.typeface or font_file(OCR_B)
    try:
        zones = list(made_zones(typeface, args.count, args.seed))
    except OSError as error:
        raise SubjectError("input.typeface", file=str(typeface)) from error
    counts = summary(zones, load_models().mrz_lines.predict, progress("zones"))
    print_counts(counts, args.json)
    return 0

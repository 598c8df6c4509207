"""`ekyc evaluate retouched`: is a zone in which a value was rewritten told from a true one?"""

from __future__ import annotations

import argparse
from datetime import date

from ekyc.cli.parts import add_documents, add_json, print_counts, progress
from ekyc.document.mrz.engine import NetworkEngine
from ekyc.evaluate.document import read_manifest
from ekyc.evaluate.retouched import evaluate
from ekyc.kiosk import load_models


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    add_documents(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    rows = read_manifest(args.manifest)
    engine = NetworkEngine(load_models().mrz_lines)
    counts = evaluate(engine, rows, args.root, date.today(), progress("pictures"))
    print_counts(counts, args.json)
    return 0

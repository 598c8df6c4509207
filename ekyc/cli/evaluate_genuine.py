"""`ekyc evaluate document-genuine`: are copies and a side shown twice told from documents?"""

from __future__ import annotations

import argparse

from ekyc.cli.parts import add_documents, add_json, print_counts, progress
from ekyc.document.reader import default_reader
from ekyc.evaluate.document import read_manifest
from ekyc.evaluate.genuine import evaluate
from ekyc.kiosk import load_models


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    add_documents(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    rows = read_manifest(args.manifest)
    reader = default_reader(load_models())
    print_counts(evaluate(reader, rows, args.root, progress("pictures")), args.json, width=26)
    return 0

"""`ekyc dataset import`: data of others as a manifest that is trained and evaluated on."""

from __future__ import annotations

import argparse
import csv
import io
from dataclasses import asdict, fields
from pathlib import Path

from ekyc.cli.files import check_writable, write_text
from ekyc.cli.parts import add_json, print_counts
from ekyc.train import celeba_spoof, reviewed
from ekyc.train.entry import Entry

MANIFEST = "manifest.csv"
KINDS = {"celeba-spoof": celeba_spoof.entries, "reviewed": reviewed.entries}


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    bring = kinds.add_parser("import", help="write a manifest for a folder of data")
    bring.add_argument("kind", choices=KINDS, help="whose data it is")
    bring.add_argument(
        "folder",
        type=Path,
        help="celeba-spoof: the one that holds Data and metas; reviewed: the one that holds live"
        " and spoof/SPECIES, sorted by a reviewer",
    )
    bring.add_argument("--out", type=Path, help=f"the manifest (default: {MANIFEST} in the folder)")
    add_json(bring)


def run(args: argparse.Namespace) -> int:
    """Write the manifest; print how many pictures of each label it has."""
    out: Path = args.out or args.folder / MANIFEST
    check_writable(out)
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [field.name for field in fields(Entry)])
    writer.writeheader()
    counts = {"n": 0, "live": 0, "spoof": 0}
    for entry in KINDS[args.kind](args.folder):
        writer.writerow(asdict(entry))
        counts["n"] += 1
        counts[entry.label] += 1
    write_text(out, text.getvalue())
    print_counts({"manifest": str(out), **counts}, args.json)
    return 0

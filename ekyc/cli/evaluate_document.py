"""`ekyc evaluate document`: are documents read exactly?"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from ekyc.cli.parts import add_documents, add_json, print_counts, progress
from ekyc.document.printed.engine import NetworkPrint, PrintEngine, TesseractPrint
from ekyc.document.reader import default_reader
from ekyc.evaluate.document import evaluate, read_manifest, summary
from ekyc.evaluate.document_peers import evaluate_peer, peer_summary, peers
from ekyc.evaluate.gallery import write_gallery
from ekyc.kiosk import load_models
from models.store import Store

_ENGINES: Mapping[str, Callable[[], PrintEngine]] = {
    "network": NetworkPrint,
    "tesseract": TesseractPrint,
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    add_documents(parser)
    parser.add_argument("--misses", action="store_true", help="name the pictures read wrongly")
    parser.add_argument(
        "--print-engine", choices=tuple(_ENGINES), default="network", help="reads printed fields"
    )
    parser.add_argument(
        "--gallery", type=Path, metavar="DIR", help="draw what was read wrongly into DIR (PNG)"
    )
    parser.add_argument(
        "--peers", action="store_true", help="measure PassportEye and fastmrz too, if installed"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    rows = read_manifest(args.manifest)
    reader = default_reader(load_models(), print_engine=_ENGINES[args.print_engine]())
    results = evaluate(reader, rows, args.root, progress("pictures"))
    counts = summary(results)
    if args.misses:
        counts["misses"] = [one.truth.file for one in results if not one.exact]
    if args.gallery is not None:
        write_gallery(results, args.root, args.gallery)
    if args.peers:
        model = Store().path("mrz_tessdata")
        counts["peers"] = {
            peer.name: peer_summary(evaluate_peer(peer, rows, args.root, progress(peer.name)))
            for peer in peers(model)
        }
    print_counts(counts, args.json)
    return 0

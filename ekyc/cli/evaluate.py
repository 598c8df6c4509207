"""`ekyc evaluate WHAT`: error rates on labelled data."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ekyc.cli import evaluate_document
from ekyc.cli.parts import add_json, print_json, progress
from ekyc.errors import SubjectError
from ekyc.evaluate.match import (
    MatchResult,
    all_pairs,
    embeddings,
    evaluate_all_pairs,
    evaluate_pairs,
    read_pairs,
)
from ekyc.kiosk import load_models
from models import Models


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    kinds = parser.add_subparsers(dest="what", metavar="WHAT", required=True)
    match = kinds.add_parser("match", help="are two faces told apart?")
    which = match.add_mutually_exclusive_group(required=True)
    which.add_argument("--pairs", type=Path, help="CSV with path_a, path_b, same")
    which.add_argument(
        "--all-pairs", action="store_true", help="every picture with every other; folder = person"
    )
    match.add_argument("--root", type=Path, required=True, help="what the paths are relative to")
    match.add_argument("--calibrate", type=Path, help="write the thresholds to this file")
    match.add_argument("--name", default="", help="of the data, for the calibration file")
    add_json(match)
    evaluate_document.configure(kinds.add_parser("document", help="are documents read exactly?"))


def run(args: argparse.Namespace) -> int:
    """As chosen."""
    return _match(args) if args.what == "match" else evaluate_document.run(args)


def _match(args: argparse.Namespace) -> int:
    if not args.root.is_dir():
        raise SubjectError("input.folder_missing", folder=str(args.root))
    pairs = None if args.all_pairs else read_pairs(args.pairs)
    paths = (
        all_pairs(args.root) if pairs is None else [p for q in pairs for p in (q.path_a, q.path_b)]
    )
    if not paths:
        raise SubjectError("input.folder_has_no_pictures", folder=str(args.root))
    models = load_models()
    known = embeddings(models, args.root, paths, progress("pictures"))
    result = evaluate_all_pairs(known) if pairs is None else evaluate_pairs(pairs, known)
    if args.calibrate:
        args.calibrate.write_text(_calibration(models, result, args.name or str(args.root)))
    summary = result.summary()
    if args.json:
        print_json(summary)
    else:
        for key, value in summary.items():
            print(f"{key:20} {value}")
    return 0


def _calibration(models: Models, result: MatchResult, name: str) -> str:
    """The calibration file's text: thresholds, and on what they were measured."""
    summary = result.summary()
    thresholds, misses = summary["threshold_at"], summary["fnmr_at"]
    lines = [
        "# Least cosine similarity at each false match rate. Written by",
        "# `ekyc evaluate match --all-pairs --calibrate`; euclidean = sqrt(2 - 2 cosine).",
        f'encoder = "{models.encoder.identity.name}"',
        f'encoder_sha256 = "{models.encoder.identity.sha256}"',
        f'measured_on = "{name}"',
        f'measured_at = "{date.today().isoformat()}"',
        *(f"{key} = {summary[key]}" for key in ("n_genuine", "n_impostor", "n_no_face")),
        "",
    ]
    for title, values in (("cosine_threshold_at_fmr", thresholds), ("fnmr_at_fmr", misses)):
        assert isinstance(values, dict)  # noqa: S101 - narrows for the type checker
        lines += [f"[{title}]", *(f'"{k}" = {v:.6f}' for k, v in values.items()), ""]
    return "\n".join(lines)

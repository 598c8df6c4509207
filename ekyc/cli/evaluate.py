"""`ekyc evaluate WHAT`: error rates on labelled data."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ekyc.cli import (
    evaluate_document,
    evaluate_expression,
    evaluate_liveness,
    evaluate_quality,
)
from ekyc.cli.parts import add_json, check_writable, print_json, progress
from ekyc.errors import SubjectError
from ekyc.evaluate.match import (
    MatchResult,
    all_pairs,
    embeddings,
    evaluate_all_pairs,
    evaluate_pairs,
    read_pairs,
)
from ekyc.evaluate.rates import ACCEPTED
from ekyc.kiosk import load_models
from ekyc.toml import toml_string
from models import Identity
from models.atomic import write_atomically


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
    evaluate_liveness.configure(
        kinds.add_parser("liveness", help="are blinks and movements found in clips?")
    )
    evaluate_expression.configure(
        kinds.add_parser("expression", help="are smiles and surprise told from the rest?")
    )
    evaluate_quality.configure(kinds.add_parser("quality", help="is what the gate passes matched?"))


def run(args: argparse.Namespace) -> int:
    """As chosen."""
    kinds = {
        "match": _match,
        "document": evaluate_document.run,
        "liveness": evaluate_liveness.run,
        "expression": evaluate_expression.run,
        "quality": evaluate_quality.run,
    }
    return kinds[args.what](args)


def _match(args: argparse.Namespace) -> int:
    if not args.root.is_dir():
        raise SubjectError("input.folder_missing", folder=str(args.root))
    if args.calibrate:
        check_writable(args.calibrate)
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
        text = calibration(models.encoder.identity, result, args.name or str(args.root))
        try:
            write_atomically(args.calibrate, text.encode())
        except OSError as error:
            raise SubjectError("input.file_not_writable", file=str(args.calibrate)) from error
    summary = result.summary()
    if args.json:
        print_json(summary)
    else:
        for key, value in summary.items():
            print(f"{key:20} {value}")
    return 0


def calibration(encoder: Identity, result: MatchResult, name: str) -> str:
    """The calibration file's text: thresholds, and on what they were measured.

    Raises SubjectError when the data cannot show one of the false match rates.
    """
    summary, thresholds = result.summary(), result.thresholds
    for fmr, threshold in thresholds.items():
        if threshold is None:
            failed = int((result.impostor == ACCEPTED).sum())
            pairs = len(result.impostor)
            raise SubjectError("input.too_few_impostors", fmr=fmr, pairs=pairs, failed=failed)
    lines = [
        "# Least cosine similarity at each false match rate. Written by",
        "# `ekyc evaluate match --all-pairs --calibrate`; euclidean = sqrt(2 - 2 cosine).",
        f"encoder = {toml_string(encoder.name)}",
        f"encoder_sha256 = {toml_string(encoder.sha256)}",
        f"measured_on = {toml_string(name)}",
        f'measured_at = "{date.today().isoformat()}"',
        *(f"{key} = {summary[key]}" for key in ("n_genuine", "n_impostor", "n_no_face")),
        "",
    ]
    misses = summary["fnmr_at"]
    for title, values in (("cosine_threshold_at_fmr", thresholds), ("fnmr_at_fmr", misses)):
        assert isinstance(values, dict)  # noqa: S101 - narrows for the type checker
        lines += [f"[{title}]", *(f'"{k}" = {v:.6f}' for k, v in values.items()), ""]
    return "\n".join(lines)

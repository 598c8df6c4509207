"""`ekyc evaluate match`: are two faces told apart?"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from ekyc.cli.files import check_writable, write_text
from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.errors import SubjectError
from ekyc.evaluate import det
from ekyc.evaluate.calibration import calibration_text
from ekyc.evaluate.match import (
    Embedded,
    MatchResult,
    all_pairs,
    documents,
    embeddings,
    evaluate_all_pairs,
    evaluate_pairs,
    hard_impostors,
    only_of,
    read_pairs,
)
from ekyc.face.embedding import SHARES, weights_of
from ekyc.kiosk import load_models

BOTH = "both"
Evaluate = Callable[[Embedded, Embedded | None], MatchResult]


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--pairs", type=Path, help="CSV with path_a, path_b, same")
    which.add_argument(
        "--all-pairs", action="store_true", help="every picture with every other; folder = person"
    )
    parser.add_argument("--root", type=Path, required=True, help="what the paths are relative to")
    parser.add_argument(
        "--encoder",
        choices=(BOTH, *SHARES),
        default=BOTH,
        help="which network compares (default: both, and each alone for comparison)",
    )
    parser.add_argument(
        "--cards",
        action="store_true",
        help="print one picture of each pair on a simulated card",
    )
    parser.add_argument("--det", type=Path, help="draw the DET curves into this SVG file")
    parser.add_argument(
        "--calibrate", type=Path, help="write the thresholds, of pictures and cards, to this file"
    )
    parser.add_argument("--name", default="", help="of the data, for the calibration file")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the error rates; write the curves and the calibration where they are wanted.

    Raises SubjectError for input that cannot be used, before the work where that can be known.
    """
    if not args.root.is_dir():
        raise SubjectError("input.folder_missing", folder=str(args.root))
    for path in (args.calibrate, args.det):
        if path:
            check_writable(path)
    pairs = None if args.all_pairs else read_pairs(args.pairs)
    paths = (
        all_pairs(args.root) if pairs is None else [p for q in pairs for p in (q.path_a, q.path_b)]
    )
    if not paths:
        raise SubjectError("input.folder_has_no_pictures", folder=str(args.root))

    def evaluate(known: Embedded, cards: Embedded | None) -> MatchResult:
        if pairs is None:
            return evaluate_all_pairs(known, cards)
        return evaluate_pairs(pairs, known, cards)

    models = load_models()
    known = embeddings(models, args.root, paths, progress("pictures"))
    cards = None
    if args.cards or args.calibrate:
        printed = documents(paths) if pairs is None else [pair.path_a for pair in pairs]
        cards = embeddings(models, args.root, printed, progress("cards"), on_card=True)
    results = _results(evaluate, known, cards if args.cards else None, args.encoder)
    if args.calibrate:
        weights = {n: its for n, its in weights_of(models).items() if args.encoder in (BOTH, n)}
        pictures, printed_ones = (
            _results(evaluate, known, on_card, args.encoder)[args.encoder]
            for on_card in (None, cards)
        )
        name = args.name or str(args.root)
        write_text(args.calibrate, calibration_text(weights, pictures, printed_ones, name))
    if args.det:
        curves = {
            name: det.curve(one.genuine.scores, one.impostor.scores)
            for name, one in results.items()
        }
        write_text(args.det, det.svg(curves))
    summary = results.pop(args.encoder).summary()
    if results:
        summary["alone"] = {name: one.summary() for name, one in results.items()}
    if pairs is None and not args.cards:
        summary["hard_impostors"] = _hard(known, args.encoder, summary["threshold_at"])
    print_counts(summary, args.json, width=22)
    return 0


def _results(
    evaluate: Evaluate, known: Embedded, cards: Embedded | None, encoder: str
) -> dict[str, MatchResult]:
    """What was asked for; beside both networks also each alone."""
    results = {BOTH: evaluate(known, cards)} if encoder == BOTH else {}
    for name in SHARES:
        if encoder in (BOTH, name):
            own = only_of(cards, name) if cards else None
            results[name] = evaluate(only_of(known, name), own)
    return results


def _hard(known: Embedded, encoder: str, thresholds: object) -> dict[str, object]:
    """FMR at the thresholds among those that another network takes for alike, by its name."""
    assert isinstance(thresholds, dict)  # noqa: S101 - narrows for the type checker
    found: dict[str, object] = {}
    tested = known
    for name in SHARES:
        if name == encoder:
            tested = only_of(known, name)
    for name in SHARES:
        if name != encoder:
            scores = hard_impostors(tested, only_of(known, name))
            found[f"chosen_by_{name}"] = {
                "n_impostor": len(scores),
                "fmr_at": {
                    fmr: None if at is None else float((scores >= at).mean())
                    for fmr, at in thresholds.items()
                },
            }
    return found

"""`ekyc evaluate bias`: do errors hang on skin, light, glasses or size?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from ekyc.cli.evaluate_detection import THRESHOLD, detectors, rows_of
from ekyc.cli.files import check_writable, write_text
from ekyc.cli.parts import add_json, print_json, progress
from ekyc.errors import SubjectError
from ekyc.evaluate import dots
from ekyc.evaluate.bias import observed, of_detection, of_pictures
from ekyc.evaluate.looking import look
from ekyc.evaluate.match import all_pairs, read_pairs
from ekyc.face.embedding import weights_of
from ekyc.face.match import Calibration
from ekyc.kiosk import load_models, models_under
from ekyc.policy import load_policy

FACES, ATTACKS = ("fnmr", "fmr", "gate"), ("bpcer", "apcer")


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--pairs", type=Path, help="CSV with path_a, path_b, same")
    which.add_argument(
        "--all-pairs", action="store_true", help="every picture with every other; folder = person"
    )
    which.add_argument(
        "--config", type=Path, help="TOML as models/training/attack/pad.toml: of attacks"
    )
    parser.add_argument("--root", type=Path, required=True, help="what paths are relative to")
    parser.add_argument("--policy", default="kiosk", help="whose match_fmr counts (default: kiosk)")
    parser.add_argument("--weights", type=Path, help="for --config: as `evaluate pad` takes them")
    parser.add_argument("--threshold", type=float, default=THRESHOLD, help="attack from here on")
    parser.add_argument("--plot", type=Path, help="draw the rates into this SVG file")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the rates of every group; draw them where that is wanted."""
    if not args.root.is_dir():
        raise SubjectError("input.folder_missing", folder=str(args.root))
    if args.config and args.weights is None:
        raise SubjectError("input.weights_needed")
    if args.plot:
        check_writable(args.plot)
    result = _attacks(args) if args.config else _faces(args)
    rates = ATTACKS if args.config else FACES
    if args.plot:
        write_text(args.plot, dots.svg(result["groups"], rates))
    if args.json:
        print_json(result)
        return 0
    print("\n".join(table(result, rates)))
    return 0


def _faces(args: argparse.Namespace) -> dict[str, Any]:
    pairs, policy = None if args.all_pairs else read_pairs(args.pairs), load_policy(args.policy)
    if pairs is None:
        paths = all_pairs(args.root)
    else:
        paths = sorted({path for pair in pairs for path in (pair.path_a, pair.path_b)})
    if not paths:
        raise SubjectError("input.folder_has_no_pictures", folder=str(args.root))
    models = models_under(policy)
    calibration = Calibration.load(weights_of(models))
    calibration.require(policy.match_fmr)
    pictures = observed(models, policy.landmarks, args.root, paths, progress("pictures"))
    counts = {"n_pictures": len(paths), "n_no_face": len(paths) - len(pictures)}
    return {**counts, **of_pictures(pictures, pairs, calibration.pictures[policy.match_fmr])}


def _attacks(args: argparse.Namespace) -> dict[str, Any]:
    rows = rows_of(args)
    detector_of = detectors(args.weights, rows)
    seen = look(load_models(), detector_of, rows, args.root, progress("pictures"))
    no_face = sum(one.attack is None for one in seen)
    counts = {"n_pictures": len(seen), "n_no_face": no_face}
    return {**counts, **of_detection(seen, args.threshold)}


def table(result: dict[str, Any], rates: Sequence[str]) -> Iterator[str]:
    """A line for each group: errors of all, the rate, its interval."""
    for trait, named in {"": {"all": result["all"]}, **result["groups"]}.items():
        yield f"{trait:24}" + "".join(f" {rate.upper():>38}" for rate in rates)
        for name, own in named.items():
            yield f"  {name:22}" + "".join(f" {_told(own[rate]):>38}" for rate in rates)


def _told(share: dict[str, Any]) -> str:
    if share["rate"] is None:
        return "-"
    low, high = share["interval_95"]
    counts = f"{share['n_wrong']}/{share['n']}"
    return f"{counts} {share['rate']:.2%} ({low:.2%} to {high:.2%})"

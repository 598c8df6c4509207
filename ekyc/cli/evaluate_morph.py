"""`ekyc evaluate morph`: is a portrait half of one person and half of another accepted for both?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.errors import SubjectError
from ekyc.evaluate.morph import evaluate
from ekyc.face.embedding import weights_of
from ekyc.face.match import Calibration
from ekyc.kiosk import models_under
from ekyc.policy import load_policy


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--root", type=Path, required=True, help="pictures, a folder a person")
    parser.add_argument("--pairs", type=int, default=150, help="morphs of each kind (default: 150)")
    parser.add_argument("--policy", default="kiosk", help="whose match_fmr counts (default: kiosk)")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    if not args.root.is_dir():
        raise SubjectError("input.folder_missing", folder=str(args.root))
    policy = load_policy(args.policy)
    models = models_under(policy)
    calibration = Calibration.load(weights_of(models))
    calibration.require(policy.match_fmr)
    threshold = calibration.cards[policy.match_fmr]
    label = progress("pictures and morphs")
    print_counts(evaluate(models, args.root, args.pairs, threshold, label), args.json)
    return 0

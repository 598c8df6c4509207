"""`ekyc evaluate quality`: is what the gate lets pass matched, and what it refuses missed?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli.parts import add_json, print_json, progress
from ekyc.errors import SubjectError
from ekyc.evaluate.match import read_pairs
from ekyc.evaluate.quality import evaluate, summary
from ekyc.face.embedding import weights_of
from ekyc.face.match import Calibration, Matcher
from ekyc.kiosk import models_under
from ekyc.policy import load_policy
from ekyc.values import Status


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--pairs", type=Path, required=True, help="CSV with path_a, path_b, same")
    parser.add_argument("--root", type=Path, required=True, help="what the paths are relative to")
    parser.add_argument("--policy", default="kiosk", help="whose match_fmr counts (default: kiosk)")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts, for each way in which the pictures are spoiled."""
    if not args.root.is_dir():
        raise SubjectError("input.folder_missing", folder=str(args.root))
    pairs, policy = read_pairs(args.pairs), load_policy(args.policy)
    models = models_under(policy)
    calibration = Calibration.load(weights_of(models))
    calibration.require(policy.match_fmr)
    matcher = Matcher(calibration, policy)
    trials = evaluate(
        models,
        lambda a, b: matcher.compare(a, b).status is Status.PASS,
        pairs,
        args.root,
        progress("pairs"),
    )
    counts = summary(trials)
    if args.json:
        print_json(counts)
        return 0
    print(
        f"{'':18} {'n':>5} {'no face':>7} {'refused':>7} {'FNMR passed':>15} {'FNMR refused':>15}"
    )
    for name, one in {"all": counts, **counts["spoilings"]}.items():
        rates = "".join(f" {_rate(one[side]):>15}" for side in ("passed", "refused"))
        print(f"{name:18} {one['n']:5} {one['n_no_face']:7} {one['n_refused']:7}{rates}")
    return 0


def _rate(side: dict[str, float | None]) -> str:
    return f"{side['missed']}/{side['n']}"

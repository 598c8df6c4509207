"""`ekyc evaluate screen-light`: is the screen's light told on faces, and no other?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.evaluate.screen_light import read_clips, summary
from ekyc.face.observer import FaceObserver
from ekyc.kiosk import load_models


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--manifest", type=Path, required=True, help="CSV with file")
    parser.add_argument("--root", type=Path, required=True, help="what the files are relative to")
    parser.add_argument("--seed", type=int, default=0, help="other sequences, noise and delays")
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts."""
    models = load_models()
    clips = read_clips(args.manifest, args.root, lambda: FaceObserver(models).observe)
    print_counts(summary(clips, progress("settings"), args.seed), args.json)
    return 0

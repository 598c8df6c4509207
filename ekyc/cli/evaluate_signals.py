"""`ekyc evaluate signals`: what do the analysers of a face over time tell?"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from ekyc.attack.species import KIT
from ekyc.cli.parts import add_json, print_json, progress
from ekyc.errors import SubjectError
from ekyc.evaluate.detection import read_manifest
from ekyc.evaluate.signals import Playing, of_attack, of_pictures, of_recordings, score, summary
from ekyc.evaluate.table import read_table
from ekyc.kiosk import load_models


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--manifest", type=Path, help="pictures: CSV with file, label")
    what.add_argument("--recordings", type=Path, help="of living people: CSV with file")
    parser.add_argument("--root", type=Path, required=True, help="what the files are relative to")
    parser.add_argument("--source", default="", help="of all pictures, where no column says it")
    parser.add_argument(
        "--clips",
        metavar="PATTERN",
        help="take the pictures of one clip together: a regular expression for their names, whose"
        " first group is the clip, and its second the frame's number",
    )
    parser.add_argument("--fps", type=float, help="play recordings at most at this rate")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each recording (20)")
    parser.add_argument(
        "--species", metavar="A,B", default="", help="attacks that are made of every recording"
    )
    parser.add_argument(
        "--attack-video", metavar="FILE", type=Path, action="append", default=[],
        help="an attack beside the recordings; may be given again",
    )  # fmt: skip
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print AUC and counts of each analyser, by source and species."""
    if args.manifest:
        rows = read_manifest(args.manifest)
        rows = [replace(row, source=row.source or args.source) for row in rows]
        presentations = of_pictures(load_models(), rows, args.root, args.clips)
    else:
        species = [name.strip() for name in args.species.split(",") if name.strip()]
        wrong = [name for name in species if name not in KIT]
        if wrong:
            raise SubjectError("input.species_unknown", name=", ".join(wrong), known=", ".join(KIT))
        paths = [args.root / row["file"] for row in read_table(args.recordings, ("file",))]
        models, playing = load_models(), Playing(args.fps, args.seconds)
        presentations = of_recordings(models, paths, playing, species)
        presentations += [of_attack(models, path, playing) for path in args.attack_video]
    result = summary(score(presentations, progress("presentations")))
    if args.json:
        print_json(result)
        return 0
    for name, sources in result.items():
        for source, row in sources.items():
            for kind, told in (("all", row), *row["species"].items()):
                missed = "+".join(str(count) for count in told["not_assessed"])
                auc = "-" if told["auc"] is None else f"{told['auc']:.3f}"
                print(
                    f"{name:16} {source:20} {kind:36} {auc:>6}"
                    f" {told['n_live']:5} live {told['n_attack']:5} attacks, not assessed {missed}"
                )
    return 0

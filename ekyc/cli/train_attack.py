"""`ekyc train pad` and `deepfake`: fit the detectors of attacks on labelled faces."""

from __future__ import annotations

import argparse
import json
from math import isnan
from pathlib import Path
from typing import Any

from ekyc.cli.parts import add_json, print_counts, progress, read_training
from ekyc.errors import KioskFault, SubjectError
from ekyc.kiosk import load_models

EACH = "each"


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "--config", type=Path, required=True, help="TOML, as models/training/attack/pad.toml"
    )
    parser.add_argument("--root", type=Path, required=True, help="what the manifests stand below")
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="the folder for crops, networks, logs and checkpoints; a fit that was stopped goes on"
        " there",
    )
    parser.add_argument(
        "--leave-out",
        default="",
        metavar="A,B",
        help=f"sources that are not fitted on but judged; `{EACH}`: every one in turn",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Prepare, fit and export; print the last row of each fit's log."""
    try:
        from models.training.attack import fit as training
        from models.training.attack.config import Config
        from models.training.attack.export import export
        from models.training.attack.samples import samples_of
        from models.training.attack.table import read_rows
        from models.training.imagenet import imagenet_weights

        trunk = imagenet_weights()
    except ModuleNotFoundError as error:
        raise KioskFault("input.training_not_installed", module=str(error.name)) from error
    from ekyc.train.crops import pictures_of, prepare

    config = read_training(Config.read, args.config)
    pictures = pictures_of(config, args.root)
    crops = args.out / "crops"
    prepare(load_models, pictures, config, crops, progress("pictures"))
    species = training.species_of([one.row for one in samples_of(read_rows(crops), config)])
    results: dict[str, Any] = {}
    for left_out in _left_out(args.leave_out, sorted({one.labelled.source for one in pictures})):
        name = f"without_{'_'.join(left_out)}" if left_out else "all"
        out = args.out / name
        last = training.fit(crops, out, config, trunk, left_out)
        results[name] = {key: None if isnan(value) else value for key, value in last.items()}
        export(out, config, trunk, species)
    (args.out / "results.json").write_text(json.dumps(results, indent=1), encoding="utf-8")
    print_counts(results, args.json)
    return 0


def _left_out(wanted: str, sources: list[str]) -> list[tuple[str, ...]]:
    """The groups of sources to leave out, one fit each; one empty group for a fit on everything.

    Raises SubjectError for a source that the configuration lacks.
    """
    if wanted == EACH:
        return [(source,) for source in sources]
    named = tuple(name.strip() for name in wanted.split(",") if name.strip())
    unknown = sorted(set(named) - set(sources))
    if unknown:
        raise SubjectError(
            "input.source_unknown", name=", ".join(unknown), known=", ".join(sources)
        )
    return [named]

"""`ekyc train mrz_lines`: fit the recogniser of machine-readable lines on print made as it goes."""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli.parts import add_json, print_counts, read_training
from ekyc.errors import KioskFault


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "--config", type=Path, required=True, help="TOML, as models/training/mrz/config.toml"
    )
    parser.add_argument(
        "--out",
        type=Path,
        required=True,
        help="the folder for network, log and checkpoint; a fit that was stopped goes on there",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Fit to the end; print how well lines are read that were not trained on."""
    try:
        from models.training.mrz import fit
    except ModuleNotFoundError as error:
        raise KioskFault("input.training_not_installed", module=str(error.name)) from error
    config = read_training(fit.Config.read, args.config)
    for typeface in config.typefaces:
        if not Path(typeface.file).is_file():
            raise KioskFault("document.font_missing", font=typeface.file, package=typeface.package)
    result = fit.fit(config, args.out)
    print_counts(result, args.json)
    return 0

"""What several commands need: how results are printed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from ekyc.errors import SubjectError
from ekyc.liveness.challenges import CHALLENGES
from ekyc.messages import Catalogue
from ekyc.policy_rules import SCREEN_LIGHT
from ekyc.values import Check

T = TypeVar("T")


def check_json(check: Check, catalogue: Catalogue) -> dict[str, Any]:
    """A check as the commands print it."""
    return {
        "name": check.name,
        "status": check.status.value,
        "score": check.score,
        "threshold": check.threshold,
        "reason": catalogue.text(check.reason),
    }


def print_json(value: Any) -> None:
    """One object on stdout."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2, allow_nan=False)
    sys.stdout.write("\n")


def print_counts(counts: Mapping[str, Any], as_json: bool, width: int = 20) -> None:
    """One object, or for people a line each, names `width` characters wide."""
    if as_json:
        print_json(counts)
        return
    for key, value in counts.items():
        print(f"{key:{width}} {value}")


def progress(label: str) -> Callable[[int, int], None]:
    """A counter on stderr, where that is a terminal."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty() and (done % 25 == 0 or done == total):
            end = "\n" if done == total else ""
            print(f"\r{label} {done}/{total}", end=end, file=sys.stderr, flush=True)

    return show


def add_documents(parser: argparse.ArgumentParser) -> None:
    """Which pictures of documents, and what stands in their zones."""
    parser.add_argument(
        "--manifest", type=Path, required=True, help="CSV with file, mrz_format, mrz_lines"
    )
    parser.add_argument("--root", type=Path, required=True, help="what the files are relative to")


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option every command with a result has."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_case(parser: argparse.ArgumentParser) -> None:
    """The bank's number for what a session is about."""
    parser.add_argument(
        "--case", default="", metavar="NUMBER", help="the bank's number of the case"
    )


def add_movements(parser: argparse.ArgumentParser, default: str) -> None:
    """What is asked of the person in a recording; `default` says what is asked otherwise."""
    parser.add_argument(
        "--challenges",
        metavar="A,B,C",
        help=f"the movements asked for, in order: {', '.join(CHALLENGES)} (default: {default})",
    )
    parser.add_argument("--deadline", type=float, help="seconds of clip time for each (default 15)")


def plan_of(names: str | None) -> tuple[str, ...] | None:
    """The movements that `--challenges` names. Raises SubjectError: one that does not exist."""
    if names is None:
        return None
    plan = tuple(name.strip() for name in names.split(",") if name.strip())
    if SCREEN_LIGHT in plan:
        raise SubjectError("input.challenge_light", name=SCREEN_LIGHT)
    unknown = [name for name in plan if name not in CHALLENGES]
    if unknown or not plan:
        wrong = ", ".join(unknown) or names
        raise SubjectError("input.challenge_unknown", name=wrong, known=", ".join(CHALLENGES))
    return plan


def deadline_of(args: argparse.Namespace) -> float | None:
    """The seconds that `--deadline` gives. Raises SubjectError: none that can be."""
    seconds: float | None = args.deadline
    if seconds is not None and not 0.1 <= seconds <= 3600:
        raise SubjectError("input.deadline", value=seconds)
    return seconds


def files_under(root: Path, suffixes: Collection[str]) -> list[Path]:
    """Those of a folder and its folders that end so, by name. Raises SubjectError for none."""
    paths = sorted(p for p in root.rglob("*") if p.suffix.lower() in suffixes and p.is_file())
    if not paths:
        raise SubjectError("input.folder_has_no_pictures", folder=str(root))
    return paths


def read_training(read: Callable[[Path], T], path: Path) -> T:
    """What a network is fitted with. Raises SubjectError for a file that cannot be used."""
    try:
        return read(path)
    except (OSError, TypeError, ValueError) as error:
        raise SubjectError("input.training_config", file=str(path), why=str(error)) from error

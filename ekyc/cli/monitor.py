"""`ekyc monitor`: do this kiosk's sessions look as they used to?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli import OK, REVIEW
from ekyc.cli.parts import add_json, print_json
from ekyc.errors import SubjectError
from ekyc.evaluate.monitor import Window, compared, read_records, read_reviews
from ekyc.logs import state_folder
from ekyc.messages import Catalogue, Message

LAST = 200
NOTHING_CHANGED = Message("monitor.nothing_changed")


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "--records", type=Path, help="the folder of sessions' records (default: this kiosk's)"
    )
    parser.add_argument(
        "--last", type=int, default=LAST, help=f"hold so many against all before (default {LAST})"
    )
    parser.add_argument(
        "--reviews", type=Path, help="CSV with reference, truth (genuine or attack)"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """0 when nothing changed, 4 when somebody should look."""
    past = read_records(args.records or state_folder() / "records")
    if not 0 < args.last < len(past):
        raise SubjectError("input.last_sessions", n=len(past), value=args.last)
    attacks = read_reviews(args.reviews) if args.reviews else {}
    found = compared(Window(past[: -args.last], attacks), Window(past[-args.last :], attacks))
    catalogue = Catalogue(args.language)
    said = [catalogue.text(message) for message in found["alerts"]]
    code = REVIEW if said else OK
    if args.json:
        print_json({**found, "alerts": said})
        return code
    for name, one in found["scores"].items():
        figures = "-" if one["psi"] is None else f"PSI {one['psi']:.2f}  KS {one['ks']:.2f}"
        print(f"{name:30} {one['n_then']:6} {one['n_now']:6}  {figures}")
    for name, one in found["shares"].items():
        if one["then"]["n"] or one["now"]["n"]:
            then, now = (f"{one[when]['k']}/{one[when]['n']}" for when in ("then", "now"))
            print(f"{name:30} {then:>13} {now:>13}")
    print("\n".join(said) or catalogue.text(NOTHING_CHANGED))
    return code

"""`ekyc demo`: a whole journey with the simulated customer, with or without the window."""

from __future__ import annotations

import argparse
from pathlib import Path

from ekyc.cli.parts import add_case, add_json
from ekyc.cli.report import report
from ekyc.demo import demo_customer
from ekyc.errors import SubjectError
from ekyc.kiosk import Kiosk
from ekyc.policy import DEMO, load_policy
from ekyc.policy_rules import LIGHT_OFF, LIGHT_REQUIRED
from ekyc.session.case import parse_case
from ekyc.session.drive import drive, welcome
from gui.display import require_display
from gui.pictures import Pictures


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--disobey", action="store_true", help="the customer moves the wrong way")
    parser.add_argument(
        "--screen-light", action="store_true", help="the screen shines in colours first"
    )
    parser.add_argument("--window", action="store_true", help="play it in the kiosk's window")
    parser.add_argument(
        "--screenshots", metavar="DIR", type=Path, help="with --window: a picture of every page"
    )
    parser.add_argument("--size", default="1280x800", help="of the window (default: 1280x800)")
    add_case(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 APPROVED, 3 REJECTED, 4 REVIEW."""
    size_px, case = _size(args.size), parse_case(args.case)
    if args.window:
        require_display()
    pictures = Pictures(args.screenshots) if args.window and args.screenshots else None
    light = LIGHT_REQUIRED if args.screen_light else LIGHT_OFF
    kiosk = Kiosk.load(load_policy(DEMO, screen_light=light))
    customer = demo_customer(kiosk, obedient=not args.disobey, realtime=args.window)
    if args.window:
        from gui.play import play  # what has no window loads no Qt

        session = play(kiosk, customer, pictures, size_px, args.language, case)
    else:
        session = kiosk.session(customer, case=case)
        drive(session, customer, kiosk.read, first=welcome(session, args.language, "command-line"))
    return report(session, args)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) >= 640 and int(height) >= 400):
        raise SubjectError("input.window_size", value=text)
    return int(width), int(height)

"""`ekyc run`: the kiosk's window on a camera, or on the simulated customer."""

from __future__ import annotations

import argparse
from functools import cache
from typing import TYPE_CHECKING

from PyQt5.QtGui import QGuiApplication

from ekyc.cli.parts import add_case
from ekyc.pin import PinLock, pin_file
from ekyc.policy import load_policy, policy_of_this_kiosk
from ekyc.session.case import parse_case
from gui.app import run_window
from gui.host import Preferences
from gui.pages.start_up import CAMERA, SIMULATED
from gui.teller.side import TellerSettings
from gui.window import WindowSettings

if TYPE_CHECKING:
    from gui.source import Source


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--camera", default="", help="its name, or part of it (default: the first)")
    parser.add_argument(
        "--simulated", action="store_true", help="begin with the simulated customer"
    )
    parser.add_argument(
        "--policy",
        help="profile or TOML file for the camera (default: $EKYC_POLICY, policy.toml in the state"
        " folder, or kiosk)",
    )
    parser.add_argument("--bank", default="Bank of Utopia", help="whose kiosk this is")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--reduced-motion", action="store_true", help="nothing slides or eases")
    parser.add_argument(
        "--second-screen",
        action="store_true",
        help="show the checks on the second screen, which only staff see (default: at the window's "
        "edge, behind the PIN of 'ekyc pin')",
    )
    add_case(parser)
    parser.add_argument("--windowed", action="store_true", help="not on the whole screen")


def run(args: argparse.Namespace) -> int:
    """Until the window is closed."""
    policy = load_policy(args.policy or policy_of_this_kiosk())
    case = parse_case(args.case)

    @cache
    def source() -> Source:
        """Imported on the thread that opens it, while the window is already seen."""
        from gui.source import Source

        return Source(policy, args.camera, case)

    screens = QGuiApplication.screens if args.second_screen else None
    settings = WindowSettings(
        args.bank,
        Preferences(language=args.language, theme=args.theme, reduced_motion=args.reduced_motion),
        TellerSettings(PinLock(pin_file()), screens),
    )
    first = SIMULATED if args.simulated else CAMERA
    return run_window(
        lambda kind: source().open(kind), settings, first=first, full_screen=not args.windowed
    )

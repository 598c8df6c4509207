"""`ekyc run`: the kiosk's window on a camera, or on the simulated customer."""

from __future__ import annotations

import argparse

from PyQt5.QtGui import QGuiApplication

from ekyc.camera.opening import SIMULATED, open_source
from ekyc.cli.parts import add_case
from ekyc.demo import demo_customer
from ekyc.kiosk import Kiosk
from ekyc.pin import PinLock, pin_file
from ekyc.policy import DEMO, load_policy, policy_of_this_kiosk
from ekyc.session.case import parse_case
from ekyc.session.runner import Runner
from gui.app import run_window
from gui.host import Preferences
from gui.teller.side import TellerSettings
from gui.theme import success_hold_s
from gui.window import WindowSettings


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
    demo = load_policy(
        DEMO,
        landmarks=policy.landmarks,
        commercial_weights_only=policy.commercial_weights_only,
    )
    cases = iter([parse_case(args.case)])  # of the first person, and of nobody after
    loaded: list[Kiosk] = []

    def kiosk() -> Kiosk:
        if not loaded:
            loaded.append(Kiosk.load(demo))
        return loaded[0]

    def open_kiosk(kind: str) -> Runner:
        """On a thread of its own; the camera first, so that a missing one is told at once."""
        source = open_source(
            SIMULATED if kind == SIMULATED else args.camera,
            simulated=lambda: demo_customer(kiosk(), realtime=True),
        )
        ours = kiosk().under(demo if source.provenance.is_staged else policy)
        runner = Runner(
            lambda: ours.session(source, success_hold_s=success_hold_s(), case=next(cases, "")),
            source,
            ours.read,
            on_finished=ours.keep_record,
            forget=ours.forget,
        )
        runner.start()
        return runner

    screens = QGuiApplication.screens if args.second_screen else None
    settings = WindowSettings(
        args.bank,
        Preferences(language=args.language, theme=args.theme),
        TellerSettings(PinLock(pin_file()), screens),
    )
    first = SIMULATED if args.simulated else "camera"
    return run_window(open_kiosk, settings, first=first, full_screen=not args.windowed)

"""`ekyc screen FILE|DIR`: does a picture or a video show a living person, or an attack?"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ekyc.camera.pictures import SUFFIXES
from ekyc.cli import BAD_INPUT, OK
from ekyc.cli.parts import add_json, check_json, files_under, print_json, progress
from ekyc.cli.report import EXIT_CODES, print_checks
from ekyc.decision import Evidence, decide
from ekyc.errors import SubjectError
from ekyc.face.observer import FaceObserver
from ekyc.kiosk import judges_of, models_under
from ekyc.messages import Catalogue, Message
from ekyc.outside.files import Outside
from ekyc.outside.video import OutsideVideo
from ekyc.passive.still import face_of
from ekyc.passive.watch import PassiveWatch
from ekyc.policy import load_policy, profiles
from ekyc.session.passive import NAMES, passive_checks
from ekyc.values import Decision, Provenance

VIDEOS = (".mp4", ".mov", ".avi", ".mkv", ".webm", ".mpg", ".mpeg", ".m4v")
"""Files of a folder that are played."""
SINGLE_IMAGE = "single_image"
Screened = Decision | SubjectError
"""What came of a file, or why nothing did."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "path", metavar="FILE|DIR", type=Path, help="a picture or video, or a folder"
    )
    parser.add_argument(
        "--policy",
        default=SINGLE_IMAGE,
        help=f"whose error rates hold: {', '.join(profiles())} (default: {SINGLE_IMAGE}), or a"
        " TOML file",
    )
    parser.epilog = (
        "With --json a FILE gives one object, a DIR a list of them, by name: file, outcome, checks"
        " (as of verify). Required are presentation_attack and deepfake."
        " Exit codes of a FILE: 0 APPROVED, 3 REJECTED, 4 REVIEW; 2 one cannot be read."
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """What cannot be read in a folder is told among the others; a single file is bad input."""
    catalogue = Catalogue(args.language)
    if not args.path.is_dir():
        if not args.path.is_file():
            raise SubjectError("input.file_unreadable", file=str(args.path))
        found = _screening(args.policy)(args.path)
        if args.json:
            print_json(_json(args.path.name, found, catalogue))
        else:
            _print(args.path.name, found, catalogue)
        return EXIT_CODES[found.outcome]
    results = _folder(args.path, args.policy)
    if args.json:
        print_json([_json(name, each, catalogue) for name, each in results.items()])
    else:
        for name, each in results.items():
            _print(name, each, catalogue)
    unread = any(isinstance(each, SubjectError) for each in results.values())
    return BAD_INPUT if unread else OK


def _folder(root: Path, policy: str) -> dict[str, Screened]:
    paths = files_under(root, (*SUFFIXES, *VIDEOS))
    screen, show = _screening(policy), progress("files")
    results: dict[str, Screened] = {}
    for done, path in enumerate(paths, 1):
        name = path.relative_to(root).as_posix()
        try:
            results[name] = screen(path)
        except SubjectError as error:
            results[name] = error
        show(done, len(paths))
    return results


def _screening(name: str) -> Callable[[Path], Decision]:
    """What the passive checks of this policy say of a file."""
    policy = load_policy(name)
    models = models_under(policy)
    judges = judges_of(models, policy)

    def screen(path: Path) -> Decision:
        if path.suffix.lower() in SUFFIXES:
            watch = PassiveWatch(judges, least_looks=1)
            with Outside() as outside:
                rgb = outside.picture(path)
            face = face_of(models, rgb)
            if face is not None:
                watch.look(rgb, face.box_xyxy)
        else:
            watch = _watched(path)
        checks = passive_checks(Provenance.RECORDED, watch.checks(policy))
        return decide(Evidence(checks, Provenance.RECORDED), replace(policy, required=NAMES))

    def _watched(path: Path) -> PassiveWatch:
        watch, observer = PassiveWatch(judges), FaceObserver(models, policy.landmarks)
        source = OutsideVideo(path)
        try:
            while (frame := source.read()) is not None:
                watch.feed(frame, observer.observe(frame))
        finally:
            source.close()
        return watch

    return screen


def _json(name: str, found: Screened, catalogue: Catalogue) -> dict[str, Any]:
    if isinstance(found, SubjectError):
        return {"file": name, "outcome": None, "error": catalogue.text(found.message)}
    checks = [check_json(check, catalogue) for check in found.checks]
    return {"file": name, "outcome": found.outcome.value, "checks": checks}


def _print(name: str, found: Screened, catalogue: Catalogue) -> None:
    if isinstance(found, SubjectError):
        print(f"{name:32} {catalogue.text(found.message)}")
        return
    said = catalogue.text(Message(f"outcome.{found.outcome.value}"))
    print(f"{name:32} {said}")
    print_checks(found.checks, catalogue)

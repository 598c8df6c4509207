"""`ekyc verify`: a document's picture and a recorded face, through a session, to a decision."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from ekyc.camera.pictures import read_picture
from ekyc.camera.video import VideoFile
from ekyc.cli.parts import add_case, add_json
from ekyc.cli.report import report
from ekyc.errors import SubjectError
from ekyc.kiosk import Kiosk
from ekyc.liveness.challenges import CHALLENGES
from ekyc.policy import DEMO, Policy, load_policy, profiles
from ekyc.session import commands as say
from ekyc.session.case import parse_case
from ekyc.session.drive import drive, welcome
from ekyc.session.record import write_record
from ekyc.values import Rgb


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "--document",
        type=Path,
        help="a picture of the document (needed unless the policy has none)",
    )
    parser.add_argument("--document-back", type=Path, help="a picture of its back")
    parser.add_argument("--video", type=Path, required=True, help="a recording of the person")
    parser.add_argument(
        "--challenges",
        metavar="A,B,C",
        help=f"the movements asked for, in order: {', '.join(CHALLENGES)} (default: drawn)",
    )
    parser.add_argument("--deadline", type=float, help="seconds of clip time for each (default 15)")
    parser.add_argument("--fps", type=float, help="play the recording at this lower rate")
    parser.add_argument(
        "--policy", default=DEMO, help=f"{', '.join(profiles())} (default: demo), or a TOML file"
    )
    parser.add_argument("--measure", choices=("cosine", "euclidean"), help="of the face match")
    parser.add_argument("--record", type=Path, help="write the session's record to this file")
    add_case(parser)
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code: 0 APPROVED, 3 REJECTED, 4 REVIEW."""
    began = time.perf_counter()
    policy = load_policy(args.policy, **_overrides(args))
    plan = _plan(args.challenges)
    case = parse_case(args.case)
    pictures = _pictures(args, policy)
    source = VideoFile(args.video, fps=args.fps)
    try:
        kiosk = Kiosk.load(policy)
        loaded = time.perf_counter()
        reading = kiosk.read(*pictures) if pictures else None
        if reading and reading.needs_back:
            raise SubjectError("input.document_back", file=args.document.name)
        read = time.perf_counter()
        session = kiosk.session(source, plan, attended=False, case=case)
        welcome(session, args.language, "command-line")
        if reading:
            session.command(say.DocumentRead(reading))
            session.command(say.Confirm())
        drive(session, source, kiosk.read)
    finally:
        source.close()
    timings = {
        "load_s": round(loaded - began, 3),
        "document_s": round(read - loaded, 3),
        "video_s": round(time.perf_counter() - read, 3),
        "total_s": round(time.perf_counter() - began, 3),
    }
    if args.record:
        write_record(args.record, kiosk.record(session))
    return report(session, args, timings)


def _pictures(args: argparse.Namespace, policy: Policy) -> tuple[Rgb, Rgb | None] | None:
    """Front and back of the document; None for a policy that asks for none."""
    if args.document is None:
        if policy.document or args.document_back:
            raise SubjectError("input.document_needed", policy=policy.name)
        return None
    back = read_picture(args.document_back) if args.document_back else None
    return read_picture(args.document), back


def _overrides(args: argparse.Namespace) -> dict[str, Any]:
    """A document that is given is read under every policy."""
    document = True if args.document else None
    given = {
        "challenge_deadline_s": args.deadline,
        "match_measure": args.measure,
        "document": document,
    }
    if args.deadline is not None and not 0.1 <= args.deadline <= 3600:
        raise SubjectError("input.deadline", value=args.deadline)
    return {key: value for key, value in given.items() if value is not None}


def _plan(names: str | None) -> tuple[str, ...] | None:
    if names is None:
        return None
    plan = tuple(name.strip() for name in names.split(",") if name.strip())
    unknown = [name for name in plan if name not in CHALLENGES]
    if unknown or not plan:
        wrong = ", ".join(unknown) or names
        raise SubjectError("input.challenge_unknown", name=wrong, known=", ".join(CHALLENGES))
    return plan

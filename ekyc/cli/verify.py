"""`ekyc verify`: a document's picture and a recorded face, through a session, to a decision."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from ekyc.cli.files import check_writable
from ekyc.cli.parts import add_case, add_json, add_movements, deadline_of, plan_of
from ekyc.cli.report import report
from ekyc.document.reading import DocumentReading
from ekyc.errors import SubjectError
from ekyc.kiosk import Kiosk
from ekyc.outside.files import Outside
from ekyc.outside.video import OutsideVideo
from ekyc.policy import DEMO, load_policy, profiles
from ekyc.session.case import parse_case
from ekyc.session.drive import drive_recording
from ekyc.session.record import write_record


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "--document",
        type=Path,
        help="a picture of the document (needed unless the policy has none)",
    )
    parser.add_argument("--document-back", type=Path, help="a picture of its back")
    parser.add_argument("--video", type=Path, required=True, help="a recording of the person")
    add_movements(parser, "drawn")
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
    plan = plan_of(args.challenges)
    if plan is not None and policy.challenge_count == 0:
        raise SubjectError("input.no_movements_asked", policy=policy.name)
    case = parse_case(args.case)
    if args.record:
        check_writable(args.record)
    if args.document is None and (policy.document or args.document_back):
        raise SubjectError("input.document_needed", policy=policy.name)
    source = OutsideVideo(args.video, fps=args.fps)
    try:
        reading = _reading(args) if args.document else None
        read = time.perf_counter()
        kiosk = Kiosk.load(policy)
        loaded = time.perf_counter()
        session = kiosk.session(source, plan, attended=False, case=case)
        drive_recording(session, source, reading, kiosk.read, args.language)
    finally:
        source.close()
    timings = {
        "document_s": round(read - began, 3),
        "load_s": round(loaded - read, 3),
        "video_s": round(time.perf_counter() - loaded, 3),
        "total_s": round(time.perf_counter() - began, 3),
    }
    if args.record:
        write_record(args.record, kiosk.record(session))
    return report(session, args, timings)


def _reading(args: argparse.Namespace) -> DocumentReading:
    with Outside(reads_documents=True) as outside:
        reading = outside.document(args.document, args.document_back)
    if reading.needs_back:
        raise SubjectError("input.document_back", file=args.document.name)
    return reading


def _overrides(args: argparse.Namespace) -> dict[str, Any]:
    """A document that is given is read under every policy."""
    document = True if args.document else None
    given = {
        "challenge_deadline_s": deadline_of(args),
        "match_measure": args.measure,
        "document": document,
    }
    return {key: value for key, value in given.items() if value is not None}

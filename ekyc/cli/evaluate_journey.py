"""`ekyc evaluate journey`: are honest people let in, and attacks not?"""

from __future__ import annotations

import argparse
from functools import cache
from pathlib import Path

from ekyc.attack.footage import Clip, Moments, Scene
from ekyc.attack.trial import Bench, specimen_of
from ekyc.camera.pictures import read_picture
from ekyc.cli.parts import add_json, print_counts, progress
from ekyc.document.reading import DocumentReading
from ekyc.errors import SubjectError
from ekyc.evaluate.journey import Journey, Traveller, read_journeys, summary
from ekyc.face.observer import landmarks_of
from ekyc.kiosk import Kiosk, detector
from ekyc.outside.video import OutsideVideo
from ekyc.policy import DEMO, load_policy, profiles

FPS = 10.0
OTHER_S = 2.0
"""Of another person's clip: the moment of their document's portrait."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "--manifest", type=Path, required=True,
        help="CSV with file, label, challenges (a+b+c) and portrait; where there: portrait_s (the"
        " portrait is a video), species, variant (of `ekyc attack`), other, subject_id, fps",
    )  # fmt: skip
    parser.add_argument("--root", type=Path, required=True, help="what the files are relative to")
    parser.add_argument(
        "--fps", type=float, default=FPS, help="at most, where no row says it (default 10)"
    )
    parser.add_argument(
        "--policy", default=DEMO, help=f"{', '.join(profiles())} (default: demo), or a TOML file"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts of both classes."""
    if not args.root.is_dir():
        raise SubjectError("input.folder_missing", folder=str(args.root))
    journeys = read_journeys(args.manifest)
    for name in {file for one in journeys for file in (one.file, one.portrait, one.other) if file}:
        if not (args.root / name).is_file():  # told before the work
            raise SubjectError("input.file_unreadable", file=str(args.root / name))
    policy = load_policy(args.policy)
    kiosk = Kiosk.load(policy)
    points = landmarks_of(kiosk.models, policy.landmarks)

    def open_clip(name: str, fps: float | None) -> Clip:
        return Clip.of(lambda: OutsideVideo(args.root / name, fps=fps or args.fps))

    @cache
    def document(portrait: str, at_s: float | None) -> DocumentReading:
        if at_s is None:
            return specimen_of(kiosk, read_picture(args.root / portrait))
        return specimen_of(kiosk, open_clip(portrait, None).picture_at(at_s))

    def bench_of(journey: Journey) -> Bench:
        reading = document(journey.portrait, journey.portrait_s)
        other = None
        if journey.variant and journey.other:
            other = document(journey.other, OTHER_S)
        return Bench(kiosk, reading, journey.challenges, other)

    def scene_of(clip: Clip, other: Clip | None) -> Scene:
        return Scene(clip, Moments(()), detector(kiosk.models), other, landmarks=points)

    traveller, show, travelled = Traveller(open_clip, bench_of, scene_of), progress("journeys"), []
    for done, journey in enumerate(journeys, 1):
        travelled.append(traveller.travel(journey))
        show(done, len(journeys))
    print_counts({"policy": policy.name, **summary(travelled)}, args.json)
    return 0

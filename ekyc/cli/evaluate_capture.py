"""`ekyc evaluate capture`: is the card found, and is what is said about it right?"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from ekyc.camera.video import VideoFile
from ekyc.cli.parts import add_json, print_json, progress
from ekyc.demo import demo_portrait
from ekyc.document.locate import DocumentFinder
from ekyc.document.reader import DocumentReader, zone_engines
from ekyc.errors import SubjectError
from ekyc.evaluate import frames, held, tilting
from ekyc.evaluate.capture import false_finds, summary, watch
from ekyc.evaluate.outline_fit import choices, fit
from ekyc.evaluate.scans import is_tuned_on, scans, specimens
from ekyc.evaluate.scenes import KINDS, SEED, Scene, scenes
from ekyc.face.observer import detect_faces
from ekyc.kiosk import load_models
from ekyc.values import Rgb

_PER_CLIP = 4
_VIDEOS = (".mp4", ".avi", ".mov", ".mpg", ".webm", ".mkv")


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--scenes", type=int, default=30, help="of each kind (default: 30)")
    parser.add_argument(
        "--tilts",
        type=int,
        default=0,
        help="films of each kind for the tilt challenge (default: 0)",
    )
    parser.add_argument(
        "--films",
        type=int,
        default=0,
        help="films of cards that are held, of which one frame or several are read (default: 0)",
    )
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument(
        "--manifest", type=Path, help="CSV with file, width, height: scans to be placed in scenes"
    )
    parser.add_argument("--root", type=Path, help="what its files are relative to")
    parser.add_argument(
        "--half",
        choices=("tuned", "judged"),
        default="judged",
        help="scans and clips that thresholds were chosen with, or the others (default)",
    )
    parser.add_argument(
        "--clips", type=Path, help="folder of clips without a card: what is seen there is false"
    )
    parser.add_argument(
        "--fit",
        action="store_true",
        help="fit the weights of an outline's signs to the scenes instead (use with --half tuned)",
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Print the counts, by kind of scene."""
    if args.scenes < 1:
        raise SubjectError("input.scenes_number", value=args.scenes)
    tuned = args.half == "tuned"
    finder, models = DocumentFinder(), load_models()
    detect = partial(detect_faces, models)
    cards = specimens(demo_portrait(), detect)
    if args.manifest is not None:
        root = args.root or args.manifest.parent
        cards += [one for one in scans(args.manifest, root) if is_tuned_on(one) is tuned]
    empty = list(_frames(args.clips, 0 if tuned else 1)) if args.clips is not None else []
    total = args.scenes * len(KINDS)
    shown = _counted(scenes(cards, args.scenes, empty[::3], args.seed), total)
    if args.fit:
        print_json(fit(choices(shown, empty)).as_json())
        return 0
    counts: dict[str, Any] = {
        "cards": len(cards),
        "kinds": summary(watch(finder, shown)),
        "without_card": false_finds(finder, empty),
    }
    if args.tilts > 0:
        counts["tilts"] = tilting.summary(list(tilting.trials(finder, cards, args.tilts)))
    if args.films > 0:
        zones = [*held.drawn_cards(demo_portrait(), detect)]
        if args.manifest is not None:
            zones += held.scanned_cards(args.manifest, args.root or args.manifest.parent)
        reader = DocumentReader(zone_engines(models), detect)
        shown_films = frames.films(finder, held.of_half(zones, tuned=tuned), args.films)
        counts["films"] = frames.summary(shown_films, partial(reader.read, today=held.TODAY))
    if args.json:
        print_json(counts)
        return 0
    print(
        f"{'':16} {'n':>4} {'found':>6} {'else':>5} {'px':>6} {'p95':>6} {'hint':>5} {'ready':>6}"
        f" {'wrongly':>8} {'shape':>7}"
    )
    for kind, one in counts["kinds"].items():
        print(
            f"{kind:16} {one['n']:4} {one['found']:6} {one['elsewhere']:5}"
            f" {_px(one['error_px_median'])} {_px(one['error_px_p95'])} {one['hint_right']:5}"
            f" {one['ready_rightly']:6} {one['ready_wrongly']:8}"
            f" {one['shape_right']:>3}/{one['shape_told']}"
        )
    print("without a card", counts["without_card"])
    for kind, one in counts.get("tilts", {}).items():
        print(f"{kind:28} {one['n']:4} passed {one['passed']:4} {one['ended']}")
    for name, one in counts.get("films", {}).pop("ways", {}).items():
        print(f"{name:36} {one}")
    if "films" in counts:
        print("films", counts["films"])
    return 0


def _px(value: float | None) -> str:
    return f"{'-' if value is None else value:>6}"


def _counted(shown: Iterator[Scene], total: int) -> Iterator[Scene]:
    show = progress("scenes")
    for number, scene in enumerate(shown, 1):
        yield scene
        show(number, total)


def _frames(folder: Path, remainder: int) -> Iterator[Rgb]:
    """A few frames of every second clip, spread over its length."""
    clips = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _VIDEOS)
    if not clips:
        raise SubjectError("input.folder_missing", folder=str(folder))
    for clip in clips[remainder::2]:
        video = VideoFile(clip)
        try:
            frames = iter(video.read, None)
            rgbs = [frame.rgb for frame in frames if frame.index % 15 == 7]
        finally:
            video.close()
        yield from rgbs[:: max(1, len(rgbs) // _PER_CLIP)][:_PER_CLIP]

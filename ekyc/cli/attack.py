"""`ekyc attack CLIP`: what would get through, of the attacks that can be made from a clip."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from ekyc.attack.footage import Clip, Moments, Scene
from ekyc.attack.keep import Kept
from ekyc.attack.shown import movements_shown
from ekyc.attack.species import KIT, Species, found_species
from ekyc.attack.trial import Bench, Tally, Trial, specimen_of
from ekyc.attack.variant import AsItIs, Found
from ekyc.cli.attack_report import Report, print_species
from ekyc.cli.parts import add_json, add_movements, deadline_of, plan_of
from ekyc.errors import SubjectError
from ekyc.face.observer import FaceObserver, landmarks_of
from ekyc.kiosk import Kiosk, detector
from ekyc.messages import Message
from ekyc.outside.files import Outside
from ekyc.outside.video import OutsideVideo
from ekyc.policy import DEMO, load_policy, profiles

PORTRAIT_S = 2.0
"""Of the other's clip, for their document: another moment than the face of a swap is taken from."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.usage = "ekyc attack (CLIP --document FILE | --list) [options]"
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("clip", type=Path, nargs="?", help="a recording of a person that passes")
    what.add_argument("--list", action="store_true", help="say what species there are")
    parser.add_argument("--document", type=Path, help="a picture of that person's document")
    parser.add_argument("--document-back", type=Path, help="a picture of its back")
    parser.add_argument("--other", type=Path, help="a recording of another person, for swaps")
    parser.add_argument(
        "--attack-video",
        metavar="FILE",
        type=Path,
        action="append",
        default=[],
        help="a video of an attack, tried as it is with the same document; may be given again",
    )
    add_movements(parser, "those that the clip shows")
    parser.add_argument("--species", metavar="A,B", help="try these only (default: all)")
    parser.add_argument(
        "--fps",
        type=float,
        default=10.0,
        help="play the recordings at most at this rate (default 10)",
    )
    parser.add_argument(
        "--policy", default=DEMO, help=f"{', '.join(profiles())} (default: demo), or a TOML file"
    )
    parser.add_argument(
        "--keep", metavar="DIR", type=Path, help="write the variants to this folder"
    )
    parser.add_argument(
        "--seed", type=int, default=0, help="of what is drawn by chance (default 0)"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """0 when all was tried, whatever got through; 2 when the clip itself does not pass."""
    if args.list:
        print_species(KIT.values(), args)
        return 0
    if args.document is None:
        raise SubjectError("input.attack_document")
    chosen = _chosen(args.species)
    if args.attack_video:
        videos = [Found(path.name, _clip(path, args.fps)) for path in args.attack_video]
        chosen.append(found_species(videos))
    clip = _clip(args.clip, args.fps)
    other = _clip(args.other, args.fps) if args.other else None
    bench = _bench(args, clip)
    if other is not None:
        bench = replace(
            bench, other_document=specimen_of(bench.kiosk, other.picture_at(PORTRAIT_S))
        )
    models = bench.kiosk.models
    points = landmarks_of(models, bench.kiosk.policy.landmarks)
    scene = Scene(clip, Moments(()), detector(models), other, args.seed, points)
    honest = bench.run(AsItIs("as_it_is"), scene)
    if honest.failed or not honest.moments.movements:
        reason = honest.failed[0].reason if honest.failed else Message("reason.not_reached")
        raise SubjectError("input.clip_does_not_pass", name=args.clip.name, reason=reason)
    report = Report(args, bench, honest)
    for species in chosen:
        tried = species.tried(with_other=other is not None)
        report.leaves_out(len(species.variants) - len(tried))
        trials = _trials(species, bench, replace(scene, moments=honest.moments), args.keep)
        tally = Tally(species, tuple(report.saw(species, trial) for trial in trials))
        if tally.n:
            report.counts(tally)
    report.end()
    return 0


def _trials(species: Species, bench: Bench, scene: Scene, keep: Path | None) -> Iterator[Trial]:
    for variant in species.tried(with_other=scene.other is not None):
        name = f"{species.name}-{variant.name}.avi"
        yield bench.run(variant, scene, partial(Kept, path=keep / name) if keep else None)


def _chosen(names: str | None) -> list[Species]:
    if names is None:
        return list(KIT.values())
    wanted = [name.strip() for name in names.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in KIT]
    if unknown or not wanted:
        wrong = ", ".join(unknown) or names
        raise SubjectError("input.species_unknown", name=wrong, known=", ".join(KIT))
    return [species for species in KIT.values() if species.name in wanted]


def _clip(path: Path, fps: float) -> Clip:
    return Clip.of(lambda: OutsideVideo(path, fps=fps))


def _bench(args: argparse.Namespace, clip: Clip) -> Bench:
    deadline = deadline_of(args)
    given: dict[str, Any] = {} if deadline is None else {"challenge_deadline_s": deadline}
    policy = load_policy(args.policy, **given)
    plan = plan_of(args.challenges)
    with Outside(reads_documents=True) as outside:
        reading = outside.document(args.document, args.document_back)
    if reading.needs_back:
        raise SubjectError("input.document_back", file=args.document.name)
    kiosk = Kiosk.load(policy)
    if plan is None:
        pool, count = policy.challenge_pool, policy.challenge_count
        plan = movements_shown(clip, FaceObserver(kiosk.models, policy.landmarks), pool, count)
        if len(plan) < count:
            raise SubjectError("input.clip_shows_too_little", name=args.clip.name, n=len(plan))
    return Bench(kiosk, reading, plan)

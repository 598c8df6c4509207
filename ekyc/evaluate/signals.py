"""What each analyser of `ekyc.passive.series` tells of attacks, source by source.

An analyser that tells attacks in one source and takes the living for attacks in another has learned
the sources: only what leans the same way everywhere is worth keeping.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.attack.footage import Clip, Moment, Moments, Scene
from ekyc.attack.species import KIT
from ekyc.attack.variant import AsItIs, Variant
from ekyc.camera.pictures import read_picture
from ekyc.camera.video import VideoFile
from ekyc.errors import SubjectError
from ekyc.evaluate.detection import Labelled
from ekyc.evaluate.rates import auc
from ekyc.face.observer import FaceObserver, detect_faces
from ekyc.passive.series import Series, signals
from ekyc.passive.still import bordered
from ekyc.values import FaceObservation, Frame
from models import Models

PICTURES_FPS = 25.0
"""Of pictures whose names have a frame's number: how far apart those are."""

Progress = Callable[[int, int], None]
Seen = tuple[Frame, FaceObservation | None]


@dataclass(frozen=True)
class Presentation:
    """One clip or picture; `play` gives its frames and what is seen in them."""

    labelled: Labelled
    play: Callable[[], Iterable[Seen]]


@dataclass(frozen=True)
class Playing:
    """Of recordings: at most `fps` frames a second, or their own rate, and the first `seconds`."""

    fps: float | None
    seconds: float


@dataclass(frozen=True)
class Scored:
    """`scores`: by analyser, None where it could not assess."""

    labelled: Labelled
    scores: dict[str, float | None]


def of_pictures(
    models: Models, rows: Sequence[Labelled], root: Path, clips: str | None
) -> list[Presentation]:
    """Pictures, each alone or, with a pattern `clips` of their names, those of one clip together:
    its first group names the clip, its second is the frame's number. Raises SubjectError for a
    pattern that is none, or that a name does not fit."""
    together: dict[str, list[tuple[float, Labelled]]] = {}
    for row in rows:
        clip, t_s = _place(row.file, clips)
        together.setdefault(clip, []).append((t_s, row))
    return [
        Presentation(frames[0][1], partial(_pictures, models, root, frames))
        for frames in (sorted(one, key=lambda frame: frame[0]) for one in together.values())
    ]


def of_recordings(
    models: Models, paths: Sequence[Path], playing: Playing, species: Sequence[str]
) -> list[Presentation]:
    """Recordings of living people, and what the red-team kit makes of each: all variants of those
    `species`, with turns where the recording may have none."""
    found = []
    for path in paths:
        live = Labelled(path.name, True, subject=path.name, source="recordings")
        try:
            clip = Clip.of(partial(VideoFile, path, fps=playing.fps))
        except SubjectError:
            found.append(Presentation(live, tuple))
            continue
        scene = Scene(clip, _turns(clip, playing.seconds), partial(detect_faces, models))
        found.append(
            Presentation(live, partial(_recording, models, AsItIs("live"), scene, playing))
        )
        for name in species:
            for variant in KIT[name].variants:
                attack = Labelled(
                    path.name, False, f"{name}: {variant.name}", path.name, "recordings"
                )
                found.append(
                    Presentation(attack, partial(_recording, models, variant, scene, playing))
                )
    return found


def of_attack(models: Models, path: Path, playing: Playing) -> Presentation:
    """A recording of an attack that somebody made."""
    clip = Clip.of(partial(VideoFile, path, fps=playing.fps))
    scene = Scene(clip, Moments(()), partial(detect_faces, models))
    labelled = Labelled(path.name, False, f"found: {path.name}", path.name, "recordings")
    return Presentation(labelled, partial(_recording, models, AsItIs("found"), scene, playing))


def score(presentations: Sequence[Presentation], progress: Progress) -> list[Scored]:
    """Every presentation through every analyser."""
    scored = []
    for done, one in enumerate(presentations, 1):
        series = Series()
        for frame, seen in one.play():
            series.add(frame, seen)
        scores = {signal.name: signal.score for signal in signals(series)}
        scored.append(Scored(one.labelled, scores))
        progress(done, len(presentations))
    return scored


def summary(scored: Sequence[Scored]) -> dict[str, Any]:
    """By analyser and source, of all attacks and of each species: how often an attack's score is
    above a living person's (AUC), how many of each there were, and how many were not assessed."""
    names = list(scored[0].scores) if scored else []
    return {name: _of_analyser(name, scored) for name in names}


def _of_analyser(name: str, scored: Sequence[Scored]) -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for source in sorted({one.labelled.source for one in scored}):
        here = [one for one in scored if one.labelled.source == source]
        live = [one.scores[name] for one in here if one.labelled.is_bona_fide]
        species: dict[str, list[float | None]] = {}
        for one in here:
            if not one.labelled.is_bona_fide:
                species.setdefault(one.labelled.species, []).append(one.scores[name])
        everything = [value for values in species.values() for value in values]
        rows[source or "all"] = {
            **_told(live, everything),
            "species": {kind: _told(live, values) for kind, values in sorted(species.items())},
        }
    return rows


def _told(live: Sequence[float | None], attacks: Sequence[float | None]) -> dict[str, Any]:
    own = np.array([one for one in live if one is not None], np.float64)
    others = np.array([one for one in attacks if one is not None], np.float64)
    return {
        "auc": round(auc(others, own), 3) if len(own) and len(others) else None,
        "n_live": len(own),
        "n_attack": len(others),
        "not_assessed": [len(live) - len(own), len(attacks) - len(others)],
    }


def _place(file: str, clips: str | None) -> tuple[str, float]:
    if clips is None:
        return file, 0.0
    try:
        fits = re.search(clips, file)
        if fits is not None:
            return fits[1], int(fits[2]) / PICTURES_FPS
    except (re.error, IndexError, TypeError, ValueError) as error:
        raise SubjectError("input.clip_pattern", pattern=clips) from error
    raise SubjectError("input.clip_pattern_misfit", pattern=clips, file=file)


def _pictures(
    models: Models, root: Path, frames: Sequence[tuple[float, Labelled]]
) -> Iterator[Seen]:
    """Each is looked at anew: they are too far apart to follow a face, and a face may fill them."""
    for index, (t_s, row) in enumerate(frames):
        wider, _ = bordered(read_picture(root / row.file))
        frame = Frame(wider, t_s, index)
        yield frame, FaceObserver(models).observe(frame)


def _recording(models: Models, variant: Variant, scene: Scene, playing: Playing) -> Iterator[Seen]:
    observer, source = FaceObserver(models), variant.source(scene)
    try:
        while (frame := source.read()) is not None and frame.t_s < playing.seconds:
            yield frame, observer.observe(frame)
    finally:
        source.close()


def _turns(clip: Clip, seconds: float) -> Moments:
    """A turn and a look up, where a photo that is held is turned."""
    end_s = max((frame.t_s for frame in clip.frames(end_s=seconds)), default=0.0)
    places = (("turn_left", 0.15, 0.3, 0.45), ("look_up", 0.55, 0.7, 0.85))
    return Moments(
        tuple(Moment(name, *(part * end_s for part in parts)) for name, *parts in places)
    )

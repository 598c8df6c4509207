"""What the quality gate is worth: error rates of what it lets pass, and of what it refuses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate.match import Pair, Progress
from ekyc.evaluate.rates import wilson
from ekyc.evaluate.spoiling import SPOILINGS
from ekyc.face.embedding import embed_face
from ekyc.face.observer import FaceObserver, find_main_face
from ekyc.face.quality import PICTURE_LIMITS
from ekyc.values import Floats, Frame, Rgb
from models import Models

SEED = 29794
Matches = Callable[[Floats, Floats], bool]


@dataclass(frozen=True)
class Trial:
    """A spoiled picture against a good one of the same person.

    `refused_by` names the components whose limits it does not keep; `found` says whether there was
    a face at all.
    """

    spoiling: str
    found: bool
    matched: bool = False
    refused_by: tuple[str, ...] = ()
    components: Mapping[str, float] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """True when the gate lets it pass."""
        return self.found and not self.refused_by


def evaluate(
    models: Models, matches: Matches, pairs: Sequence[Pair], root: Path, progress: Progress
) -> list[Trial]:
    """Spoil the second picture of each genuine pair in every way, by a draw that depends on its
    place alone.

    Raises SubjectError: no genuine pair, an unreadable picture, a first one without a face.
    """
    genuine = [pair for pair in pairs if pair.same]
    if not genuine:
        raise SubjectError("input.genuine_pairs_needed")
    trials = []
    for number, pair in enumerate(genuine):
        good, picture = read_picture(root / pair.path_a), read_picture(root / pair.path_b)
        face = find_main_face(models, good)
        if face is None:
            raise SubjectError("input.no_face", file=pair.path_a)
        reference = embed_face(models, good, face)
        for way, (name, spoil) in enumerate(SPOILINGS.items()):
            spoiled = spoil(picture, np.random.default_rng([SEED, number, way]))
            trials.append(_trial(models, matches, name, spoiled, reference))
        progress(number + 1, len(genuine))
    return trials


def _trial(models: Models, matches: Matches, name: str, rgb: Rgb, reference: Floats) -> Trial:
    observer = FaceObserver(models)
    seen = observer.observe(Frame(rgb, 0.0, 0))
    if seen is None:
        return Trial(name, found=False)
    values = seen.quality
    refused = tuple(
        limit.component for limit in PICTURE_LIMITS if not limit.holds(values[limit.component])
    )
    matched = matches(reference, observer.embed(rgb, seen.face))
    return Trial(name, True, matched, refused, values)


def summary(trials: Sequence[Trial]) -> dict[str, Any]:
    """Counts and rates, for each way of spoiling and together."""
    ways: dict[str, list[Trial]] = {name: [] for name in SPOILINGS}
    for trial in trials:
        ways[trial.spoiling].append(trial)
    return {**_counts(trials), "spoilings": {name: _counts(some) for name, some in ways.items()}}


def _counts(trials: Sequence[Trial]) -> dict[str, Any]:
    seen = [trial for trial in trials if trial.found]
    passed = [trial for trial in seen if trial.passed]
    refused = [trial for trial in seen if not trial.passed]
    return {
        "n": len(trials),
        "n_no_face": len(trials) - len(seen),
        "n_refused": len(refused),
        "refused_by": dict(Counter(name for trial in refused for name in trial.refused_by)),
        "passed": _misses(passed),
        "refused": _misses(refused),
    }


def _misses(trials: Sequence[Trial]) -> dict[str, Any]:
    missed = sum(not trial.matched for trial in trials)
    low, high = wilson(missed, len(trials))
    return {
        "n": len(trials),
        "missed": missed,
        "fnmr": round(missed / len(trials), 4) if trials else None,
        "fnmr_interval": [round(low, 4), round(high, 4)],
    }

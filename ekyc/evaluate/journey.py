"""Whole journeys: how many honest people are refused, and how many attacks are approved.

A journey is a recorded face and a document, through the session that everybody goes through. REVIEW
is counted apart: nobody was refused by a machine and nobody was let in by one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.attack.footage import Clip, Moments, Scene
from ekyc.attack.species import KIT
from ekyc.attack.trial import PAD_CHECKS, Bench, Trial
from ekyc.attack.variant import AsItIs, Found, Variant
from ekyc.errors import SubjectError
from ekyc.evaluate.detection import ATTACKS, BONA_FIDE
from ekyc.evaluate.intervals import rate_interval
from ekyc.evaluate.rates import Scores, auc, fnmr_at, threshold_at_fmr
from ekyc.evaluate.table import Row, read_table
from ekyc.liveness.challenges import CHALLENGES
from ekyc.session.passive import NAMES
from ekyc.values import Check, Outcome, Status

FALSE_POSITIVES = 0.02
"""At which detection is told, because others publish theirs at it."""
COLUMNS = ("file", "label", "challenges", "portrait")
OPTIONAL = ("portrait_s", "species", "variant", "other", "subject_id", "fps")


@dataclass(frozen=True)
class Journey:
    """One row of a manifest.

    `portrait` is a picture, or with `portrait_s` a moment of a video: a specimen card of Utopia is
    drawn around it. `variant` names one of the kit (`screen/phone`), made of the clip `file`; with
    `other`, the clip of another person that it needs.
    """

    file: str
    is_bona_fide: bool
    challenges: tuple[str, ...]
    portrait: str
    portrait_s: float | None = None
    species: str = ""
    variant: str = ""
    other: str = ""
    subject: str = ""
    fps: float | None = None


@dataclass(frozen=True)
class Travelled:
    """A journey, and how it ended; None where the variant could not be made of the clip."""

    journey: Journey
    trial: Trial | None


Open = Callable[[str, float | None], Clip]
BenchOf = Callable[[Journey], Bench]


def read_journeys(path: Path) -> list[Journey]:
    """Rows with `file`, `label`, `challenges` (joined by +), `portrait`, and where there the others
    of `OPTIONAL`. Raises SubjectError as `read_table` does, and for a value that cannot be."""
    return [_journey(path, row) for row in read_table(path, COLUMNS, OPTIONAL)]


def _journey(path: Path, row: Row) -> Journey:
    def wrong(column: str, known: Iterable[str]) -> SubjectError:
        return SubjectError(
            "input.value_unknown",
            file=path.name, row=row.number, value=row[column], known=", ".join(known),
        )  # fmt: skip

    def seconds(column: str) -> float | None:
        try:
            value = float(row[column]) if row[column] else None
        except ValueError as error:
            raise wrong(column, ("0.0", "12.5")) from error
        if value is not None and not 0 <= value <= 3600:
            raise wrong(column, ("0.0", "12.5"))
        return value

    if row["label"] not in (*BONA_FIDE, *ATTACKS):
        raise wrong("label", (*BONA_FIDE, *ATTACKS))
    movements = tuple(row["challenges"].split("+"))
    if not set(movements) <= set(CHALLENGES):
        raise wrong("challenges", CHALLENGES)
    if row["variant"] and row["variant"] not in _VARIANTS:
        raise wrong("variant", _VARIANTS)
    bona_fide = row["label"] in BONA_FIDE
    named = row["species"] or row["variant"].partition("/")[0] or "unknown"
    return Journey(
        row["file"], bona_fide, movements, row["portrait"], seconds("portrait_s"),
        "" if bona_fide else named, row["variant"], row["other"], row["subject_id"],
        seconds("fps") or None,
    )  # fmt: skip


_VARIANTS: dict[str, Variant] = {
    f"{species.name}/{variant.name}": variant
    for species in KIT.values()
    for variant in species.variants
}


@dataclass
class Traveller:
    """Makes the journeys of a manifest. `open_clip` plays a file at most at a rate; `bench_of`
    gives the kiosk with a journey's document; `scene_of` what variants are made of, of a clip."""

    open_clip: Open
    bench_of: BenchOf
    scene_of: Callable[[Clip, Clip | None], Scene]
    _moments: dict[tuple[object, ...], Moments] = field(default_factory=dict)

    def travel(self, journey: Journey) -> Travelled:
        """One of them. Raises SubjectError for a file that cannot be used."""
        bench = self.bench_of(journey)
        clip = self.open_clip(journey.file, journey.fps)
        other = self.open_clip(journey.other, journey.fps) if journey.other else None
        scene = self.scene_of(clip, other)
        if not journey.variant:
            return Travelled(journey, bench.run(Found("as_it_is", clip), scene))
        variant = _VARIANTS[journey.variant]
        moments = self._of(journey, bench, scene)
        if not moments.movements or (variant.needs_other and other is None):
            return Travelled(journey, None)
        return Travelled(journey, bench.run(variant, replace(scene, moments=moments)))

    def _of(self, journey: Journey, bench: Bench, scene: Scene) -> Moments:
        """When the clip itself does what is asked, with the document of its own person."""
        key = (journey.file, journey.fps, journey.challenges, journey.portrait, journey.portrait_s)
        if key not in self._moments:
            self._moments[key] = bench.run(AsItIs("as_it_is"), scene).moments
        return self._moments[key]


def summary(travelled: Sequence[Travelled]) -> dict[str, Any]:
    """Counts of both classes, attacks by species too, and what single checks would have told."""
    made = [one for one in travelled if one.trial is not None]
    genuine = [one for one in made if one.journey.is_bona_fide]
    attacks = [one for one in made if not one.journey.is_bona_fide]
    species = sorted({one.journey.species for one in attacks})
    return {
        "n": len(made),
        "n_not_made": len(travelled) - len(made),
        "genuine": {**_ends(genuine), "refused": _share(genuine, Outcome.REJECTED)},
        "attacks": {
            **_ends(attacks),
            "accepted": _share(attacks, Outcome.APPROVED),
            "species": {
                name: {**_ends(part), "accepted": _share(part, Outcome.APPROVED)}
                for name in species
                for part in [[one for one in attacks if one.journey.species == name]]
            },
        },
        "checks": {name: _check(name, genuine, attacks) for name in PAD_CHECKS},
        "detection": {name: _detection(name, genuine, attacks) for name in NAMES},
        "journeys": [_told(one) for one in travelled],
    }


def _told(one: Travelled) -> dict[str, Any]:
    trial = one.trial
    return {
        "file": one.journey.file,
        "variant": one.journey.variant,
        "bona_fide": one.journey.is_bona_fide,
        "outcome": trial.outcome.value if trial else None,
        "failed": [check.name for check in trial.failed] if trial else [],
    }


def _trials(journeys: Iterable[Travelled]) -> list[Trial]:
    return [one.trial for one in journeys if one.trial is not None]


def _ends(journeys: Sequence[Travelled]) -> dict[str, Any]:
    trials = _trials(journeys)
    ends = Counter(trial.outcome for trial in trials)
    return {
        "n": len(trials),
        "n_people": len({_person(one) for one in journeys}),
        **{f"n_{end.value.lower()}": ends[end] for end in Outcome if ends[end]},
        "review_rate": ends[Outcome.REVIEW] / len(trials) if trials else None,
        "failed": dict(Counter(check.name for one in trials for check in one.failed).most_common()),
        "n_unseen": sum(trial.unseen for trial in trials),
    }


def _share(journeys: Sequence[Travelled], end: Outcome) -> dict[str, Any]:
    if not journeys:
        return {"rate": None, "interval_95": None}
    hit = np.array([trial.outcome is end for trial in _trials(journeys)])
    people = np.unique([_person(one) for one in journeys], return_inverse=True)[1]
    numbers = people.astype(np.int32)
    return {"rate": float(hit.mean()), "interval_95": list(rate_interval(hit, numbers, numbers))}


def _person(one: Travelled) -> str:
    return one.journey.subject or one.journey.file


def _check(name: str, genuine: Sequence[Travelled], attacks: Sequence[Travelled]) -> dict[str, Any]:
    """What one check said of both."""
    own, others = (_said(name, _trials(part)) for part in (genuine, attacks))
    return {"genuine": _statuses(own), "attacks": _statuses(others)}


def _detection(
    name: str, genuine: Sequence[Travelled], attacks: Sequence[Travelled]
) -> dict[str, Any]:
    """Attacks that a check's probability would tell, at 2 % false positives (None: too few genuine
    journeys to show that) and above every genuine one."""
    scores, others = (_scores(_said(name, _trials(part))) for part in (genuine, attacks))
    limit = threshold_at_fmr(scores, FALSE_POSITIVES)
    both = len(scores) > 0 and len(others) > 0
    return {
        "n_genuine": len(scores),
        "n_attacks": len(others),
        "auc": auc(others, scores) if both else None,
        "at_2_percent": 1 - fnmr_at(others, limit) if both and limit is not None else None,
        "above_all_genuine": int((others > scores.max()).sum()) if both else None,
    }


def _said(name: str, trials: Iterable[Trial]) -> list[Check]:
    return [check for trial in trials for check in trial.checks if check.name == name]


def _scores(checks: Iterable[Check]) -> Scores:
    """Probabilities of an attack, where a check has one."""
    return np.array([one.score for one in checks if one.score is not None], np.float64)


def _statuses(checks: Iterable[Check]) -> dict[str, int]:
    ends = Counter(check.status for check in checks)
    return {status.value: ends[status] for status in Status if ends[status]}

"""How well attacks are told from living people: the rates of ISO/IEC 30107-3.

APCER is the share of one species' attack presentations that are taken for bona fide, BPCER the
share of bona fide ones that are taken for attacks. A picture in which no face is found counts as an
error of its class. Intervals draw the subjects anew, not the pictures: pictures of one person fail
together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekyc.errors import SubjectError
from ekyc.evaluate import rates
from ekyc.evaluate.rates import ACCEPTED, REFUSED, Scores
from ekyc.evaluate.table import read_table

BONA_FIDE, ATTACKS = ("live", "real"), ("spoof", "fake")
"""What a manifest's `label` may say."""
UNKNOWN = "unknown"
"""A species that is none: it counts in totals only."""
APCERS = (0.01, 0.05, 0.1)
DRAWS = 1000


@dataclass(frozen=True)
class Labelled:
    """One picture of a manifest. `source` and `clip` are those of the columns, where there."""

    file: str
    is_bona_fide: bool
    species: str = UNKNOWN
    subject: str = ""
    source: str = ""
    clip: str = ""


@dataclass(frozen=True)
class Seen:
    """What the detector said: `attack` 0..1, None where no face was found. `measures`: brightness,
    sharpness and size of the face, for the slices."""

    labelled: Labelled
    attack: float | None
    measures: Mapping[str, float] = field(default_factory=dict)

    @property
    def score(self) -> float:
        """How bona fide it looks; without a face, the worst for its class."""
        if self.attack is not None:
            return 1 - self.attack
        return float(REFUSED if self.labelled.is_bona_fide else ACCEPTED)


def read_manifest(path: Path) -> list[Labelled]:
    """Rows with `file` and `label`, and where there `species`, `subject_id`, `source`, `clip`.

    Raises SubjectError as `read_table` does, and for a label that is none of the four.
    """
    rows = read_table(path, ("file", "label"), ("species", "subject_id", "source", "clip"))
    known = []
    for row in rows:
        if row["label"] not in (*BONA_FIDE, *ATTACKS):
            raise SubjectError(
                "input.label_unknown",
                file=path.name,
                row=row.number,
                label=row["label"],
                known=", ".join((*BONA_FIDE, *ATTACKS)),
            )
        bona_fide = row["label"] in BONA_FIDE
        species = "" if bona_fide else row["species"] or UNKNOWN
        known.append(
            Labelled(row["file"], bona_fide, species, row["subject_id"], row["source"], row["clip"])
        )
    return known


def by_clip(seen: Iterable[Seen]) -> list[Seen]:
    """One for each clip: the mean of its frames in which a face was found."""
    clips: dict[str, list[Seen]] = {}
    for one in seen:
        clips.setdefault(one.labelled.clip or one.labelled.file, []).append(one)
    return [Seen(frames[0].labelled, _mean(frames)) for frames in clips.values()]


def _mean(frames: Sequence[Seen]) -> float | None:
    found = [one.attack for one in frames if one.attack is not None]
    return float(np.mean(found)) if found else None


def summary(seen: Sequence[Seen], threshold: float) -> dict[str, Any]:
    """Every rate. At `threshold` (of the attack's probability) a picture is called an attack."""
    bona_fide, attacks = scores(seen)
    return {
        "n": len(seen),
        "n_bona_fide": len(bona_fide),
        "n_attack": len(attacks),
        "n_no_face": sum(one.attack is None for one in seen),
        "n_subjects": len({one.labelled.subject for one in seen}),
        **separation(bona_fide, attacks),
        **at_threshold(seen, threshold),
        "intervals_95": _intervals(seen, threshold),
    }


def separation(bona_fide: Scores, attacks: Scores) -> dict[str, Any]:
    """AUC, EER, and BPCER where APCER is 1, 5 and 10 %; None where a class is missing."""
    if not len(bona_fide) or not len(attacks):
        return {"auc": None, "eer": None, "bpcer_at_apcer": {}}
    return {
        "auc": rates.auc(bona_fide, attacks),
        "eer": rates.eer(bona_fide, attacks),
        "bpcer_at_apcer": {f"{apcer:g}": _bpcer_at(bona_fide, attacks, apcer) for apcer in APCERS},
    }


def at_threshold(seen: Sequence[Seen], threshold: float) -> dict[str, Any]:
    """APCER by species and at worst, BPCER, ACER, and the confusion behind them."""
    limit = float(np.nextafter(1 - threshold, 2))
    bona_fide, attacks = scores(seen)
    refused, passed = int((bona_fide < limit).sum()), int((attacks >= limit).sum())
    apcer = _apcer(seen, limit)
    known = [rate for species, rate in apcer.items() if species != UNKNOWN]
    overall = passed / len(attacks) if len(attacks) else None
    worst = max(known, default=overall)
    bpcer = refused / len(bona_fide) if len(bona_fide) else None
    return {
        "threshold": threshold,
        "apcer": apcer,
        "apcer_all": overall,
        "apcer_worst": worst,
        "bpcer": bpcer,
        "acer": None if worst is None or bpcer is None else (worst + bpcer) / 2,
        "confusion": {
            "attack_called_attack": len(attacks) - passed,
            "attack_called_bona_fide": passed,
            "bona_fide_called_attack": refused,
            "bona_fide_called_bona_fide": len(bona_fide) - refused,
        },
    }


def slices(seen: Sequence[Seen], threshold: float) -> dict[str, dict[str, Any]]:
    """The rates by source, and by thirds of each measure."""
    parts: dict[str, list[Seen]] = {}
    for one in seen:
        if one.labelled.source:
            parts.setdefault(f"source {one.labelled.source}", []).append(one)
    for name in sorted({name for one in seen for name in one.measures}):
        values = [one.measures[name] for one in seen if name in one.measures]
        edges = np.quantile(values, [1 / 3, 2 / 3])
        for one in seen:
            if name in one.measures:
                third = int(np.searchsorted(edges, one.measures[name], side="right"))
                parts.setdefault(f"{name} {('low', 'middle', 'high')[third]}", []).append(one)
    return {name: _slice(part, threshold) for name, part in sorted(parts.items())}


def _slice(part: Sequence[Seen], threshold: float) -> dict[str, Any]:
    there = at_threshold(part, threshold)
    kept = {key: there[key] for key in ("apcer_all", "bpcer")}
    auc = separation(*scores(part))["auc"]
    counts = {"n_bona_fide": sum(one.labelled.is_bona_fide for one in part)}
    return {"n": len(part), **counts, "auc": auc, **kept}


def scores(seen: Iterable[Seen]) -> tuple[Scores, Scores]:
    """Of the bona fide ones, and of the attacks."""
    bona_fide, attacks = list[float](), list[float]()
    for one in seen:
        (bona_fide if one.labelled.is_bona_fide else attacks).append(one.score)
    return np.array(bona_fide, np.float64), np.array(attacks, np.float64)


def _bpcer_at(bona_fide: Scores, attacks: Scores, apcer: float) -> float | None:
    threshold = rates.threshold_at_fmr(attacks, apcer)
    return None if threshold is None else rates.fnmr_at(bona_fide, threshold)


def _apcer(seen: Sequence[Seen], limit: float) -> dict[str, float]:
    species: dict[str, list[bool]] = {}
    for one in seen:
        if not one.labelled.is_bona_fide:
            species.setdefault(one.labelled.species, []).append(one.score >= limit)
    return {name: float(np.mean(passed)) for name, passed in sorted(species.items())}


def _intervals(seen: Sequence[Seen], threshold: float) -> dict[str, list[float] | None]:
    """Of AUC, EER, APCER and BPCER, over draws of subjects; who has none is their own."""
    people: dict[str, list[int]] = {}
    for place, one in enumerate(seen):
        people.setdefault(one.labelled.subject or f"#{place}", []).append(place)
    groups = [np.array(places) for places in people.values()]
    scores = np.array([one.score for one in seen])
    bona_fide = np.array([one.labelled.is_bona_fide for one in seen])
    limit = float(np.nextafter(1 - threshold, 2))
    measured: dict[str, Callable[[Scores, Scores], float]] = {
        "auc": rates.auc,
        "eer": rates.eer,
        "apcer_all": lambda _, attacks: float((attacks >= limit).mean()),
        "bpcer": lambda own, _: float((own < limit).mean()),
    }
    random = np.random.default_rng(0)
    found: dict[str, list[float]] = {name: [] for name in measured}
    for _ in range(DRAWS):
        drawn = random.integers(0, len(groups), len(groups))
        places: NDArray[np.int64] = np.concatenate([groups[k] for k in drawn])
        own, attacks = scores[places][bona_fide[places]], scores[places][~bona_fide[places]]
        if not len(own) or not len(attacks):
            continue
        for name, measure in measured.items():
            found[name].append(measure(own, attacks))
    return {name: _spread(values) for name, values in found.items()}


def _spread(values: Sequence[float]) -> list[float] | None:
    if not values:
        return None
    low, high = np.percentile(values, [2.5, 97.5])
    return [round(float(low), 4), round(float(high), 4)]

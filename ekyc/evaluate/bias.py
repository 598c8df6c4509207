"""Whom errors hit: rates by how light skin and room are, by glasses and by the size of the face.

A comparison belongs to a group when both of its pictures do. A difference between groups is no
cause: what is measured in a picture hangs together (a dark room darkens skin), and a source has its
own people, light and attacks; where there are sources, `expected_by_source` is the rate that a
group's sources have as a whole, so only a rate far from it speaks of the group itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate.detection import Seen
from ekyc.evaluate.intervals import People, rate_interval
from ekyc.evaluate.match import Pair, Progress
from ekyc.evaluate.traits import GLASSES, GLASSES_CLASSES, SCENE, SIZE, SKIN, SKIN_CLASSES, traits
from ekyc.face.observer import FaceObserver
from ekyc.face.quality import ONE_PERSON, PICTURE_LIMITS
from ekyc.values import Floats, Frame
from models import Models

Mask = NDArray[np.bool_]
Values = NDArray[np.float64]

CLASSES: Mapping[str, Mapping[str, float]] = {SKIN: SKIN_CLASSES, GLASSES: GLASSES_CLASSES}
"""Of the other traits, thirds are told apart."""
TRAITS = (SKIN, SCENE, GLASSES, SIZE)


@dataclass(frozen=True, eq=False)
class Picture:
    """One picture with a face: whose, what was measured in it, float32[D] of the face, and the
    components for which the quality gate refuses it. Others in the picture are no reason."""

    path: str
    person: str
    traits: Mapping[str, float]
    embedding: Floats
    refused_by: tuple[str, ...]


def observed(
    models: Models, engine: str, root: Path, paths: Sequence[str], progress: Progress
) -> list[Picture]:
    """Those in which a face is found; a person is the folder. Raises SubjectError for a file that
    cannot be read, and where no picture shows a face."""
    found = []
    for done, path in enumerate(paths, 1):
        rgb = read_picture(root / path)
        observer = FaceObserver(models, engine)
        seen = observer.observe(Frame(rgb, 0.0, 0))
        if seen is not None:
            refused = tuple(
                limit.component
                for limit in PICTURE_LIMITS
                if limit.hint is not ONE_PERSON and not limit.holds(seen.quality[limit.component])
            )
            face = seen.face
            own = traits(rgb, face.box_xyxy, face.keypoints)
            person = Path(path).parent.as_posix()
            found.append(Picture(path, person, own, observer.embed(rgb, face), refused))
        progress(done, len(paths))
    if not found:
        raise SubjectError("input.no_face", file=str(root))
    return found


def of_pictures(
    pictures: Sequence[Picture], pairs: Sequence[Pair] | None, threshold: float
) -> dict[str, Any]:
    """Genuine comparisons missed, strangers let through, and pictures that the gate refuses.

    `pairs` of which a picture shows no face are left out (counted by the caller); None: every
    picture with every other. Raises SubjectError when one of the classes has no pair.
    """
    people = np.unique([one.person for one in pictures], return_inverse=True)[1].astype(np.int32)
    matrix = np.stack([one.embedding for one in pictures])
    similarity = matrix @ matrix.T
    if pairs is None:
        a, b = np.triu_indices(len(pictures), 1)
        same = people[a] == people[b]
    else:
        place = {one.path: k for k, one in enumerate(pictures)}
        there = [q for q in pairs if q.path_a in place and q.path_b in place]
        a, b = (np.array([place[getattr(q, side)] for q in there]) for side in ("path_a", "path_b"))
        same = np.array([q.same for q in there], bool)
    if not same.any() or same.all():
        raise SubjectError("input.both_classes_needed")
    passed = similarity[a, b] >= threshold
    refused = np.array([bool(one.refused_by) for one in pictures])

    def rates(chosen: Mask) -> dict[str, Any]:
        both = chosen[a] & chosen[b]
        genuine, impostor = both & same, both & ~same
        return {
            "n_pictures": int(chosen.sum()),
            "fnmr": _share(~passed[genuine], people[a[genuine]], people[b[genuine]]),
            "fmr": _share(passed[impostor], people[a[impostor]], people[b[impostor]]),
            "gate": _share(refused[chosen], people[chosen], people[chosen]),
            "refused_by": dict(
                Counter(
                    name for k in np.flatnonzero(chosen).tolist() for name in pictures[k].refused_by
                ).most_common()
            ),
        }

    measures = _measures([one.traits for one in pictures])
    return {
        "threshold": threshold,
        **_by_group(rates, measures, len(pictures)),
        "traits": _traits(measures, people),
    }


def of_detection(seen: Sequence[Seen], threshold: float) -> dict[str, Any]:
    """Attacks let through and living people refused, of the pictures in which a face was found."""
    found = [one for one in seen if one.attack is not None]
    called = np.array([one.attack is not None and one.attack >= threshold for one in found])
    bona_fide = np.array([one.labelled.is_bona_fide for one in found])
    subjects = [one.labelled.subject or f"#{k}" for k, one in enumerate(found)]
    people = np.unique(subjects, return_inverse=True)[1].astype(np.int32)
    sources = np.array([one.labelled.source for one in found])

    def rates(chosen: Mask) -> dict[str, Any]:
        own: dict[str, Any] = {
            "n_pictures": int(chosen.sum()),
            "n_sources": len(set(sources[chosen])),
        }
        for name, kind, wrong in (("bpcer", bona_fide, called), ("apcer", ~bona_fide, ~called)):
            those = chosen & kind
            own[name] = {
                **_share(wrong[those], people[those], people[those]),
                "expected_by_source": _expected(those, kind, wrong, sources),
            }
        return own

    measures = _measures([one.measures for one in found])
    live = {name: values[bona_fide] for name, values in measures.items()}
    return {
        "threshold": threshold,
        **_by_group(rates, measures, len(found)),
        "traits": _traits(live, people[bona_fide]),
    }


def _measures(each: Sequence[Mapping[str, float]]) -> dict[str, Values]:
    """Of every picture by trait; NaN where it was not measured."""
    return {name: np.array([one.get(name, np.nan) for one in each]) for name in TRAITS}


def _by_group(
    rates: Callable[[Mask], dict[str, Any]], measures: Mapping[str, Values], n: int
) -> dict[str, Any]:
    """The rates of all `n` pictures, and of every trait's groups."""
    return {
        "all": rates(np.ones(n, bool)),
        "groups": {
            trait: {name: rates(chosen) for name, chosen in groups(trait, values)}
            for trait, values in measures.items()
        },
    }


def groups(trait: str, values: Values) -> Iterator[tuple[str, Mask]]:
    """Names and members: the trait's classes, else thirds of the values that are there."""
    known = np.isfinite(values)
    if trait in CLASSES:
        least = -np.inf
        for name, most in CLASSES[trait].items():
            yield name, known & (values >= least) & (values < most)
            least = most
    elif known.any():
        first, second = np.quantile(values[known], [1 / 3, 2 / 3])
        yield f"under {first:.0f}", known & (values < first)
        yield f"{first:.0f} to {second:.0f}", known & (values >= first) & (values < second)
        yield f"from {second:.0f}", known & (values >= second)


def _share(wrong: Mask, a: People, b: People) -> dict[str, Any]:
    if not len(wrong):
        return {"n": 0, "n_wrong": 0, "n_people": 0, "rate": None, "interval_95": None}
    return {
        "n": len(wrong),
        "n_wrong": int(wrong.sum()),
        "n_people": len(np.union1d(a, b)),
        "rate": float(wrong.mean()),
        "interval_95": list(rate_interval(wrong, a, b)),
    }


def _expected(those: Mask, kind: Mask, wrong: Mask, sources: NDArray[np.str_]) -> float | None:
    """The mean, over the group, of the rate that each picture's source has as a whole."""
    if not those.any():
        return None
    rate = {one: float(wrong[kind & (sources == one)].mean()) for one in set(sources[those])}
    return float(np.mean([rate[one] for one in sources[those]]))


def _traits(measures: Mapping[str, Values], people: People) -> dict[str, Any]:
    """How far what was measured is the person's own: the share of its variance that lies between
    people (intraclass correlation ICC(1), Shrout and Fleiss, 1979), and how the skin's angle
    follows the room's light (rank correlation)."""
    skin, scene = measures[SKIN], measures[SCENE]
    both = np.isfinite(skin) & np.isfinite(scene)
    first, second = (values[both].argsort().argsort() for values in (skin, scene))
    return {
        "between_people": {name: _between(values, people) for name, values in measures.items()},
        "skin_with_scene": float(np.corrcoef(first, second)[0, 1]) if both.sum() > 2 else None,
    }


def _between(values: Values, people: People) -> float | None:
    known = np.isfinite(values)
    _, who, counts = np.unique(people[known], return_inverse=True, return_counts=True)
    several = counts[who] > 1
    there, own = values[known][several], who[several]
    if not len(there):
        return None
    _, who, counts = np.unique(own, return_inverse=True, return_counts=True)
    n, k = len(there), len(counts)
    if k < 2:
        return None
    means = np.bincount(who, there) / counts
    within = float(((there - means[who]) ** 2).sum()) / (n - k)
    between = float((counts * (means - there.mean()) ** 2).sum()) / (k - 1)
    each = (n - float((counts**2).sum()) / n) / (k - 1)
    return (between - within) / max(between + (each - 1) * within, 1e-12)

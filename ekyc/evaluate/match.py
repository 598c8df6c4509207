"""How well two pictures of a face are told apart from pictures of two people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate.rates import (
    ACCEPTED,
    REFUSED,
    Scores,
    auc,
    eer,
    fnmr_at,
    threshold_at_fmr,
    wilson,
)
from ekyc.evaluate.table import read_table
from ekyc.face.observer import embed_face, find_main_face
from ekyc.values import Floats
from models import Models

FMRS = ("1e-3", "1e-4", "1e-5")
PICTURES = (".jpg", ".jpeg", ".png")

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Pair:
    """Two pictures, relative to the root, and whether they show one person."""

    path_a: str
    path_b: str
    same: bool


@dataclass(frozen=True)
class Embedded:
    """float32[512] of each picture's main face; None where there is no face, or no picture."""

    by_path: dict[str, Floats | None]
    unreadable: int = 0

    @property
    def no_face(self) -> int:
        """Pictures that were read and show no face."""
        return sum(one is None for one in self.by_path.values()) - self.unreadable


@dataclass(frozen=True)
class MatchResult:
    """Scores of both classes. A pair in which a face was not found is an error of its class.

    `no_face` and `unreadable` count pictures.
    """

    genuine: Scores
    impostor: Scores
    no_face: int
    unreadable: int = 0

    @property
    def thresholds(self) -> dict[str, float | None]:
        """By false match rate; None where the data cannot show it."""
        return {fmr: threshold_at_fmr(self.impostor, float(fmr)) for fmr in FMRS}

    def summary(self) -> dict[str, object]:
        """The figures under the keys of the command's contract."""
        thresholds = self.thresholds
        n_genuine = len(self.genuine)
        return {
            "n": n_genuine + len(self.impostor),
            "n_genuine": n_genuine,
            "n_impostor": len(self.impostor),
            "n_no_face": self.no_face,
            "n_unreadable": self.unreadable,
            "auc": auc(self.genuine, self.impostor),
            "eer": eer(self.genuine, self.impostor),
            "fnmr_at": {
                fmr: None if at is None else fnmr_at(self.genuine, at)
                for fmr, at in thresholds.items()
            },
            "fnmr_interval_95": {
                fmr: None if at is None else wilson(int((self.genuine < at).sum()), n_genuine)
                for fmr, at in thresholds.items()
            },
            "threshold_at": thresholds,
            "accuracy_best": self._accuracy(),
        }

    def _accuracy(self) -> float:
        at = np.unique(np.concatenate([self.genuine, self.impostor]))
        missed = np.searchsorted(np.sort(self.genuine), at, side="left") / len(self.genuine)
        false = 1 - np.searchsorted(np.sort(self.impostor), at, side="left") / len(self.impostor)
        return float(1 - np.min(missed + false) / 2)


def read_pairs(path: Path) -> list[Pair]:
    """Pairs of a CSV with the columns path_a, path_b, same (1 or 0). Raises SubjectError."""
    rows = read_table(path, ("path_a", "path_b", "same"))
    for row in rows:
        if row["same"] not in ("0", "1"):
            raise SubjectError(
                "input.same_not_0_or_1", file=path.name, row=row.number, value=row["same"]
            )
    return [Pair(row["path_a"], row["path_b"], row["same"] == "1") for row in rows]


def all_pairs(root: Path) -> list[str]:
    """Pictures below `root`, one folder a person, sorted."""
    found = (p for p in sorted(root.rglob("*")) if p.suffix.lower() in PICTURES)
    return [p.relative_to(root).as_posix() for p in found]


def embeddings(models: Models, root: Path, paths: Iterable[str], progress: Progress) -> Embedded:
    """The main face of each picture. Raises SubjectError when not one picture can be read."""
    wanted = sorted(set(paths))
    found: dict[str, Floats | None] = {}
    unreadable = 0
    for done, path in enumerate(wanted, 1):
        found[path] = None
        try:
            rgb = read_picture(root / path)
        except SubjectError:
            unreadable += 1
        else:
            face = find_main_face(models, rgb)
            if face is not None:
                found[path] = embed_face(models, rgb, face)
        progress(done, len(wanted))
    if unreadable == len(wanted):
        raise SubjectError("input.no_picture_readable", folder=str(root))
    return Embedded(found, unreadable)


def evaluate_pairs(pairs: Sequence[Pair], known: Embedded) -> MatchResult:
    """Cosine of every pair. Raises SubjectError when one of the classes has no pair."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for pair in pairs:
        a, b = known.by_path[pair.path_a], known.by_path[pair.path_b]
        error = REFUSED if pair.same else ACCEPTED
        scores[pair.same].append(error if a is None or b is None else float(a @ b))
    if not scores[True] or not scores[False]:
        raise SubjectError("input.both_classes_needed")
    return MatchResult(
        np.array(scores[True]), np.array(scores[False]), known.no_face, known.unreadable
    )


def evaluate_all_pairs(known: Embedded) -> MatchResult:
    """Cosine of every picture with every other; a person is the folder a picture lies in.

    Raises SubjectError when one of the classes has no pair.
    """
    pictures = sorted(known.by_path.items())
    people = np.unique([str(Path(path).parent) for path, _ in pictures], return_inverse=True)[1]
    missing = np.array([face is None for _, face in pictures])
    nowhere = np.zeros_like(next((face for _, face in pictures if face is not None), np.zeros(1)))
    matrix = np.stack([nowhere if face is None else face for _, face in pictures])
    genuine: list[Scores] = []
    impostor: list[Scores] = []
    for i in range(len(pictures) - 1):
        scores = (matrix[i + 1 :] @ matrix[i]).astype(np.float64)
        same = people[i + 1 :] == people[i]
        unknown = missing[i + 1 :] | missing[i]
        scores[unknown] = np.where(same[unknown], REFUSED, ACCEPTED)
        genuine.append(scores[same])
        impostor.append(scores[~same])
    if not any(map(len, genuine)) or not any(map(len, impostor)):
        raise SubjectError("input.both_classes_needed")
    return MatchResult(
        np.concatenate(genuine), np.concatenate(impostor), known.no_face, known.unreadable
    )

"""How well two pictures of a face are told apart from pictures of two people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate.rates import Scores, auc, eer, fnmr_at, threshold_at_fmr, wilson
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
class MatchResult:
    """Scores of both classes. A pair in which a face was not found is an error of its class."""

    genuine: Scores
    impostor: Scores
    no_face: int

    def summary(self) -> dict[str, object]:
        """The figures under the keys of the command's contract."""
        thresholds = {fmr: threshold_at_fmr(self.impostor, float(fmr)) for fmr in FMRS}
        misses = {fmr: int((self.genuine < at).sum()) for fmr, at in thresholds.items()}
        n_genuine = len(self.genuine)
        return {
            "n": n_genuine + len(self.impostor),
            "n_genuine": n_genuine,
            "n_impostor": len(self.impostor),
            "n_no_face": self.no_face,
            "auc": auc(self.genuine, self.impostor),
            "eer": eer(self.genuine, self.impostor),
            "fnmr_at": {fmr: fnmr_at(self.genuine, at) for fmr, at in thresholds.items()},
            "fnmr_interval_95": {fmr: wilson(k, n_genuine) for fmr, k in misses.items()},
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
            raise SubjectError("input.same_not_0_or_1", file=path.name, value=row["same"])
    return [Pair(row["path_a"], row["path_b"], row["same"] == "1") for row in rows]


def all_pairs(root: Path) -> list[str]:
    """Pictures below `root`, one folder a person, sorted."""
    found = (p for p in sorted(root.rglob("*")) if p.suffix.lower() in PICTURES)
    return [p.relative_to(root).as_posix() for p in found]


def embeddings(
    models: Models, root: Path, paths: Iterable[str], progress: Progress
) -> dict[str, Floats | None]:
    """float32[512] of the main face of each picture, None where there is none."""
    wanted = sorted(set(paths))
    found: dict[str, Floats | None] = {}
    for done, path in enumerate(wanted):
        rgb = read_picture(root / path)
        face = find_main_face(models, rgb)
        found[path] = None if face is None else embed_face(models, rgb, face)
        progress(done + 1, len(wanted))
    return found


def evaluate_pairs(pairs: Sequence[Pair], by_path: dict[str, Floats | None]) -> MatchResult:
    """Cosine of every pair."""
    scores: dict[bool, list[float]] = {True: [], False: []}
    for pair in pairs:
        a, b = by_path[pair.path_a], by_path[pair.path_b]
        missing = a is None or b is None
        error = -1.0 if pair.same else 1.0
        scores[pair.same].append(error if a is None or b is None or missing else float(a @ b))
    if not scores[True] or not scores[False]:
        raise SubjectError("input.both_classes_needed")
    missing_pictures = sum(e is None for e in by_path.values())
    return MatchResult(np.array(scores[True]), np.array(scores[False]), missing_pictures)


def evaluate_all_pairs(by_path: dict[str, Floats | None]) -> MatchResult:
    """Cosine of every picture with every other; a person is the folder a picture lies in.

    Pictures without a face are counted and left out: they have no pair to be an error of.
    """
    known = [(path, e) for path, e in sorted(by_path.items()) if e is not None]
    people = np.unique([str(Path(path).parent) for path, _ in known], return_inverse=True)[1]
    matrix = np.stack([e for _, e in known])
    genuine: list[Scores] = []
    impostor: list[Scores] = []
    for i in range(len(known) - 1):
        scores = (matrix[i + 1 :] @ matrix[i]).astype(np.float64)
        same = people[i + 1 :] == people[i]
        genuine.append(scores[same])
        impostor.append(scores[~same])
    if not any(map(len, genuine)) or not any(map(len, impostor)):
        raise SubjectError("input.both_classes_needed")
    return MatchResult(np.concatenate(genuine), np.concatenate(impostor), len(by_path) - len(known))

"""How well two pictures of a face are told apart from pictures of two people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate import degrade
from ekyc.evaluate.intervals import Compared, People, Spread, bootstrap
from ekyc.evaluate.rates import (
    ACCEPTED,
    REFUSED,
    Scores,
    auc,
    eer,
    fnmr_at,
    threshold_at_fmr,
)
from ekyc.evaluate.table import read_table
from ekyc.face.embedding import Encoder, embed_face, only
from ekyc.face.observer import find_main_face
from ekyc.policy_rules import FMRS
from ekyc.values import Floats
from models import Models

PICTURES = (".jpg", ".jpeg", ".png")
HARD = 10
"""Others that are looked at as each person's nearest."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Pair:
    """Two pictures, relative to the root, and whether they show one person."""

    path_a: str
    path_b: str
    same: bool


@dataclass(frozen=True)
class Point:
    """One threshold: genuine pairs missed, impostor pairs let through, and how sure that is."""

    threshold: float
    missed: int
    false_matches: int
    fnmr: float
    spread: Spread


@dataclass(frozen=True)
class Embedded:
    """float32[D] of each picture's main face; None where there is no face, or no picture."""

    by_path: dict[str, Floats | None]
    unreadable: int = 0

    @property
    def no_face(self) -> int:
        """Pictures that were read and show no face."""
        return sum(one is None for one in self.by_path.values()) - self.unreadable


@dataclass(frozen=True, eq=False)
class MatchResult:
    """Scores of both classes. A pair in which a face was not found is an error of its class.

    `no_face` and `unreadable` count pictures.
    """

    genuine: Compared
    impostor: Compared
    no_face: int
    unreadable: int = 0

    @cached_property
    def thresholds(self) -> dict[str, float | None]:
        """By false match rate; None where the data cannot show it."""
        return {fmr: threshold_at_fmr(self.impostor.scores, float(fmr)) for fmr in FMRS}

    @cached_property
    def points(self) -> dict[str, Point | None]:
        """What happens at each threshold, by false match rate; None where there is none."""
        known = [(float(fmr), at) for fmr, at in self.thresholds.items() if at is not None]
        spreads = iter(bootstrap(self.genuine, self.impostor, known))
        return {
            fmr: None if at is None else self._point(at, next(spreads))
            for fmr, at in self.thresholds.items()
        }

    def _point(self, at: float, spread: Spread) -> Point:
        return Point(
            threshold=at,
            missed=int((self.genuine.scores < at).sum()),
            false_matches=int((self.impostor.scores >= at).sum()),
            fnmr=fnmr_at(self.genuine.scores, at),
            spread=spread,
        )

    def summary(self) -> dict[str, object]:
        """The figures under the keys of the command's contract."""
        genuine, impostor = self.genuine.scores, self.impostor.scores

        def each(value: Callable[[Point], object]) -> dict[str, object]:
            return {fmr: None if at is None else value(at) for fmr, at in self.points.items()}

        return {
            "n": len(genuine) + len(impostor),
            "n_genuine": len(genuine),
            "n_impostor": len(impostor),
            "n_no_face": self.no_face,
            "n_unreadable": self.unreadable,
            "auc": auc(genuine, impostor),
            "eer": eer(genuine, impostor),
            "fnmr_at": each(lambda at: at.fnmr),
            "fnmr_interval_95": each(lambda at: at.spread.fnmr),
            "n_missed_at": each(lambda at: at.missed),
            "n_false_matches_at": each(lambda at: at.false_matches),
            "fmr_interval_95": each(lambda at: at.spread.fmr),
            "threshold_at": each(lambda at: at.threshold),
            "threshold_interval_95": each(lambda at: at.spread.threshold),
            "accuracy_best": self._accuracy(),
        }

    def _accuracy(self) -> float:
        genuine, impostor = self.genuine.scores, self.impostor.scores
        at = np.unique(np.concatenate([genuine, impostor]))
        missed = np.searchsorted(np.sort(genuine), at, side="left") / len(genuine)
        false = 1 - np.searchsorted(np.sort(impostor), at, side="left") / len(impostor)
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


def documents(paths: Iterable[str]) -> list[str]:
    """The first picture of each person (folder) of whom there are others: for a card each."""
    by_person: dict[str, list[str]] = {}
    for path in sorted(paths):
        by_person.setdefault(_folder(path), []).append(path)
    return [pictures[0] for pictures in by_person.values() if len(pictures) > 1]


def embeddings(
    models: Models,
    root: Path,
    paths: Iterable[str],
    progress: Progress,
    on_card: bool = False,
) -> Embedded:
    """The main face of each picture; with `on_card` as it looks on a card that was photographed.

    Raises SubjectError when not one picture can be read.
    """
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
            if face is not None and on_card:
                rgb = degrade.on_card(rgb, face, seed=done)
                face = find_main_face(models, rgb)
            if face is not None:
                found[path] = embed_face(models, rgb, face)
        progress(done, len(wanted))
    if unreadable == len(wanted):
        raise SubjectError("input.no_picture_readable", folder=str(root))
    return Embedded(found, unreadable)


def evaluate_pairs(
    pairs: Sequence[Pair], known: Embedded, cards: Embedded | None = None
) -> MatchResult:
    """Cosine of every pair, the first picture of each taken from `cards` where they are given.

    A person is the folder a picture lies in; where pairs of two people share a folder, each picture
    counts as a person of its own. Raises SubjectError when one of the classes has no pair.
    """
    first = (cards or known).by_path
    flat = any(not q.same and _folder(q.path_a) == _folder(q.path_b) for q in pairs)
    names = {path: path if flat else _folder(path) for q in pairs for path in (q.path_a, q.path_b)}
    number = {name: i for i, name in enumerate(sorted(set(names.values())))}
    scores: dict[bool, list[float]] = {True: [], False: []}
    sides: dict[bool, list[tuple[int, int]]] = {True: [], False: []}
    for pair in pairs:
        a, b = first[pair.path_a], known.by_path[pair.path_b]
        error = REFUSED if pair.same else ACCEPTED
        scores[pair.same].append(error if a is None or b is None else float(a @ b))
        sides[pair.same].append((number[names[pair.path_a]], number[names[pair.path_b]]))
    genuine, impostor = (
        Compared(np.array(scores[same]), *np.array(sides[same], np.int32).reshape(-1, 2).T)
        for same in (True, False)
    )
    return _result(genuine, impostor, known, cards)


def evaluate_all_pairs(known: Embedded, cards: Embedded | None = None) -> MatchResult:
    """Cosine of every picture with every other; a person is the folder a picture lies in.

    With `cards`, each of them with every picture but the one that it was made of. Raises
    SubjectError when one of the classes has no pair.
    """
    paths, people, matrix, missing = _table(known)
    rows = range(len(paths)) if cards is None else map(paths.index, sorted(cards.by_path))
    first, first_missing = (matrix, missing) if cards is None else _table(cards)[2:]
    parts: dict[bool, list[Compared]] = {True: [], False: []}
    for place, i in enumerate(rows):
        others = np.arange(i + 1, len(paths))
        if cards is not None:
            others = np.delete(np.arange(len(paths)), i)
        scores = (matrix[others] @ first[place]).astype(np.float64)
        same = people[others] == people[i]
        unknown = missing[others] | first_missing[place]
        scores[unknown] = np.where(same[unknown], REFUSED, ACCEPTED)
        for kind, chosen in ((True, same), (False, ~same)):
            b = people[others[chosen]]
            parts[kind].append(Compared(scores[chosen], np.full_like(b, people[i]), b))
    genuine, impostor = (_chained(parts[kind]) for kind in (True, False))
    return _result(genuine, impostor, known, cards)


def only_of(known: Embedded, encoder: Encoder) -> Embedded:
    """The same pictures as one encoder alone sees them."""
    parts = {
        path: None if one is None else only(one, encoder) for path, one in known.by_path.items()
    }
    return Embedded(parts, known.unreadable)


def hard_impostors(known: Embedded, chooser: Embedded) -> Scores:
    """Scores of every pair of pictures of each person and the `HARD` others most like them.

    How alike two people are is the best score of their pictures in `chooser`, another encoder's
    embeddings of the same pictures. Pictures without a face are left out.
    """
    _, people, matrix, missing = _table(known)
    there = ~missing
    people, matrix, guide = people[there], matrix[there], _table(chooser)[2][there]
    starts = np.flatnonzero(np.diff(people, prepend=-1))
    alike = np.stack(
        [
            np.maximum.reduceat((guide @ guide[start:end].T).max(axis=1), starts)
            for start, end in zip(starts, [*starts[1:], len(people)], strict=True)
        ]
    )
    np.fill_diagonal(alike, -np.inf)
    nearest = np.argsort(-alike, axis=1)[:, :HARD]
    pairs = {(min(a, b), max(a, b)) for a, row in enumerate(nearest) for b in row}
    ends = np.append(starts[1:], len(people))
    scores = [
        (matrix[starts[a] : ends[a]] @ matrix[starts[b] : ends[b]].T).ravel()
        for a, b in sorted(pairs)
    ]
    return np.concatenate(scores).astype(np.float64)


def _folder(path: str) -> str:
    return Path(path).parent.as_posix()


def _table(known: Embedded) -> tuple[list[str], People, Floats, NDArray[np.bool_]]:
    """Sorted paths, each one's person, embeddings (zeros where there is no face), and where not."""
    pictures = sorted(known.by_path.items())
    paths = [path for path, _ in pictures]
    people = np.unique([_folder(path) for path in paths], return_inverse=True)[1]
    missing = np.array([face is None for _, face in pictures])
    nowhere = np.zeros_like(next((face for _, face in pictures if face is not None), np.zeros(1)))
    matrix = np.stack([nowhere if face is None else face for _, face in pictures])
    return paths, people.astype(np.int32), matrix.astype(np.float32), missing


def _chained(parts: Sequence[Compared]) -> Compared:
    if not parts:
        return Compared(np.zeros(0), np.zeros(0, np.int32), np.zeros(0, np.int32))
    return Compared(*(np.concatenate([getattr(p, k) for p in parts]) for k in ("scores", "a", "b")))


def _result(
    genuine: Compared, impostor: Compared, known: Embedded, cards: Embedded | None
) -> MatchResult:
    if not len(genuine) or not len(impostor):
        raise SubjectError("input.both_classes_needed")
    no_face = max(one.no_face for one in (known, cards) if one is not None)
    return MatchResult(genuine, impostor, no_face, known.unreadable)

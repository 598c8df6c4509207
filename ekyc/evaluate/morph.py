"""How many morphs are accepted for both of their people, and whether a portrait that is one can be
told from its holder's own when both are held against the live face."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate.degrade import on_card
from ekyc.evaluate.match import all_pairs, documents
from ekyc.evaluate.morphing import Pictured, morph
from ekyc.evaluate.rates import auc, wilson
from ekyc.face.embedding import embed_face, only
from ekyc.face.landmarks import landmark_engine
from ekyc.face.observer import find_main_face
from ekyc.values import Floats, Rgb
from models import Models

SEED = 17
SAME = 0.6
"""Two "people" of LFW who are more alike than this are taken for one under two names."""
REFUSED = (0.01, 0.05, 0.1)
"""Shares of genuine portraits refused at which missed morphs are counted."""
KINDS = ("alike", "random")

Progress = Callable[[int, int], None]
Numbers = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Person:
    """Whose first picture goes on cards, `card`, and whose second stands for the live face.
    Embeddings float32[D]."""

    path: str
    card: Floats
    live_path: str


@dataclass(frozen=True, eq=False)
class Held:
    """A portrait off a card against one live face: the similarity, and what might tell a morph.

    `kind` is "genuine" or one of KINDS; `morph` numbers it; `half` is that of its people.
    """

    kind: str
    morph: int
    half: int
    similarity: float
    signs: Numbers


def evaluate(
    models: Models, root: Path, pairs: int, threshold: float, progress: Progress
) -> dict[str, Any]:
    """Make `pairs` morphs of look-alikes and as many of random pairs, always the same ones, put
    each on a simulated card, and hold it against the second pictures of both people.

    Nobody is in both halves. `threshold` is the policy's for cards. No picture is kept.
    """
    look = _Looking(models, root)
    chosen = _pairs(_people(look, progress), pairs)
    held: list[Held] = []
    for number, (kind, half, a, b) in enumerate(chosen):
        if kind == KINDS[0]:
            picture = look.pictured(a.path)
            genuine = on_card(picture.rgb, picture.face, SEED + number)
            held += look.held("genuine", number, half, genuine, [a])
        both = morph(look.pictured(a.path), look.pictured(b.path))
        face = find_main_face(models, both)
        if face is not None:
            card = on_card(both, face, SEED + number)
            held += look.held(kind, number, half, card, [a, b])
        progress(number + 1, len(chosen))
    return {
        "threshold": threshold,
        "genuine": _accepted(held, "genuine", threshold),
        **{f"morphs_{kind}": _accepted(held, kind, threshold) for kind in KINDS},
        "differential": differential(held, threshold),
    }


class _Looking:
    """Faces of the pictures below `root`."""

    def __init__(self, models: Models, root: Path) -> None:
        self.models, self.root = models, root
        self._engine = landmark_engine(models, "both" if models.landmarks else "mesh")
        self._live: dict[str, tuple[Floats, Floats] | None] = {}

    def pictured(self, path: str) -> Pictured:
        """Raises ValueError where there is no face: such people were left out."""
        return self._pictured(read_picture(self.root / path))

    def _pictured(self, rgb: Rgb) -> Pictured:
        face = find_main_face(self.models, rgb)
        points = self._engine.measure(rgb, face) if face is not None else None
        if face is None or points is None:
            raise ValueError("no face")
        return Pictured(rgb, face, points.landmarks)

    def seen(self, rgb: Rgb) -> tuple[Floats, Floats] | None:
        """Embedding and landmarks of the main face."""
        try:
            one = self._pictured(rgb)
        except ValueError:
            return None
        return embed_face(self.models, rgb, one.face), one.landmarks

    def held(
        self, kind: str, number: int, half: int, card: Rgb, people: Sequence[Person]
    ) -> list[Held]:
        """The card against each of the people; nothing where a face is not found."""
        portrait = self.seen(card)
        if portrait is None:
            return []
        found = []
        for person in people:
            if person.live_path not in self._live:
                self._live[person.live_path] = self.seen(read_picture(self.root / person.live_path))
            live = self._live[person.live_path]
            if live is not None:
                alike = float(portrait[0] @ live[0])
                found.append(Held(kind, number, half, alike, _signs(portrait, live)))
        return found


def _signs(portrait: tuple[Floats, Floats], live: tuple[Floats, Floats]) -> Numbers:
    """The similarity by each encoder, and how far brows, nose, eyes and mouth lie apart once both
    faces are laid on one another (Procrustes)."""
    a, b = (points - points.mean(axis=0) for _, points in (portrait, live))
    a, b = (points / np.sqrt((points**2).sum()) for points in (a, b))
    u, _, vt = np.linalg.svd(a.T @ b)
    apart = float(np.sqrt(((a @ (u @ vt) - b)[17:] ** 2).sum()))
    sface = float(only(portrait[0], "sface") @ only(live[0], "sface"))
    inception = float(
        only(portrait[0], "inception_resnet_v1") @ only(live[0], "inception_resnet_v1")
    )
    return np.array([sface, inception, apart])


def _people(look: _Looking, progress: Progress) -> list[Person]:
    """Everybody with two pictures and more, in whose first one a face is found."""
    firsts, found = documents(all_pairs(look.root)), []
    for number, path in enumerate(firsts):
        folder = (look.root / path).parent
        second = sorted(folder.iterdir())[1].relative_to(look.root).as_posix()
        seen = look.seen(read_picture(look.root / path))
        if seen is not None:
            found.append(Person(path, seen[0], second))
        progress(number + 1, len(firsts))
    return found


def _pairs(people: Sequence[Person], count: int) -> list[tuple[str, int, Person, Person]]:
    """Each chosen person with the most alike of the same half, and with a random one of it."""
    random = np.random.default_rng(SEED)
    faces = np.stack([person.card for person in people])
    half = np.arange(len(people)) % 2
    alike = faces @ faces.T
    alike[(alike > SAME) | (half[:, None] != half)] = -1
    chosen = random.permutation(len(people))[:count]
    pairs = [(KINDS[0], int(half[i]), people[i], people[int(alike[i].argmax())]) for i in chosen]
    for i in chosen:
        others = np.flatnonzero((half == half[i]) & (np.arange(len(people)) != i))
        pairs.append((KINDS[1], int(half[i]), people[i], people[int(random.choice(others))]))
    return pairs


def _accepted(held: Sequence[Held], kind: str, threshold: float) -> dict[str, Any]:
    """Of morphs: how many are accepted for both of their people (MMPMR: Scherhag et al.,
    "Biometric systems under morphing attacks", 2017)."""
    cards: dict[int, list[float]] = {}
    for one in held:
        if one.kind == kind:
            cards.setdefault(one.morph, []).append(one.similarity)
    if kind in KINDS:
        cards = {number: both for number, both in cards.items() if len(both) == 2}
    passed = sum(min(each) >= threshold for each in cards.values())
    low, high = wilson(passed, len(cards))
    rate = round(passed / len(cards), 4) if cards else None
    interval = [round(low, 4), round(high, 4)]
    return {"n": len(cards), "accepted": passed, "accepted_rate": rate, "interval_95": interval}


def differential(held: Sequence[Held], threshold: float) -> dict[str, Any]:
    """A logistic regression on the signs, fitted on one half of the people and judged on the other,
    both ways, among what the match accepts: morphs missed at shares of genuine ones refused.

    Raises `SubjectError` where a half has no morph or nothing else: more pairs are needed."""
    some = [one for one in held if one.similarity >= threshold]
    if len({(one.kind in KINDS, one.half) for one in some}) < 4:
        raise SubjectError("input.both_classes_needed")
    signs = np.stack([one.signs for one in some])
    is_morph = np.array([one.kind in KINDS for one in some])
    half = np.array([one.half for one in some])
    signs = (signs - signs.mean(axis=0)) / np.maximum(signs.std(axis=0), 1e-9)
    scores = np.empty(len(some))
    for judged in (0, 1):
        fitted = half != judged
        weights = _logistic(signs[fitted], is_morph[fitted])
        scores[~fitted] = signs[~fitted] @ weights
    found: dict[str, Any] = {
        "n_genuine": int((~is_morph).sum()),
        "n_morph": int(is_morph.sum()),
        "auc": [],
        "missed_at": {str(share): [] for share in REFUSED},
    }
    for judged in (0, 1):
        here = half == judged
        genuine, morphs = scores[here & ~is_morph], scores[here & is_morph]
        found["auc"].append(round(auc(morphs, genuine), 3))
        for share in REFUSED:
            limit = float(np.quantile(genuine, 1 - share))
            found["missed_at"][str(share)].append(round(float((morphs <= limit).mean()), 3))
    return found


def _logistic(signs: Numbers, wanted: NDArray[np.bool_], steps: int = 50) -> Numbers:
    """Weights by Newton's method, both classes counting alike, weakly held to zero."""
    inputs = np.column_stack([signs, np.ones(len(signs))])
    share = np.where(wanted, 0.5 / wanted.sum(), 0.5 / (~wanted).sum()) * len(signs)
    weights = np.zeros(inputs.shape[1])
    for _ in range(steps):
        chance = 1 / (1 + np.exp(-inputs @ weights))
        slope = inputs.T @ (share * (chance - wanted)) + weights
        bend = (inputs * (share * chance * (1 - chance))[:, None]).T @ inputs
        weights -= np.linalg.solve(bend + np.eye(len(weights)), slope)
    return weights[:-1]

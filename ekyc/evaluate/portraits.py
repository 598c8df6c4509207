"""What the comparisons of a document's own portrait are worth: with the ghost beside it, and with a
live face that may be the very picture it was printed from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from ekyc.camera.pictures import read_picture
from ekyc.document.holder import LEAST_GHOST_EYES_PX, SAME_PICTURE, eyes_in_picture_px
from ekyc.document.portrait import crop_portrait, portrait_faces
from ekyc.document.specimen import SpecimenFields, head_and_shoulders, render
from ekyc.errors import SubjectError
from ekyc.evaluate.degrade import Recipe, on_card, printed
from ekyc.evaluate.forgeries import seen
from ekyc.evaluate.halves import Scored, told
from ekyc.evaluate.match import all_pairs, documents
from ekyc.face.embedding import embed_face
from ekyc.face.match import SAME_PICTURE as SAME_LIVE
from ekyc.face.observer import detect_faces, find_main_face
from ekyc.values import Floats, Rgb
from models import Models

SEED = 23
_FIELDS = SpecimenFields(date_of_expiry=date(2032, 4, 15))
_DOTS_PER_MM = 300 / 25.4
_GHOST_MM, _GHOST_AT_MM = (9.0, 11.0), (68.0, 12.6)
"""Widths of the ghost, and its upper left corner, where the card has no text. The portrait is
22.6 mm wide."""

Progress = Callable[[int, int], None]


def evaluate(models: Models, root: Path, people: int, progress: Progress) -> dict[str, Any]:
    """So many people with two pictures and more below `root`, always the same ones, each on a card
    with their own ghost and with that of the one before, of the same half.

    `ghost`: portrait and ghost of one person, or of two. `reused`: the live face is another picture
    of the holder, or the very one on the card. Raises `SubjectError` where a half has nobody. No
    picture is kept.
    """
    look = _Looking(models, root)
    paths = documents(all_pairs(root))
    order = np.random.default_rng(SEED).permutation(len(paths))[:people]
    for number, i in enumerate(order.tolist()):
        look.at(paths[i], number)
        progress(number + 1, len(order))
    try:
        return {
            "ghosts": look.ghosts,
            "ghost": told(look.own, look.others, SAME_PICTURE, low_fails=True),
            "reused": told(look.another_day, look.reused, SAME_LIVE, low_fails=False),
        }
    except ValueError as error:
        raise SubjectError("input.no_picture_readable", folder=str(root)) from error


class _Looking:
    """Scores so far; `ghosts`: what became of the ghosts that were printed."""

    def __init__(self, models: Models, root: Path) -> None:
        self._models, self._root = models, root
        self.own, self.others = list[Scored](), list[Scored]()
        self.another_day, self.reused = list[Scored](), list[Scored]()
        self.ghosts = {"printed": 0, "not_found": 0, "too_small": 0}
        self._before: dict[int, Rgb] = {}

    def at(self, path: str, number: int) -> None:
        """One person: their first picture is on the card."""
        half, picture = number % 2, read_picture(self._root / path)
        face = find_main_face(self._models, picture)
        if face is None:
            return
        # As the match's own evaluation has it: a portrait alone, printed and taken again.
        portrait = self._embedded(on_card(picture, face, SEED + number))
        second = sorted((self._root / path).parent.iterdir())[1]
        for live, scores in ((read_picture(second), self.another_day), (picture, self.reused)):
            other = self._embedded(live)
            if portrait is not None and other is not None:
                scores.append(Scored(half, float(portrait @ other)))
        try:
            photo = head_and_shoulders(picture, lambda _: [face])
        except SubjectError:
            return
        for shown, scores in ((photo, self.own), (self._before.get(half), self.others)):
            if shown is not None:
                alike = self._alike(photo, shown, np.random.default_rng([SEED, number]))
                if alike is not None:
                    scores.append(Scored(half, alike))
        self._before[half] = photo

    def _alike(self, photo: Rgb, ghost: Rgb, random: np.random.Generator) -> float | None:
        """The similarity that the check compares; None where the card gives it nothing."""
        self.ghosts["printed"] += 1
        front = render(_print(photo, random), self._detect, _FIELDS, "TD1").front
        page = seen(with_ghost(front, ghost, random), random)
        main, second = portrait_faces(page.picture, self._detect)
        if main is None or second is None:
            self.ghosts["not_found"] += 1
            return None
        if eyes_in_picture_px(page, second) < LEAST_GHOST_EYES_PX:
            self.ghosts["too_small"] += 1
            return None
        a, b = (
            embed_face(self._models, *crop_portrait(page.picture, face)) for face in (main, second)
        )
        return float(a @ b)

    def _detect(self, rgb: Rgb) -> Any:
        return detect_faces(self._models, rgb)

    def _embedded(self, rgb: Rgb) -> Floats | None:
        face = find_main_face(self._models, rgb)
        return None if face is None else embed_face(self._models, rgb, face)


def _print(photo: Rgb, random: np.random.Generator, contrast: float = 1.0) -> Rgb:
    recipe = Recipe.drawn(random)
    tones = printed(photo, replace(recipe, contrast=recipe.contrast * contrast))
    return np.asarray(np.clip(tones, 0, 1) * 255, np.uint8)


def with_ghost(front: Rgb, photo: Rgb, random: np.random.Generator) -> Rgb:
    """`photo` once more, small, nearly grey, as thin ink over what is printed there."""
    width = round(random.uniform(*_GHOST_MM) * _DOTS_PER_MM)
    size = (width, round(width * photo.shape[0] / photo.shape[1]))
    small = cv2.resize(_print(photo, random, 0.8), size, interpolation=cv2.INTER_AREA) / 255.0
    grey = small.mean(axis=2, keepdims=True)
    tones = grey + (small - grey) * random.uniform(0.0, 0.5)
    left, top = (round(mm * _DOTS_PER_MM) for mm in _GHOST_AT_MM)
    out = front.astype(np.float64)
    ground = out[top : top + size[1], left : left + size[0]]
    ground *= 1 - random.uniform(0.5, 1.0) * (1 - tones[: ground.shape[0], : ground.shape[1]])
    return np.asarray(out, np.uint8)

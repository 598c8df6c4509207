"""The document's pictures of its holder: how good they are, and whether they show one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from ekyc.document.portrait import crop_portrait
from ekyc.document.reading import DocumentReading, Page
from ekyc.messages import Message
from ekyc.values import Check, Face, Floats, Rgb, Status

SAME_PICTURE = 0.5
"""Least similarity of a portrait and its ghost (docs/measured.md, Portrait and ghost)."""
LEAST_EYES_PX = 14.0
"""Between the eyes, in the picture that was taken: under it one comparison in ten and more is
missed (docs/measured.md, Picture quality)."""
LEAST_GHOST_EYES_PX = 16.0
"""A ghost is paler and printed coarser: under it its similarity says nothing."""
GHOST = "portrait_ghost"


class Faces(Protocol):
    """What is known of a face in a still picture uint8[H, W, 3]."""

    def quality(self, rgb: Rgb, face: Face) -> Mapping[str, float]:
        """The components of `ekyc.face.components`; empty where the face cannot be measured."""
        ...

    def embed(self, rgb: Rgb, face: Face) -> Floats:
        """float32[D] of length 1: who it is."""
        ...


@dataclass(frozen=True, eq=False)
class Holder:
    """As in `DocumentReading`: `portrait`, `ghost` uint8[h, w, 3], each with its face."""

    checks: tuple[Check, ...]
    portrait: Rgb | None = None
    portrait_face: Face | None = None
    ghost: Rgb | None = None
    ghost_face: Face | None = None


def holder_of(page: Page, main: Face | None, ghost: Face | None) -> Holder:
    """What the page shows of its holder; `main` and `ghost` are in its pixels. A ghost that is too
    small to be compared is told, and left out."""
    if main is None:
        missing = Message("check.portrait_missing")
        return Holder((Check("document_portrait", Status.NOT_ASSESSED, missing),))
    found = _portrait(eyes_in_picture_px(page, main))
    cut = crop_portrait(page.picture, main)
    if ghost is None:
        return Holder((found,), *cut)
    if eyes_in_picture_px(page, ghost) < LEAST_GHOST_EYES_PX:
        small = Check(GHOST, Status.NOT_ASSESSED, Message("check.ghost_small"))
        return Holder((found, small), *cut)
    return Holder((found,), *cut, *crop_portrait(page.picture, ghost))


def compared(reading: DocumentReading, faces: Faces) -> DocumentReading:
    """The reading with the quality of its portrait, and with the check whether portrait and ghost
    show one person where it has both."""
    portrait, face = reading.portrait, reading.portrait_face
    if portrait is None or face is None:
        return reading
    reading = replace(reading, portrait_quality=faces.quality(portrait, face))
    if reading.ghost is None or reading.ghost_face is None:
        return reading
    ghost = faces.embed(reading.ghost, reading.ghost_face)
    check = _same_picture(float(faces.embed(portrait, face) @ ghost))
    return replace(reading, checks=(*reading.checks, check))


def eyes_in_picture_px(page: Page, face: Face) -> float:
    """Between the eyes in the picture that the page came from: a small one was enlarged."""
    across = float(np.linalg.norm(page.quad_xy[1] - page.quad_xy[0]))
    return float(face.inter_eye_px * across / page.picture.shape[1])


def _portrait(eyes_px: float) -> Check:
    enough = eyes_px >= LEAST_EYES_PX
    status = Status.PASS if enough else Status.NOT_ASSESSED
    reason = Message("check.portrait_found" if enough else "check.portrait_small")
    return Check("document_portrait", status, reason, round(eyes_px, 1), LEAST_EYES_PX)


def _same_picture(similarity: float) -> Check:
    same = similarity >= SAME_PICTURE
    reason = Message("check.ghost_matches" if same else "check.ghost_differs")
    status = Status.PASS if same else Status.FAIL
    return Check(GHOST, status, reason, round(similarity, 4), SAME_PICTURE)

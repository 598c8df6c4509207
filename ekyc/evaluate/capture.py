"""How well the card is found, and what is said about it, in scenes whose truth is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ekyc.document.plane import is_id_1
from ekyc.document.reading import CardSighting
from ekyc.evaluate.scenes import GOOD, KINDS, Scene
from ekyc.session.document_step import Finder
from ekyc.values import Floats, Rgb

NEAR = 0.03
"""A card is found when no corner lies further off than this, by the card's longer side."""


@dataclass(frozen=True)
class Seen:
    """What the finder said of a scene. `error_px` is that of the worst corner, `error` the same by
    the card's longer side; None where nothing was seen. `shape`: whether ID-1 was told from ID-3,
    None where it was left open."""

    kind: str
    name: str
    error_px: float | None
    error: float | None
    hint: str | None
    ready: bool
    shape: bool | None

    @property
    def found(self) -> bool:
        """The outline is the card's."""
        return self.error is not None and self.error < NEAR

    @property
    def hint_is_right(self) -> bool:
        """It says what is wrong with this kind of scene, or that nothing is."""
        return self.hint in KINDS[self.kind]


def watch(finder: Finder, scenes: Iterable[Scene]) -> list[Seen]:
    """What `finder` says of each scene."""
    return [_seen(scene, finder.find(scene.rgb)) for scene in scenes]


def _seen(scene: Scene, sighting: CardSighting | None) -> Seen:
    if sighting is None:
        return Seen(scene.kind, scene.card.name, None, None, None, False, None)
    errors = [(corner_error(sighting.quad_xy, quad), _long(quad)) for quad in scene.quads]
    px, long = min(errors, key=lambda one: one[0] / one[1])
    told = is_id_1(sighting.ratio)
    shape = None if told is None else told == (scene.card.size_mm[0] < 90)
    hint = sighting.hint.id if sighting.hint is not None else None
    return Seen(scene.kind, scene.card.name, px, px / long, hint, sighting.ready, shape)


def corner_error(quad_xy: Floats, truth_xy: Floats) -> float:
    """Distance of the worst corner, px, whichever corner the outline begins with."""
    ways = (np.roll(quad_xy, turn, axis=0) - truth_xy for turn in range(4))
    return min(float(np.linalg.norm(way, axis=1).max()) for way in ways)


def _long(quad: Floats) -> float:
    return float(np.linalg.norm(np.roll(quad, -1, axis=0) - quad, axis=1).max())


def summary(seen: Sequence[Seen]) -> dict[str, Any]:
    """Counts for each kind. `ready` pictures are those that the shutter counts."""
    return {kind: _counts([one for one in seen if one.kind == kind]) for kind in KINDS}


def _counts(seen: Sequence[Seen]) -> dict[str, Any]:
    found = [one for one in seen if one.found]
    px = [one.error_px for one in found if one.error_px is not None]
    share = [one.error for one in found if one.error is not None]
    told = [one for one in found if one.shape is not None]
    good = bool(seen) and KINDS[seen[0].kind] == GOOD
    return {
        "n": len(seen),
        "found": len(found),
        "elsewhere": sum(one.error is not None for one in seen) - len(found),
        "error_px_median": _percentile(px, 50, 2),
        "error_px_p95": _percentile(px, 95, 2),
        "error_share_median": _percentile(share, 50, 4),
        "error_share_p95": _percentile(share, 95, 4),
        "hint_right": sum(one.hint_is_right for one in seen),
        "hints": dict(Counter(str(one.hint) for one in seen)),
        "ready_rightly": sum(one.ready and one.found for one in seen) if good else 0,
        "ready_wrongly": sum(one.ready and not (good and one.found) for one in seen),
        "shape_told": len(told),
        "shape_right": sum(bool(one.shape) for one in told),
    }


def _percentile(values: Sequence[float], percent: float, digits: int) -> float | None:
    return round(float(np.percentile(values, percent)), digits) if values else None


def false_finds(finder: Finder, pictures: Iterable[Rgb]) -> dict[str, int]:
    """How often a card is seen, fits, and would be taken, in pictures without one."""
    n = seen = fits = ready = 0
    for rgb in pictures:
        n += 1
        sighting = finder.find(rgb)
        if sighting is not None:
            seen, fits, ready = seen + 1, fits + sighting.fits, ready + sighting.ready
    return {"n": n, "seen": seen, "fits": fits, "ready": ready}

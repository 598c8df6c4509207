"""Finds the outline of a card in a camera picture: four straight edges that make a card's shape.

Edges vote for straight lines (Duda and Hart, 1972, with the direction of each edge as in O'Gorman
and Clowes, 1976), so that fingers and rounded corners do not break them; a side that is too faint
or too covered is sought where three others ask for it. Every four lines that make a card's shape
are weighed: how much of each side lies on an edge, whether the colours change there the same way
all along, and how much of it goes on beyond the corners, as the lines of a table or of print do and
a card's do not.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.document.edges import Edges
from ekyc.document.fourth import asked_for
from ekyc.document.lines import find_lines, rim
from ekyc.document.plane import ratios_of, unlike_a_card
from ekyc.document.profile import Profile
from ekyc.document.quads import area, find_quads
from ekyc.document.refine import refined
from ekyc.values import Floats, Rgb

_WORK_PX = 400
"""Longer side, roughly, of the picture in which the outline is searched."""
_MAX_LINES = 22
_MIN_SIDE = 0.2
"""Share of a side that lies on an edge: so much fingers may leave of it."""
_TRIM = 0.08
"""Of a side, at each end: corners are rounded."""
_GAP_PX, _BEYOND, _LEAST_BEYOND_PX = 3.0, 0.15, 6.0
_LOUDEST = 9.0
_FAINT = np.float32(0.05)
_WEIGHED = 800
_SAME, _STRIP = 0.03, 0.7
"""Outlines are the same that reach no further over one another, by the longer side, and have so
much of one another's area."""
_SIGNS = {
    "share of the sides that lies on an edge": 41.98,
    "share of the least side": -4.14,
    "how strong these edges are (logarithm)": 12.43,
    "strength of the weakest": -1.64,
    "share of edges beyond the corners": -2.45,
    "at the corner with most": -2.5,
    "how alike the colours change all along a side, 0..1": 6.03,
    "of the least alike side": 2.41,
    "how alike they change inwards of all sides, 0..1": 1.73,
    "how much of that change goes on beyond the corners, 0..1": -8.26,
    "at the corner where most does": -1.74,
    "area by the picture's (logarithm)": 2.8,
    "one side is the picture's rim": -6.75,
    "two sides are": -8.43,
    "how far the ratio of sides is from a card's (logarithm)": -29.69,
}
"""What speaks for an outline, and its weight: conditional logistic regression (McFadden, 1974) of
the right outline among all candidates and none, on scenes of the tuned half
(`ekyc evaluate capture --fit`, docs/measured.md)."""
_NONE = 46.35
"""What must be reached, as much as speaks for there being no card: fitted with them."""


@dataclass(frozen=True, eq=False)
class Candidates:
    """Outlines float32[N, 4, 2] px, and their signs float32[N, 15], as `SIGNS` names them."""

    quads: Floats
    signs: Floats

    @property
    def scores(self) -> Floats:
        """How likely each is the card's; what is none under 0."""
        weights = np.array(list(_SIGNS.values()), dtype=np.float32)
        return np.asarray(self.signs @ weights - np.float32(_NONE), dtype=np.float32)


SIGNS = tuple(_SIGNS)


def find_quad(rgb: Rgb) -> tuple[Floats, float] | None:
    """Corners of the likeliest card, float32[4, 2] px, clockwise from the top left, and how sure
    it is that it is this outline and no other, 0..1; None if nothing has a card's shape.

    An outline within it that leaves no more than a strip of it out is no other one: many cards have
    a band of colour along one side, and nothing is lost with the larger."""
    found = candidates(rgb)
    scores = found.scores
    if not len(scores) or scores.max() < 0:
        return None
    best = found.quads[int(np.argmax(scores))]
    power = np.exp(scores - scores.max())
    long = float(np.linalg.norm(np.roll(best, -1, axis=0) - best, axis=1).max())
    same = _outside(best, found.quads) < _SAME * long
    same &= area(found.quads) > _STRIP * area(best[None])
    sure = float(power[same].sum() / (power.sum() + np.exp(-scores.max())))
    return refined(rgb, best, reach_px=2.0 * _shrink(rgb)), sure


def candidates(rgb: Rgb) -> Candidates:
    """Everything of a card's shape in uint8[H, W, 3] that may be one, to a pixel or two of the
    smaller picture in which it is searched."""
    factor = _shrink(rgb)
    size = (rgb.shape[1] // factor, rgb.shape[0] // factor)
    part = rgb[: size[1] * factor, : size[0] * factor]
    small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    edges = Edges.of(np.asarray(small, dtype=np.uint8))
    seen = Profile.along(find_lines(edges), edges).likeliest(_MAX_LINES)
    asked = asked_for(seen, edges, size)
    seen = seen.joined(Profile.along(np.concatenate([asked, rim(size)]), edges))
    quads, sides = find_quads(seen.lines, len(asked), size)
    found = _weighed(quads, sides, seen, size)
    return Candidates((found.quads + np.float32(0.5)) * factor - np.float32(0.5), found.signs)


def _outside(best: Floats, quads: Floats) -> Floats:
    """How far the furthest corner of each of float32[N, 4, 2] lies outside `best`, px."""
    along = np.roll(best, -1, axis=0) - best
    outwards = np.stack([along[:, 1], -along[:, 0]], axis=1)
    outwards /= np.maximum(np.linalg.norm(outwards, axis=1, keepdims=True), np.float32(1e-6))
    over = np.einsum("ncx,sx->ncs", quads, outwards) - (best * outwards).sum(axis=1)
    return np.asarray(over.max(axis=(1, 2)), dtype=np.float32)


def _shrink(rgb: Rgb) -> int:
    long = int(max(rgb.shape[0], rgb.shape[1]))
    return max(1, round(long / _WORK_PX))


def _weighed(
    quads: Floats, sides: NDArray[np.intp], seen: Profile, size: tuple[int, int]
) -> Candidates:
    """Signs of the `_WEIGHED` that look best at first sight."""
    low, high = _reach(quads, sides, seen)
    trim = _TRIM * (high - low)
    on_rim = sides >= len(seen.lines) - 4
    share = seen.mean(seen.on_edge, sides, low + trim, high - trim)
    loud = seen.mean(seen.strength, sides, low + trim, high - trim)
    loud = np.log(np.maximum(loud, np.float32(0.1)))
    count = (~on_rim).sum(axis=1)
    least = np.where(on_rim, 1.0, share).min(axis=1)
    shares, louds = ((one * ~on_rim).sum(axis=1) / count for one in (share, loud))
    areas = np.log(area(quads) / (size[0] * size[1]))
    weigh = list(_SIGNS.values())
    sight = weigh[0] * shares + weigh[2] * louds + weigh[11] * areas
    sight += np.choose(4 - count, [0.0, weigh[12], weigh[13]])
    best = np.argsort(-np.where(least >= _MIN_SIDE, sight, -np.inf))[:_WEIGHED]
    best = best[least[best] >= _MIN_SIDE]
    quads, on_rim, count = quads[best], on_rim[best], count[best]
    cut = on_rim.any(axis=1)
    signs = [
        shares[best],
        least[best],
        louds[best],
        np.where(on_rim, _LOUDEST, loud[best]).min(axis=1),
        *_colours(quads, sides[best], on_rim, seen),
        areas[best],
        count == 3,
        count == 2,
        np.where(cut, 0.0, unlike_a_card(ratios_of(quads, size))),
    ]
    return Candidates(quads, np.stack(signs, axis=1).astype(np.float32))


def _reach(quads: Floats, sides: NDArray[np.intp], seen: Profile) -> tuple[Floats, Floats]:
    """Where on its line each side begins and ends, float32[N, 4] px each."""
    start = seen.place(quads, sides)
    end = seen.place(np.roll(quads, -1, axis=1), sides)
    return np.minimum(start, end), np.maximum(start, end)


def _colours(
    quads: Floats, sides: NDArray[np.intp], on_rim: NDArray[np.bool_], seen: Profile
) -> list[Floats]:
    """The signs that the edges beyond the corners and the change of colours give."""
    low, high = _reach(quads, sides, seen)
    length = high - low
    trim = _TRIM * length
    counts, count = ~on_rim, (~on_rim).sum(axis=1)
    strength = np.maximum(seen.mean(seen.strength, sides, low + trim, high - trim), _FAINT)
    change = seen.mean(seen.change, sides, low + trim, high - trim)
    net = np.sqrt(np.einsum("nsc,nsc->ns", change, change))
    alike = net / strength
    reach = np.maximum(_BEYOND * length, _LEAST_BEYOND_PX)
    beyond, onward = [], []
    way = change / np.maximum(net, _FAINT)[..., None] ** 2
    for start, end in (
        (low - _GAP_PX - reach, low - _GAP_PX),
        (high + _GAP_PX, high + _GAP_PX + reach),
    ):
        beyond.append(seen.mean(seen.on_edge, sides, start, end))
        same = np.einsum("nsc,nsc->ns", seen.mean(seen.change, sides, start, end), way)
        onward.append(np.clip(same, 0.0, 1.0))
    normals, rho = seen.lines[sides][..., :2], seen.lines[sides][..., 2]
    inwards = np.sign(np.einsum("nx,nsx->ns", quads.mean(axis=1), normals) - rho)
    weight = length * counts
    around = np.einsum("nsc,ns->nc", change, inwards * weight)
    around_net = np.sqrt(np.einsum("nc,nc->n", around, around))

    def mean(values: Floats) -> Floats:
        return np.asarray((values * counts).sum(axis=1) / count, dtype=np.float32)

    def most(values: list[Floats]) -> Floats:
        return np.asarray((np.maximum(*values) * counts).max(axis=1), dtype=np.float32)

    return [
        mean((beyond[0] + beyond[1]) / np.float32(2)),
        most(beyond),
        mean(alike),
        np.where(on_rim, 1.0, alike).min(axis=1),
        around_net / np.maximum((net * weight).sum(axis=1), _FAINT),
        mean((onward[0] + onward[1]) / np.float32(2)),
        most(onward),
    ]

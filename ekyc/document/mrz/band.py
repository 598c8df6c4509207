"""Finds machine-readable lines in a picture, whatever surrounds them.

A line of 30 to 44 characters of OCR-B is 25 to 45 times as long as high: at any size and skew
little else on a document is. Two or three of one length, one above the other, are a zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.values import Floats

Gray = NDArray[np.uint8]
"""uint8[H, W]."""

_WIDTHS = (1000, 640, 420, 1500)
"""The picture is searched at these widths: at one of them a character is 7 to 16 px wide. In the
order of how often the zone was found at each first (specimens of docs/measured.md)."""
_MAX_SKEW_DEG = 30.0
_STEEP_DEG = (-20.0, 20.0, 70.0, 110.0)
"""Tried when no turn by a right angle shows two lines: strokes of steep lines do not join up."""
_LEVEL_DEG = 6.0
"""More skew than this makes lines look thicker than they are: found again, made level."""
_PRINT_LINES = 7
"""24 identity documents without a zone (docs/measured.md) have 8 and more; of 67 pictures of faces
and rooms one has more than 6."""
_SPACING = (0.035, 0.09)
"""Distance of two lines by their length: 6.35 mm by 112, 91 or 76 mm, and what real cards add."""

_AROUND, _SETTLING_PX, _SETTLING_PARTS = 1.8, 16.0, 6
"""A line is settled in a strip so much higher, its characters so high, in so many parts."""


@dataclass(frozen=True, eq=False)
class Band:
    """One zone. `rows` float32[N, 2, 2] px: left and right end of the middle of each line, from the
    top; `height_px` of a character. `whole` is False where only one line was seen, and the others
    are supposed to be near it."""

    rows: Floats
    height_px: float
    whole: bool = True

    def reversed(self) -> Band:
        """The same zone, read the other way up."""
        return replace(self, rows=np.ascontiguousarray(self.rows[::-1, ::-1]))

    @property
    def skew_deg(self) -> float:
        """How far its lines are from the nearest side of the picture, down to the right."""
        along = (self.rows[:, 1] - self.rows[:, 0]).mean(axis=0)
        angle = float(np.degrees(np.arctan2(along[1], along[0])))
        return (angle + 45) % 90 - 45

    @property
    def length_px(self) -> float:
        """Mean length of its lines."""
        return float(np.linalg.norm(self.rows[:, 1] - self.rows[:, 0], axis=1).mean())


@dataclass(frozen=True)
class _Line:
    """A long thin thing: middle, length, thickness (px), angle (degrees, down to the right)."""

    x: float
    y: float
    length: float
    thickness: float
    angle: float

    def ends(self) -> Floats:
        along = np.array([np.cos(np.radians(self.angle)), np.sin(np.radians(self.angle))])
        middle = np.array([self.x, self.y])
        return np.array(
            [middle - along * self.length / 2, middle + along * self.length / 2], dtype=np.float32
        )


def find_bands(gray: Gray, limit: int = 6) -> Iterator[Band]:
    """Zones at any turn, none twice; each may also stand on its head (`Band.reversed`).

    First two at most that lie as on a page held upright: who stops there has been spared half of
    the search. Then `limit` at most at any turn, the likeliest first.
    """
    scored = _find_turned(gray, 0.0)
    level = _level(scored)
    yield from level
    scored += _find_turned(gray, 90.0)
    score, skew_deg = max(((score, band.skew_deg) for score, band in scored), default=(0.0, 0.0))
    if score < 2:
        for turn_deg in _STEEP_DEG:
            scored += _find_turned(gray, turn_deg)
    elif abs(skew_deg) > _LEVEL_DEG:
        scored = _find_turned(gray, skew_deg) + scored
    for band in _likeliest(scored, limit):
        if not any(_same(band, other) for other in level):
            yield band


def find_within(gray: Gray, outline: Floats) -> Iterator[Band]:
    """Two at most that lie as on a page held upright within a card's `outline`, float32[4, 2] px:
    no line joins up there with the card's edges, nor is it pale beside what is around."""
    size = (gray.shape[1], gray.shape[0])
    low = np.clip(np.floor(outline.min(axis=0)), 0, size).astype(np.intp)
    high = np.clip(np.ceil(outline.max(axis=0)), 0, size).astype(np.intp)
    part = gray[low[1] : high[1], low[0] : high[0]]
    if part.size:
        back = np.concatenate([np.eye(2), low[:, None]], axis=1).astype(np.float32)
        for band in _level(_find_turned(np.ascontiguousarray(part), 0.0)):
            yield _mapped(band, back)


def _level(scored: list[tuple[float, Band]]) -> list[Band]:
    likely = _likeliest([one for one in scored if one[0] >= 2], 2)
    return [band for band in likely if abs(band.skew_deg) <= _LEVEL_DEG]


def _likeliest(scored: list[tuple[float, Band]], limit: int) -> list[Band]:
    kept: list[Band] = []
    for _, band in sorted(scored, key=lambda one: -one[0]):
        if len(kept) < limit and not any(_same(band, other) for other in kept):
            kept.append(band)
    return kept


def _find_turned(gray: Gray, turn_deg: float) -> list[tuple[float, Band]]:
    turned, back = _turn(gray, turn_deg)
    return [(score, _mapped(band, back)) for score, band in _find(turned)]


def _find(gray: Gray) -> list[tuple[float, Band]]:
    """Zones that run from left to right, skewed by up to 15 degrees or so, with a score."""
    found: list[tuple[float, Band]] = []
    for width in _WIDTHS:
        found += _groups(_lines(gray, width))
        if any(score >= 2 for score, _ in found):
            break
    return found


def _turn(gray: Gray, turn_deg: float) -> tuple[Gray, Floats]:
    """The picture turned counter-clockwise, and the matrix (2x3) from there back."""
    if not turn_deg:
        return gray, np.eye(2, 3, dtype=np.float32)
    height, width = gray.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), turn_deg, 1.0)
    corners = np.array([[0, 0, 1], [width, 0, 1], [0, height, 1], [width, height, 1]]) @ matrix.T
    low, high = corners.min(axis=0), corners.max(axis=0)
    matrix[:, 2] -= low
    size = (round(float(high[0] - low[0])), round(float(high[1] - low[1])))
    turned = cv2.warpAffine(gray, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    back = cv2.invertAffineTransform(matrix).astype(np.float32)
    return np.asarray(turned, dtype=np.uint8), back


def _mapped(band: Band, matrix: Floats) -> Band:
    rows = band.rows @ matrix[:, :2].T + matrix[:, 2]
    return replace(band, rows=rows.astype(np.float32))


def has_text(gray: Gray) -> bool:
    """Whether there are lines of print, at any turn, as on every document and on no bare face."""
    ways = (gray, np.ascontiguousarray(gray.T))
    return any(len(_lines(way, 640, least_px=60, least_ratio=5)) >= _PRINT_LINES for way in ways)


def _lines(gray: Gray, width: int, least_px: float = 200, least_ratio: float = 12) -> list[_Line]:
    """Long thin stretches of dark strokes on light ground, at one width of the picture."""
    scale = width / gray.shape[1]
    size = (width, max(8, round(gray.shape[0] * scale)))
    if size[1] > 4 * width:
        return []
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.GaussianBlur(cv2.resize(gray, size, interpolation=how), (3, 3), 0)
    dark = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, _box(15, 11))
    strokes = np.abs(cv2.Sobel(dark, cv2.CV_32F, 1, 0, ksize=3))
    strokes = cv2.boxFilter(strokes, -1, (5, 3))
    top = float(np.percentile(strokes[::3, ::3], 99)) + 1e-6
    level = cv2.convertScaleAbs(strokes, alpha=255 / top)
    level = cv2.morphologyEx(level, cv2.MORPH_CLOSE, _box(17, 1)).astype(np.uint8)
    around = cv2.boxFilter(level, -1, (81, 41))
    least = np.maximum(cv2.convertScaleAbs(around, alpha=0.9), 30)
    mask = cv2.compare(level, least, cv2.CMP_GT)
    mask = cv2.morphologyEx(mask, cv2.MORPH_OPEN, _box(9, 3)).astype(np.uint8)
    mask = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _box(21, 1)).astype(np.uint8)
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    found: list[_Line] = []
    for outline in outlines:
        (x, y), (a, b), angle = cv2.minAreaRect(outline)
        long, thin = max(a, b), max(min(a, b), 1e-3)
        angle = (angle + (0 if a >= b else 90) + 90) % 180 - 90
        if (
            long >= least_px
            and thin >= 3
            and long / thin >= least_ratio
            and abs(angle) <= _MAX_SKEW_DEG
        ):
            found.append(_Line(x / scale, y / scale, long / scale, thin / scale, angle))
    return found


def _box(width: int, height: int) -> NDArray[np.uint8]:
    return np.ones((height, width), dtype=np.uint8)


def _groups(lines: list[_Line]) -> list[tuple[float, Band]]:
    """Sets of two or three lines that fit together, and long single ones, with a score."""
    found: list[tuple[float, Band]] = []
    pairs = [pair for pair in combinations(sorted(lines, key=lambda one: one.y), 2) if _fit(*pair)]
    below: dict[_Line, list[_Line]] = {}
    for upper, lower in pairs:
        below.setdefault(upper, []).append(lower)
        ratio = min(_ratio(upper), _ratio(lower))
        found.append((2 + min(ratio, 42) / 42, _band((upper, lower))))
    for upper, middles in below.items():
        for middle in middles:
            for lower in below.get(middle, []):
                one, two = middle.y - upper.y, lower.y - middle.y
                if max(one, two) < 1.35 * min(one, two):
                    found.append((3.5, _band((upper, middle, lower))))
    found += [
        (_ratio(line) / 50, Band(line.ends()[None], line.thickness, whole=False))
        for line in lines
        if 20 <= _ratio(line) <= 48
    ]
    return found


def _ratio(line: _Line) -> float:
    return line.length / line.thickness


def _fit(upper: _Line, lower: _Line) -> bool:
    """Whether two lines may stand in one zone."""
    length = (upper.length + lower.length) / 2
    along = np.radians((upper.angle + lower.angle) / 2)
    dx, dy = lower.x - upper.x, lower.y - upper.y
    across = dy * np.cos(along) - dx * np.sin(along)
    shift = dx * np.cos(along) + dy * np.sin(along)
    return bool(
        abs(upper.angle - lower.angle) < 2.5
        and abs(upper.length - lower.length) < 0.1 * length
        and abs(shift) < 0.05 * length
        and _SPACING[0] * length < across < _SPACING[1] * length
    )


def _band(lines: tuple[_Line, ...]) -> Band:
    rows = np.stack([line.ends() for line in lines])
    return Band(rows, float(np.median([line.thickness for line in lines])))


def _same(band: Band, other: Band) -> bool:
    """Whether `band` is `other`, which scored better, seen once more."""
    if len(band.rows) != len(other.rows):
        return False  # the card's edge may have been taken for a line of the zone
    apart = np.linalg.norm(band.rows.mean(axis=1)[:, None] - other.rows.mean(axis=1)[None], axis=2)
    return bool((apart.min(axis=1) < 0.03 * other.length_px).all())


def cut_row(gray: Gray, row: Floats, height_px: float, glyph_px: float = 32.0) -> Gray:
    """One line, made straight: uint8, characters about `glyph_px` high, with a margin round it."""
    along = row[1] - row[0]
    length = float(np.linalg.norm(along))
    along = along / max(length, 1e-6)
    down = np.array([-along[1], along[0]])
    scale = glyph_px / height_px
    side, half = 1.2 * height_px, 0.95 * height_px
    corners = np.array(
        [row[0] - along * side - down * half, row[1] + along * side - down * half,
         row[0] - along * side + down * half], dtype=np.float32
    )  # fmt: skip
    size = (max(8, round((length + 2 * side) * scale)), max(8, round(2 * half * scale)))
    target = np.array([[0, 0], [size[0], 0], [0, size[1]]], dtype=np.float32)
    matrix = cv2.getAffineTransform(corners, target)
    how = cv2.INTER_CUBIC if scale >= 0.7 else cv2.INTER_AREA
    cut = cv2.warpAffine(gray, matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, dtype=np.uint8)


def settled(gray: Gray, row: Floats, height_px: float) -> Floats:
    """The row, float32[2, 2] px, moved to the middle of the strokes near it, left and right each on
    its own: as a line's outline is found it may be half a character off, or tilted."""
    wide = cut_row(gray, row, _AROUND * height_px, _SETTLING_PX * _AROUND)
    strokes = np.abs(cv2.Sobel(wide, cv2.CV_32F, 1, 0, ksize=3))
    margin = round(1.2 * _AROUND * _SETTLING_PX)
    parts = np.array_split(strokes[:, margin : wide.shape[1] - margin], _SETTLING_PARTS, axis=1)
    if min(part.shape[1] for part in parts) == 0:
        return row
    profiles = np.stack([part.mean(axis=1) for part in parts], axis=1)
    bands = cv2.boxFilter(profiles, -1, (1, round(_SETTLING_PX)), borderType=cv2.BORDER_CONSTANT)
    offsets = (bands.argmax(axis=0) - (wide.shape[0] - 1) / 2) / _SETTLING_PX * height_px
    places = (np.arange(_SETTLING_PARTS) + 0.5) / _SETTLING_PARTS
    slope, start = np.polyfit(places, offsets, 1)
    along = row[1] - row[0]
    down = np.array([-along[1], along[0]]) / max(float(np.linalg.norm(along)), 1e-6)
    moved: Floats = (row + np.outer([start, start + slope], down)).astype(np.float32)
    return moved

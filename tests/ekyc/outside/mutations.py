"""Files that nobody meant: specimens and what carries them, broken at random from a number on."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np
from PIL import Image

from ekyc.values import Rgb
from tests.ekyc.document.cards import card

FORMATS = {
    "jpg": ("JPEG", {"quality": 80}),
    "png": ("PNG", {"compress_level": 1}),
    "webp": ("WEBP", {"quality": 70}),
    "gif": ("GIF", {}),
    "tif": ("TIFF", {"compression": "tiff_lzw"}),
    "bmp": ("BMP", {}),
}
_TINY, _READABLE = 20, 430
"""Widths, px."""
KINDS = (*FORMATS, "pdf", "cmyk.jpg", "deep.png", "alpha.png")


@dataclass(frozen=True)
class Case:
    """`what` was done, for who looks into it; `content` is the file."""

    name: str
    what: str
    content: bytes


def case(number: int) -> Case:
    """The same file for the same number. Of twenty, eighteen are broken files of a picture too
    small to be read on, one of a specimen, and one shows a specimen that is broken itself."""
    chance = np.random.default_rng(number)
    kind = KINDS[int(chance.integers(len(KINDS)))]
    if number % 20:
        how = str(chance.choice(list(_BYTES)))
        side = _READABLE if number % 20 == 10 else _TINY
        content = _BYTES[how](_file(kind, side), chance)
    else:
        how = str(chance.choice(list(_PIXELS)))
        kind = "png"
        content = encoded(_PIXELS[how](_specimen(), chance), kind)
    return Case(f"{number}.{kind}", f"{how} of {kind}", content)


def broken(content: bytes, number: int) -> bytes:
    """A file's bytes broken in some way, the same for the same number."""
    chance = np.random.default_rng(number)
    return _BYTES[str(chance.choice(list(_BYTES)))](content, chance)


def encoded(rgb: Rgb, kind: str) -> bytes:
    """A picture as a file of that kind."""
    image, file = Image.fromarray(rgb), io.BytesIO()
    if kind == "pdf":
        image.save(file, "PDF", resolution=150)
    elif kind == "cmyk.jpg":
        image.convert("CMYK").save(file, "JPEG")
    elif kind == "deep.png":
        Image.fromarray(np.asarray(image.convert("L")).astype(np.uint16) << 8).save(file, "PNG")
    elif kind == "alpha.png":
        image.putalpha(200)
        image.save(file, "PNG", compress_level=1)
    else:
        format_, options = FORMATS[kind]
        image.save(file, format_, **options)
    return file.getvalue()


@cache
def _specimen() -> Rgb:
    return np.asarray(cv2.resize(card("TD2").front, (620, 437), interpolation=cv2.INTER_AREA))


@cache
def _file(kind: str, width: int) -> bytes:
    size = (width, round(width * 0.7))
    return encoded(np.asarray(cv2.resize(_specimen(), size, interpolation=cv2.INTER_AREA)), kind)


def _flipped(content: bytes, chance: np.random.Generator) -> bytes:
    broken = bytearray(content)
    near = len(broken) if chance.random() < 0.5 else min(len(broken), 600)
    for _ in range(int(chance.integers(1, 20))):
        broken[int(chance.integers(near))] = int(chance.integers(256))
    return bytes(broken)


def _cut(content: bytes, chance: np.random.Generator) -> bytes:
    return content[: int(chance.integers(len(content)))]


def _extreme(content: bytes, chance: np.random.Generator) -> bytes:
    """Numbers at their ends, where lengths and counts stand."""
    broken = bytearray(content)
    for _ in range(int(chance.integers(1, 4))):
        at = int(chance.integers(min(len(broken), 400)))
        value = (b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff", b"\x80\0")
        piece = value[int(chance.integers(len(value)))]
        broken[at : at + len(piece)] = piece
    return bytes(broken)


def _doubled(content: bytes, chance: np.random.Generator) -> bytes:
    """A stretch stands twice, or somewhere else."""
    a, b = sorted(int(n) for n in chance.integers(len(content), size=2))
    at = int(chance.integers(len(content)))
    return content[:at] + content[a:b] + content[at:]


def _spliced(content: bytes, chance: np.random.Generator) -> bytes:
    """Begins as one kind of file, goes on as another."""
    other = _file(KINDS[int(chance.integers(len(KINDS)))], _TINY)
    at = int(chance.integers(min(len(content), len(other))))
    return content[:at] + other[at:]


def _noise(content: bytes, chance: np.random.Generator) -> bytes:
    return content[:16] + chance.bytes(int(chance.integers(1, 4000)))


def _covered(rgb: Rgb, chance: np.random.Generator) -> Rgb:
    broken = rgb.copy()
    for _ in range(int(chance.integers(1, 9))):
        x, y = int(chance.integers(rgb.shape[1])), int(chance.integers(rgb.shape[0]))
        w, h = int(chance.integers(5, 300)), int(chance.integers(2, 80))
        broken[y : y + h, x : x + w] = chance.integers(256, size=3, dtype=np.uint8)
    return broken


def _shuffled(rgb: Rgb, chance: np.random.Generator) -> Rgb:
    side = int(chance.integers(8, 120))
    broken = rgb.copy()
    for _ in range(int(chance.integers(1, 40))):
        xs = chance.integers(rgb.shape[1] - side, size=2)
        ys = chance.integers(rgb.shape[0] - side, size=2)
        patch = rgb[ys[0] : ys[0] + side, xs[0] : xs[0] + side]
        broken[ys[1] : ys[1] + side, xs[1] : xs[1] + side] = patch
    return broken


def _bent(rgb: Rgb, chance: np.random.Generator) -> Rgb:
    height, width = rgb.shape[:2]
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + chance.normal(0, 0.35 * height, (4, 2)).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(corners, moved)
    return np.asarray(cv2.warpPerspective(rgb, matrix, (width, height)), np.uint8)


def _stretched(rgb: Rgb, chance: np.random.Generator) -> Rgb:
    width, height = (int(2 ** chance.uniform(0, 10.5)) for _ in range(2))
    return np.asarray(cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA), np.uint8)


def _drowned(rgb: Rgb, chance: np.random.Generator) -> Rgb:
    noise = chance.normal(0, chance.uniform(20, 200), rgb.shape)
    return np.clip(rgb + noise, 0, 255).astype(np.uint8)


def _toned(rgb: Rgb, chance: np.random.Generator) -> Rgb:
    gain, offset = chance.uniform(-2, 4), chance.uniform(-200, 200)
    return np.clip(rgb * gain + offset, 0, 255).astype(np.uint8)


def _tiled(rgb: Rgb, chance: np.random.Generator) -> Rgb:
    small = cv2.resize(rgb, (310, 218), interpolation=cv2.INTER_AREA)
    return np.asarray(np.tile(small, (int(chance.integers(1, 5)), int(chance.integers(1, 5)), 1)))


_BYTES = {
    "flipped bytes": _flipped,
    "cut short": _cut,
    "extreme numbers": _extreme,
    "a stretch twice": _doubled,
    "two kinds in one": _spliced,
    "noise": _noise,
}
_PIXELS = {
    "covered": _covered,
    "shuffled": _shuffled,
    "bent": _bent,
    "stretched": _stretched,
    "drowned": _drowned,
    "toned": _toned,
    "tiled": _tiled,
}

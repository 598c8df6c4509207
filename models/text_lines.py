"""PP-OCRv6 (small): finds lines of print and reads them, in the Latin alphabet.

Two networks of PaddleOCR's: a detector of differentiable binarisation (Liao et al., 2020) and a
recogniser with CTC. The recogniser knows 18,708 characters; all but the Latin ones are cut off its
last layer, so that it takes no letter for a sign of another script.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from models.runtime import Network
from models.untracked import ops, ov

Floats = NDArray[np.float32]
Rgb = NDArray[np.uint8]

HEIGHT = 48
"""Rows of the strip that the recogniser sees, px."""
_LONG_SIDE = 960
"""px of the picture that the detector sees."""
_GRAIN = 32
"""The detector's sides are multiples of this."""
_PAGES = (608, 672)
"""Rows of a card and of a passport's page (85.6 x 54 and 125 x 88 mm), to the grain."""
_WIDTHS = (*range(64, 384, 32), *range(384, 640, 64), *range(640, 1024, 128), 1024, 1280, 1600)
"""Columns of a strip are one of these: the network must prepare for each that is new to it, which
takes as long as a strip of 400."""
_NARROWED = 0.85
"""Strips are read narrower than they are: a sixth of the time, and no value less."""
_GIVES = 0.95
"""Rather than grow to the next of `_WIDTHS` a strip gives way by this much more."""
_INK, _LINE = 0.3, 0.5
"""Probabilities from which a pixel is print, and a patch of such pixels a line (PaddleOCR's)."""
_GROWN = 1.6
"""The detector is trained on lines shrunk by this much (its paper: area * ratio / perimeter)."""
_LEAST_PX = 3
_LATIN_ENDS = "\u024f"
_SPACE = " "


class ReadLine(NamedTuple):
    """`sureness` float32[len(text)], 0..1, of each character; `ends` float32[len(text) + 1]: where
    they part, as shares of the strip's width."""

    text: str
    sureness: Floats
    ends: Floats


class TextLines:
    """The two networks. Holds no state between calls and is safe to call from several threads."""

    def __init__(self, detector: ov.Model, recogniser: ov.Model, threads: int | None = 1) -> None:
        self._alphabet = _keep_latin(recogniser)
        self._detector = Network(detector, threads)
        self._recogniser = Network(recogniser, threads)

    def warm(self) -> None:
        """Run once in every width of strips and the two shapes of pages, so that no document waits
        for the networks to prepare."""
        for room in _WIDTHS:
            self._recogniser(np.zeros((1, 3, HEIGHT, room), np.float32))
        for rows in _PAGES:
            self._detector(np.zeros((1, 3, rows, _LONG_SIDE), np.float32))

    def find(self, rgb: Rgb) -> Floats:
        """Corners float32[N, 4, 2] px of the lines in `rgb` (uint8[H, W, 3]): the longer sides run
        along the line, from the corner that is top left when the picture is upright."""
        height, width = rgb.shape[:2]
        scale = _LONG_SIDE / max(height, width)
        rows, columns = (max(round(side * scale / _GRAIN), 1) * _GRAIN for side in (height, width))
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        seen = cv2.resize(rgb, (columns, rows), interpolation=how)
        (found,) = self._detector(_normalised(seen))
        shown = found[0, 0]
        mask = cv2.dilate((shown > _INK).astype(np.uint8), np.ones((2, 2), np.uint8))
        contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
        lines = [_line(shown, np.asarray(contour, np.int32)) for contour in contours]
        corners = np.array([line for line in lines if line is not None], np.float32)
        return corners.reshape(-1, 4, 2) * np.array([width / columns, height / rows], np.float32)

    def read(self, strip: Rgb) -> ReadLine:
        """What stands in `strip` (uint8[H, W, 3]), which shows one line."""
        share = strip.shape[1] * HEIGHT / strip.shape[0] * _NARROWED
        room = next((size for size in _WIDTHS if size >= share * _GIVES), _WIDTHS[-1])
        width = min(max(round(share), 8), room)
        how = cv2.INTER_AREA if strip.shape[0] > HEIGHT else cv2.INTER_CUBIC
        seen = cv2.resize(strip, (width, HEIGHT), interpolation=how)
        padded = np.zeros((1, 3, HEIGHT, room), np.float32)
        padded[..., :width] = _normalised(seen)
        (steps,) = self._recogniser(padded)
        return self._decode(steps[0], width / room)

    def _decode(self, steps: Floats, filled: float) -> ReadLine:
        """The best path of CTC: repeats are one character, class 0 is none."""
        best = steps.argmax(axis=1)
        before = np.concatenate([[0], best[:-1]])
        starts = np.flatnonzero((best != 0) & (best != before))
        text = "".join(self._alphabet[best[at]] for at in starts)
        middles = (starts + 0.5) / len(steps) / filled
        ends = np.concatenate([[0.0], (middles[1:] + middles[:-1]) / 2, [1.0]])
        return ReadLine(
            text,
            steps[starts, best[starts]].astype(np.float32),
            np.clip(ends[: len(text) + 1], 0, 1).astype(np.float32),
        )


def _normalised(rgb: NDArray[Any]) -> Floats:
    """0..255 to -1..1, float32[1, 3, H, W], blue first as PaddleOCR trains."""
    planes = rgb[..., ::-1].transpose(2, 0, 1)[None].astype(np.float32)
    return np.ascontiguousarray(planes / 127.5 - 1)


def _line(shown: Floats, contour: NDArray[np.int32]) -> Floats | None:
    centre, size, turn = cv2.minAreaRect(contour)
    if min(size) < _LEAST_PX:
        return None
    x, y, width, height = cv2.boundingRect(contour)
    mask = np.zeros((height, width), np.uint8)
    cv2.drawContours(mask, [contour - (x, y)], -1, 1, cv2.FILLED)
    if cv2.mean(shown[y : y + height, x : x + width], mask)[0] < _LINE:
        return None
    more = 2 * size[0] * size[1] * _GROWN / (2 * (size[0] + size[1]))
    corners = cv2.boxPoints((centre, (size[0] + more, size[1] + more), turn))
    # From the top left: the two leftmost, the upper one first, unless the line runs downwards.
    ways = [np.roll(corners, -turn, axis=0) for turn in range(4)]
    way = max(ways, key=lambda one: float((one[1] - one[0] + one[2] - one[3]) @ (1.0, 0.01)))
    return np.asarray(way, np.float32)


def _keep_latin(model: ov.Model) -> list[str]:
    """Cut the last layer's other characters off; the characters that are left, by class."""
    known = model.get_rt_info(["framework", "character"]).astype(str).split("\n")
    characters = ["", *known, _SPACE]
    kept = [0, *(n for n, char in enumerate(characters) if char and char <= _LATIN_ENDS)]
    softmax = model.get_results()[0].input_value(0).get_node()
    logits = softmax.input_value(0)
    chosen = ops.gather(logits, np.array(kept, np.int64), np.array(2, np.int64))
    softmax.input(0).replace_source_output(chosen.output(0))
    model.validate_nodes_and_infer_types()
    return [characters[n] for n in kept]

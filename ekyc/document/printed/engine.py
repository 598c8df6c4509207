"""Lines of print: one interface, two engines. PP-OCR leads (docs/measured.md)."""

from __future__ import annotations

import itertools
import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import cv2
import numpy as np
from PIL import Image

from ekyc.errors import KioskFault
from ekyc.memory import fleeting
from ekyc.values import Floats, Rgb
from ekyc.weights import fault_of
from models.runtime import read_network
from models.store import Store, WeightsError
from models.text_lines import TextLines

_LEAST_PX = 7.0
"""Lines lower than this hold no character that was read reliably."""
_STEEPEST = 0.3
"""Rise by run: lines that stand more upright are of another page, or upside the card."""
_MOST_LINES = 80
"""A card has 20 to 45; what is over that is a page of text."""


@dataclass(frozen=True, eq=False)
class PrintLine:
    """One line in the pixels of its page, from its left to its right.

    `quad` float32[4, 2] px, clockwise from the text's top left; `sureness` float32[N], 0..1, of
    each character; `ends` float32[N + 1]: where they part, as shares of the line's width.
    """

    untrusted_text: str
    quad: Floats
    sureness: Floats
    ends: Floats

    def box(self, start: int, end: int) -> Floats:
        """Corners of these characters, float32[4, 2] px."""
        left, right = float(self.ends[start]), float(self.ends[end])
        top, bottom = self.quad[1] - self.quad[0], self.quad[2] - self.quad[3]
        return np.array(
            [
                self.quad[0] + top * left,
                self.quad[0] + top * right,
                self.quad[3] + bottom * right,
                self.quad[3] + bottom * left,
            ],
            dtype=np.float32,
        )


Wanted = Callable[[Floats], bool]
"""Whether a line with these corners, float32[4, 2] px, is worth reading; asked before each."""


class PrintEngine(Protocol):
    """Reads the lines of an upright page."""

    @property
    def name(self) -> str:
        """What a record calls this engine."""
        ...

    def load(self) -> None:
        """Be ready for the first page, for who is about to read one. Raises `KioskFault`."""
        ...

    def read(self, page: Rgb, wanted: Wanted) -> Sequence[PrintLine]:
        """Lines of `page` (uint8[H, W, 3]) in any order. Raises `KioskFault`."""
        ...


class NetworkPrint:
    """PP-OCR. Its networks are loaded when they are first needed: they take more than a second, and
    not everybody shows a document."""

    name = "PP-OCRv6 small"

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._lines: TextLines | None = None

    def load(self) -> None:
        """See `PrintEngine`."""
        self._loaded().warm()

    def read(self, page: Rgb, wanted: Wanted) -> list[PrintLine]:
        """See `PrintEngine`."""
        lines = self._loaded()
        found = [quad for quad in lines.find(page) if _lies(quad)]
        found.sort(key=lambda quad: -float(np.linalg.norm(quad[1] - quad[0])))
        read = list[PrintLine]()
        for quad in itertools.islice(filter(wanted, found), _MOST_LINES):
            text, sureness, ends = lines.read(_strip(page, quad))
            if text.strip():
                read.append(PrintLine(text, quad, sureness, ends))
        return read

    def _loaded(self) -> TextLines:
        with self._lock:
            if self._lines is None:
                store = self._store or Store()
                try:
                    paths = [store.path(f"pp_ocr_{part}") for part in ("detector", "recogniser")]
                except WeightsError as error:
                    raise fault_of(error) from error
                self._lines = TextLines(*(read_network(path) for path in paths))
            return self._lines


class TesseractPrint:
    """Tesseract's English model as a library; it comes with the system's package."""

    def __init__(self) -> None:
        """Raises `KioskFault` when Tesseract or its English model are not installed."""
        import tesserocr

        try:
            self._api = tesserocr.PyTessBaseAPI(path=str(_system_models()), lang="eng")
        except RuntimeError as error:
            raise KioskFault("document.ocr_missing") from error
        self._api.SetPageSegMode(tesserocr.PSM.SPARSE_TEXT)
        self._line, self._word = tesserocr.RIL.TEXTLINE, tesserocr.RIL.WORD
        self._lock = threading.Lock()
        self.name = f"tesserocr {tesserocr.tesseract_version().split()[1]}, eng"

    def load(self) -> None:
        """It is loaded when it is made."""

    def read(self, page: Rgb, wanted: Wanted) -> list[PrintLine]:
        """See `PrintEngine`."""
        lines: list[list[_Word]] = []
        with self._lock:
            self._api.SetImage(Image.fromarray(page))
            self._api.Recognize()
            found = self._api.GetIterator()
            while found is not None and not found.Empty(self._word):
                if found.IsAtBeginningOf(self._line) or not lines:
                    lines.append([])
                box = found.BoundingBox(self._word)
                text = found.GetUTF8Text(self._word).strip()
                if box and text:
                    lines[-1].append(_Word(text, box, found.Confidence(self._word) / 100))
                if not found.Next(self._word):
                    break
            self._api.Clear()
        made = [_joined(words) for words in lines if words]
        return [line for line in made if wanted(line.quad)]


def _system_models() -> Path:
    """Where the system's packages, or $TESSDATA_PREFIX, put Tesseract's models."""
    own = os.environ.get("TESSDATA_PREFIX")
    known = [Path(own)] if own else []
    known += [*sorted(Path("/usr/share/tesseract-ocr").glob("*/tessdata"))]
    known += [Path("/usr/share/tessdata")]
    for folder in known:
        if (folder / "eng.traineddata").is_file():
            return folder
    raise KioskFault("document.ocr_missing")


@dataclass(frozen=True)
class _Word:
    text: str
    box: tuple[int, int, int, int]
    sureness: float


def _joined(words: Sequence[_Word]) -> PrintLine:
    """Words of a line with a space between them; characters of a word are equally wide."""
    left, right = words[0].box[0], max(words[-1].box[2], words[0].box[0] + 1)
    top, bottom = min(word.box[1] for word in words), max(word.box[3] for word in words)
    sureness, starts = list[float](), list[float]()
    for number, word in enumerate(words):
        if number:
            starts.append(words[number - 1].box[2])
            sureness.append(1.0)
        width = (word.box[2] - word.box[0]) / len(word.text)
        starts.extend(word.box[0] + width * n for n in range(len(word.text)))
        sureness.extend([word.sureness] * len(word.text))
    ends = (np.array([*starts, right], np.float32) - left) / (right - left)
    return PrintLine(
        " ".join(word.text for word in words),
        np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32),
        np.array(sureness, np.float32),
        np.clip(ends, 0, 1).astype(np.float32),
    )


def _lies(quad: Floats) -> bool:
    """Whether the line runs from left to right and is high enough."""
    along, down = quad[1] - quad[0], quad[3] - quad[0]
    return bool(
        abs(along[1]) <= _STEEPEST * along[0]
        and float(np.linalg.norm(down)) >= _LEAST_PX
        and float(np.linalg.norm(along)) >= 0.7 * float(np.linalg.norm(down))
    )


def _strip(page: Rgb, quad: Floats) -> Rgb:
    width = max(round(float(np.linalg.norm(quad[1] - quad[0]))), 4)
    height = max(round(float(np.linalg.norm(quad[3] - quad[0]))), 4)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], dtype=np.float32)
    matrix = cv2.getPerspectiveTransform(quad, target)
    strip = fleeting((height, width, 3), np.uint8)
    cv2.warpPerspective(
        page, matrix, (width, height), dst=strip, flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )  # fmt: skip
    return strip

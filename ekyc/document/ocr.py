"""Text recognition of machine-readable lines: one interface, two ways to call Tesseract.

Both use the same model, trained on OCR-B. `MemoryOcr` keeps pictures in memory and leads;
`FolderOcr` goes through files, which it keeps in a private folder and wipes.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import threading
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ekyc.document.private_folder import PrivateFolder
from ekyc.errors import KioskFault

Gray = NDArray[np.uint8]
"""uint8[H, W]."""

_TIMEOUT_S = 20
_SETTINGS = {
    "tessedit_char_whitelist": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<",
    "load_system_dawg": "0",
    "load_freq_dawg": "0",
}


class TextLine(NamedTuple):
    """What stands in one line of print. `confidence` 0..1 is the engine's own."""

    text: str
    confidence: float


class MrzOcr(Protocol):
    """Reads lines of OCR-B."""

    @property
    def name(self) -> str:
        """What a record calls this engine, with its version."""
        ...

    def read_line(self, strip: Gray) -> TextLine:
        """Read the one line that `strip` (uint8[H, W], dark on light) shows."""
        ...

    def read_lines(self, strip: Gray) -> list[TextLine]:
        """Read every line of `strip`, from the top."""
        ...


class MemoryOcr:
    """Tesseract as a library (tesserocr): no file is written. One call at a time."""

    def __init__(self, model: Path) -> None:
        """`model` is the `.traineddata` file. Raises `KioskFault` when it cannot be loaded."""
        import tesserocr

        _require_model(model)
        try:
            self._api = tesserocr.PyTessBaseAPI(path=str(model.parent), lang=model.stem)
        except RuntimeError as error:
            raise KioskFault("document.ocr_model_broken", name=model.name) from error
        for key, value in _SETTINGS.items():
            self._api.SetVariable(key, value)
        self._psm = {True: tesserocr.PSM.SINGLE_LINE, False: tesserocr.PSM.SINGLE_BLOCK}
        self._level = tesserocr.RIL.TEXTLINE
        self._lock = threading.Lock()
        self.name = f"tesserocr {tesserocr.tesseract_version().split()[1]}"

    def read_line(self, strip: Gray) -> TextLine:
        """See `MrzOcr`."""
        return _longest(self._read(strip, single=True))

    def read_lines(self, strip: Gray) -> list[TextLine]:
        """See `MrzOcr`."""
        return self._read(strip, single=False)

    def _read(self, strip: Gray, *, single: bool) -> list[TextLine]:
        with self._lock:
            self._api.SetPageSegMode(self._psm[single])
            self._api.SetImage(Image.fromarray(strip))
            self._api.Recognize()
            found = self._api.GetIterator()
            lines: list[TextLine] = []
            while found is not None and not found.Empty(self._level):
                text = found.GetUTF8Text(self._level)
                lines.append(TextLine(_tidy(text), found.Confidence(self._level) / 100))
                if not found.Next(self._level):
                    break
            self._api.Clear()
        return [line for line in lines if line.text]


class FolderOcr:
    """Tesseract as a program (pytesseract), on files in a folder that only this user can open."""

    def __init__(self, model: Path, parent: Path | None = None) -> None:
        """`model` as for `MemoryOcr`; folders are made in `parent`, the system's temporary folder
        by default, after what a killed run left there is wiped.

        Raises `KioskFault` when the program or the model is missing.
        """
        from pytesseract import pytesseract

        _require_model(model)
        if shutil.which(pytesseract.tesseract_cmd) is None:
            raise KioskFault("document.ocr_missing")
        # Several threads for one line of text only wait for each other.
        os.environ.setdefault("OMP_THREAD_LIMIT", "1")
        self._run = pytesseract.run_tesseract
        self._error = (pytesseract.TesseractError, RuntimeError)
        self._model = model
        self._parent = parent
        PrivateFolder.wipe_abandoned(parent)
        self.name = f"pytesseract {pytesseract.get_tesseract_version()}"

    def read_line(self, strip: Gray) -> TextLine:
        """See `MrzOcr`."""
        return _longest(self._read(strip, psm=7))

    def read_lines(self, strip: Gray) -> list[TextLine]:
        """See `MrzOcr`."""
        return self._read(strip, psm=6)

    def _read(self, strip: Gray, *, psm: int) -> list[TextLine]:
        settings = " ".join(f"-c {key}={value}" for key, value in _SETTINGS.items())
        config = (
            f'--tessdata-dir "{self._model.parent}" --psm {psm} {settings} -c tessedit_create_tsv=1'
        )
        with PrivateFolder(self._parent) as folder:
            picture = folder / "strip.png"
            Image.fromarray(strip).save(picture, compress_level=1)
            try:
                self._run(
                    str(picture), str(folder / "out"), "tsv", self._model.stem, config,
                    timeout=_TIMEOUT_S,
                )  # fmt: skip
            except self._error as error:
                raise KioskFault("document.ocr_failed") from error
            return _tsv_lines((folder / "out.tsv").read_text(encoding="utf-8"))


def open_ocr(model: Path) -> MrzOcr:
    """The engine that was measured best among those that are installed (docs/measured.md).

    Raises `KioskFault` when none is, or the model is missing.
    """
    if importlib.util.find_spec("tesserocr") is not None:
        return MemoryOcr(model)
    if importlib.util.find_spec("pytesseract") is not None:
        return FolderOcr(model)
    raise KioskFault("document.ocr_missing")


def _require_model(model: Path) -> None:
    if not model.is_file():
        raise KioskFault("document.ocr_model_missing", name=model.name)


def _tidy(text: str) -> str:
    return "".join(text.split())


def _longest(lines: list[TextLine]) -> TextLine:
    return max(lines, key=lambda line: len(line.text), default=TextLine("", 0.0))


def _tsv_lines(tsv: str) -> list[TextLine]:
    """Words of Tesseract's table, put together by block, paragraph and line."""
    rows = [row.split("\t") for row in tsv.splitlines()[1:]]
    lines: dict[tuple[str, ...], list[tuple[str, float]]] = {}
    for row in rows:
        if len(row) == 12 and row[0] == "5" and row[11].strip():
            lines.setdefault(tuple(row[1:5]), []).append((row[11], float(row[10]) / 100))
    return [
        TextLine(_tidy("".join(word for word, _ in words)), min(sure for _, sure in words))
        for words in lines.values()
    ]

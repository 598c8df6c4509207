"""Pictures of what was read wrongly, for who looks for the reason: kept out of the repository."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from ekyc.camera.pictures import read_picture
from ekyc.document.fonts import OCR_B, font
from ekyc.evaluate.document import Read

_WIDTH, _LINE_PX, _MARGIN_PX = 1100, 30, 12
_RIGHT, _WRONG, _GROUND = (30, 30, 30), (200, 0, 0), (255, 255, 255)


def write_gallery(results: Sequence[Read], root: Path, folder: Path) -> list[Path]:
    """A PNG for each picture that could be opened and whose zone was not read exactly: the
    picture, under it the lines as they are and as they were read, with the differences red.

    The files show whole documents: they belong into `build/`, which git leaves alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for one in results:
        if one.exact or one.seconds is None or not (one.truth.mrz_lines or one.lines):
            continue
        path = folder / (one.truth.file.replace("/", "_") + ".png")
        _drawn(read_picture(root / one.truth.file), one).save(path)
        written.append(path)
    return written


def _drawn(rgb: np.ndarray, one: Read) -> Image.Image:
    picture = Image.fromarray(rgb)
    height = round(picture.height * _WIDTH / picture.width)
    rows = 2 * max(len(one.truth.mrz_lines), len(one.lines))
    whole = Image.new("RGB", (_WIDTH, height + rows * _LINE_PX + 2 * _MARGIN_PX), _GROUND)
    whole.paste(picture.resize((_WIDTH, height)))
    pen = ImageDraw.Draw(whole)
    face = font(OCR_B, 24)
    y = height + _MARGIN_PX
    for number in range(rows // 2):
        true = one.truth.mrz_lines[number] if number < len(one.truth.mrz_lines) else ""
        read = one.lines[number] if number < len(one.lines) else ""
        for text, other in ((true, true), (read, true)):
            for column, character in enumerate(text):
                ink = _RIGHT if character == other[column : column + 1] else _WRONG
                place = (_MARGIN_PX + column * (_WIDTH - 2 * _MARGIN_PX) / 46, y)
                pen.text(place, character, font=face, fill=ink)
            y += _LINE_PX
    return whole

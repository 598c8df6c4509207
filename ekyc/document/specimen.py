"""Specimen cards of Utopia (issuing state UTO of ICAO Doc 9303): made for trying and for teaching.

A specimen is never valid for onboarding; the reading says so (`DocumentReading.is_specimen`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw

from ekyc.document import specimen_drawing as ink
from ekyc.document.mrz.writer import format_mrz, transliterate
from ekyc.document.specimen_drawing import Side
from ekyc.errors import SubjectError
from ekyc.values import Face, Rgb

Detect = Callable[[Rgb], Sequence[Face]]
"""Finds the faces of a picture."""

MIN_INTER_EYE_PX = 24.0
"""Under this a portrait printed 26 mm wide shows squares, not a face."""
CORNER_MM = 3.18
"""ISO/IEC 7810, radius of an ID-1 card's corners."""


@dataclass(frozen=True)
class SpecimenFields:
    """What is printed on the card; the default is the person of ICAO's own specimens."""

    date_of_expiry: date
    surname: str = "ERIKSSON"
    given_names: str = "ANNA MARIA"
    document_number: str = "D23145890"
    date_of_birth: date = date(1974, 8, 12)
    sex: str = "F"

    @classmethod
    def until(cls, today: date) -> SpecimenFields:
        """The default person, with a card that is valid for six more years."""
        return cls(date_of_expiry=date(today.year + 6, 4, 15))

    def mrz(self, format_name: str) -> tuple[str, ...]:
        """The machine-readable lines.

        Raises `SubjectError`: surname or number are empty, or a value does not fit. Given names may
        be missing (Doc 9303-4, 4.2.2: a name of one part).
        """
        if not transliterate(self.surname):
            raise SubjectError("document.surname_empty")
        if not transliterate(self.document_number):
            raise SubjectError("document.number_empty")
        values = {
            "document_type": "P" if format_name == "TD3" else "I",
            "issuing_state": "UTO",
            "nationality": "UTO",
            "surname": self.surname,
            "given_names": self.given_names,
            "document_number": self.document_number,
            "date_of_birth": self.date_of_birth.isoformat(),
            "date_of_expiry": self.date_of_expiry.isoformat(),
            "sex": self.sex,
        }
        return format_mrz(values, format_name)


@dataclass(frozen=True, eq=False)
class SpecimenCard:
    """Rendered sides, uint8[H, W, 3] at 300 dpi with square corners; a TD1 card has a back."""

    front: Rgb
    back: Rgb | None = None

    @property
    def corner_px(self) -> int:
        """Radius of the rounded corners."""
        return round(CORNER_MM * ink.DPI / 25.4)

    def save(self, out: Path) -> tuple[Path, ...]:
        """Write PNG files with transparent corners; a back goes beside `out` as `NAME-back.png`.

        Raises `SubjectError` when the place cannot be written.
        """
        sides = {out: self.front}
        if self.back is not None:
            sides[out.with_name(f"{out.stem}-back{out.suffix}")] = self.back
        for path, side in sides.items():
            height, width = side.shape[:2]
            mask = Image.new("L", (width, height), 0)
            box = (0, 0, width - 1, height - 1)
            ImageDraw.Draw(mask).rounded_rectangle(box, self.corner_px, fill=255)
            picture = Image.fromarray(side)
            picture.putalpha(mask)
            try:
                picture.save(path, format="PNG", dpi=(ink.DPI, ink.DPI))
            except OSError as error:
                raise SubjectError("document.specimen_not_written", name=path.name) from error
        return tuple(sides)


@dataclass(frozen=True)
class _Layout:
    """Measures of one format in mm (sizes: ISO/IEC 7810 ID-1, ID-2, ID-3)."""

    title: str
    size: tuple[float, float]
    header: float
    photo: tuple[float, float, float]  # left, top, width; proportions 35:45
    columns: tuple[float, float]
    rows: tuple[float, float]  # first baseline of a value, distance to the next
    band: float  # top of the machine-readable zone, or the height where there is none


_LAYOUTS = {
    "TD1": _Layout("IDENTITY CARD", (85.6, 54), 8.4, (3.6, 11.8, 22.6), (30, 60), (16, 7.5), 54),
    "TD2": _Layout("IDENTITY CARD", (105, 74), 10.5, (5, 14, 25), (35.5, 73.5), (18.6, 8.2), 55.6),
    "TD3": _Layout("PASSPORT", (125, 88), 12, (6, 15.5, 31), (43, 87), (21, 9.6), 68.0),
}  # fmt: skip


def render(
    portrait: Rgb, detect: Detect, fields: SpecimenFields, format_name: str = "TD2"
) -> SpecimenCard:
    """Render a card of `format_name` (TD1, TD2, TD3) with the one face of the photo `portrait`.

    Raises `SubjectError` when the photo shows no face that is large enough a value does not fit the
    zone, or surname or number are empty, `KioskFault` when a typeface is not installed.
    """
    layout = _LAYOUTS[format_name]
    lines = fields.mrz(format_name)
    side = _front(layout, fields, head_and_shoulders(portrait, detect))
    if format_name == "TD1":
        return SpecimenCard(side.picture(), _back(layout, lines).picture())
    side.box(0, layout.band, side.width, side.height, ink.BAND)
    side.mrz(lines, side.height - 6.0)
    return SpecimenCard(side.picture())


def head_and_shoulders(photo: Rgb, detect: Detect) -> Rgb:
    """Cut a photo of 35:45 around its largest face, eyes a little above the middle.

    Raises `SubjectError` when there is no face, or less than `MIN_INTER_EYE_PX` between its eyes.
    """
    faces = detect(photo)
    if not faces:
        raise SubjectError("document.photo_no_face")
    face = max(faces, key=lambda one: one.inter_eye_px)
    if face.inter_eye_px < MIN_INTER_EYE_PX:
        raise SubjectError("document.photo_face_small")
    # About 4 times the distance of the eyes is the width of ISO/IEC 19794-5's token picture.
    width = 4.1 * face.inter_eye_px
    height = width * 45 / 35
    eyes = face.keypoints[:2].mean(axis=0)
    left = _inside(float(eyes[0]) - width / 2, width, photo.shape[1])
    top = _inside(float(eyes[1]) - 0.44 * height, height, photo.shape[0])
    matrix = np.array([[1, 0, -left], [0, 1, -top]], dtype=np.float64)
    size = (round(width), round(height))
    cut = cv2.warpAffine(photo, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cut, dtype=np.uint8)


def _inside(start: float, length: float, limit: int) -> float:
    """Shift the cut into the photo where the photo is long enough for it."""
    return min(max(start, 0.0), limit - length) if length <= limit else start


def _day(day: date) -> str:
    months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
    return f"{day.day:02d} {months[day.month - 1]} {day.year}"


def _front(layout: _Layout, fields: SpecimenFields, portrait: Rgb) -> Side:
    side = Side(*layout.size)
    side.guilloche(layout.header, layout.band)
    side.box(0, 0, side.width, layout.header, ink.HEADER)
    left, top, width = layout.photo
    height = width * 45 / 35
    base, em = layout.header * 0.66, layout.header * 0.47
    side.text(left, base, "UTOPIA", em, ink.WHITE, bold=True, spacing=em * 0.13)
    side.text(
        side.width - left, base, layout.title, em * 0.62, ink.PALE, spacing=em * 0.06, to_right=True
    )
    side.portrait(left, top, width, height, portrait)
    sign = top + height + (layout.band - top - height) * 0.46
    side.signature(left + 1.2, sign, width * 0.84, fields.surname)
    first, pitch = layout.rows
    column, second = layout.columns
    right = side.width - left
    rows = (
        (0, column, right, "Surname", fields.surname),
        (1, column, right, "Given names", fields.given_names),
        (2, column, second, "Nationality", "UTOPIAN"),
        (2, second, right, "Sex", fields.sex),
        (3, column, second, "Date of birth", _day(fields.date_of_birth)),
        (3, second, right, "Date of expiry", _day(fields.date_of_expiry)),
        (4, column, second, "Document number", fields.document_number),
    )
    for row, x, limit, label, value in rows:
        y = first + row * pitch
        side.text(x, y - pitch * 0.49, label, pitch * 0.235, ink.LABEL)
        side.text(x, y, value.upper(), pitch * 0.425, ink.INK, bold=True, room=limit - x - 1)
    base = first + 4 * pitch + pitch * 0.12
    em = pitch * 0.5
    side.text(second, base, "SPECIMEN", em, ink.OVERPRINT, bold=True, spacing=em * 0.1)
    return side


def _back(layout: _Layout, lines: tuple[str, ...]) -> Side:
    side = Side(*layout.size)
    band = 32.4
    side.guilloche(0, band)
    side.box(0, 4.8, side.width, 12, ink.STRIPE)
    rows = ((17.5, "Place of birth", "ZENITH"), (24.7, "Authority", "MINISTRY OF THE INTERIOR"))
    for y, label, value in rows:
        side.text(3.6, y, label, 1.75, ink.LABEL)
        side.text(3.6, y + 3.6, value, 3.1, ink.INK, bold=True)
    side.text(60, 25.5, "SPECIMEN", 3.75, ink.OVERPRINT, bold=True, spacing=0.38)
    side.box(0, band, side.width, side.height, ink.BAND)
    side.mrz(lines, side.height - 4.0)
    return side

"""What was read from a document: fields with their place, and how sure each one is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from ekyc.messages import Message
from ekyc.untrusted import plain
from ekyc.values import Check, Face, Floats, Rgb


class FieldStatus(Enum):
    """CHECKED: its digit holds, or its barcode's error correction. READ: nothing covers it.
    DOUBTFUL: its digit does not hold, or its characters are not sure."""

    CHECKED = "CHECKED"
    READ = "READ"
    DOUBTFUL = "DOUBTFUL"
    CORRECTED = "CORRECTED"  # a person typed it, and the record says so


@dataclass(frozen=True, eq=False)
class Field:
    """One value. `side` is "front" or "back"; `box` float32[4, 2] px, corners clockwise from the
    top left, in that side's rectified picture; None where it has no place of its own. `source` is
    "mrz", "print" or "barcode"; `others` are what the other sources read in the same field, and
    `disagrees` says that one that is not doubtful, spelt as the standard spells it, is another.
    Whatever is given as the value, `untrusted.plain` is kept of it."""

    name: str
    untrusted_value: str
    source: str
    status: FieldStatus
    side: str = "front"
    box: Floats | None = None
    confidence: float | None = None
    others: tuple[Field, ...] = ()
    disagrees: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "untrusted_value", plain(self.untrusted_value))


@dataclass(frozen=True, eq=False)
class Page:
    """One side of a document, flat and upright.

    `picture` uint8[H, W, 3]; `quad_xy` float32[4, 2] px: its corners (top left, top right, bottom
    right, bottom left) in the picture it came from. `quality`: named measures (sharpness,
    brightness). `mirrored`: the picture showed it as in a mirror.
    """

    picture: Rgb
    quad_xy: Floats
    quality: Mapping[str, float] = field(default_factory=dict)
    mirrored: bool = False


@dataclass(frozen=True, eq=False)
class DocumentReading:
    """All that one document gave. `mrz_lines` are as read. `portrait` is the face's surroundings
    cut from the front page, and `portrait_face` that face in the portrait's own pixels; so are
    `ghost` and `ghost_face`, the same picture printed once more, smaller, where there is one.
    `portrait_quality`: components of `ekyc.face.components`. `fields` are keyed by name:
    document_type, issuing_state, document_number, surname, given_names (or full_name, where the two
    are not told apart), nationality, date_of_birth, sex, date_of_issue, date_of_expiry (dates ISO),
    place_of_birth, address, vehicle_class, optional_data.
    `age_years` on the day of reading; None where the birth or that day is not certain."""

    front: Page
    back: Page | None
    mrz_format: str | None
    untrusted_mrz_lines: tuple[str, ...]
    fields: Mapping[str, Field]
    portrait: Rgb | None
    portrait_face: Face | None
    checks: tuple[Check, ...]
    age_years: int | None = None
    timings: Mapping[str, float] = field(default_factory=dict)
    portrait_quality: Mapping[str, float] = field(default_factory=dict)
    ghost: Rgb | None = None
    ghost_face: Face | None = None

    @property
    def is_specimen(self) -> bool:
        """Issued by UTO, the state of ICAO's specimens: never valid for onboarding."""
        state = self.fields.get("issuing_state")
        return state is not None and state.untrusted_value == "UTO"

    @property
    def needs_back(self) -> bool:
        """True while no zone and no barcode was read and the back was not shown yet."""
        barcode = any(field.source == "barcode" for field in self.fields.values())
        return self.mrz_format is None and not barcode and self.back is None


@dataclass(frozen=True, eq=False)
class CardSighting:
    """Where the card lies in a camera picture, found at camera rate.

    `quad_xy` float32[4, 2] px as in `Page`, beginning with any corner; `fits` when it is whole,
    near and flat enough to be read; `ready` when it is also sharp and well lit. `hint` is the one
    thing to do about it, or says that it is good. `sharpness` as `page.measures` gives it; `ratio`
    of its long to its short side, as it is and not as it is seen: about 1.59 ID-1, 1.42 ID-2 and
    ID-3.
    """

    quad_xy: Floats
    fits: bool
    hint: Message | None = None
    sharpness: float = 0.0
    ready: bool = False
    ratio: float = 0.0

"""Reads a document from pictures of its sides."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from ekyc.document.barcode.scan import Barcode
from ekyc.document.checks import Read, age_years, document_checks
from ekyc.document.genuine import page_colour, sides_differ, zone_typeface
from ekyc.document.holder import holder_of
from ekyc.document.locate import BLURRED, DARK
from ekyc.document.merge import merge
from ekyc.document.mirror import is_mirrored
from ekyc.document.mrz.decode import SURE
from ekyc.document.mrz.engine import MrzEngine, NetworkEngine, TesseractEngine
from ekyc.document.mrz.reader import FoundMrz
from ekyc.document.mrz.zone import MrzField
from ekyc.document.ocr import open_ocr
from ekyc.document.portrait import Detect
from ekyc.document.printed.engine import NetworkPrint, PrintEngine
from ekyc.document.printed.reader import read_print
from ekyc.document.reading import DocumentReading, Field, FieldStatus
from ekyc.document.shot import Shot
from ekyc.document.side import Side, read_side
from ekyc.errors import SubjectError
from ekyc.face.observer import detect_faces
from ekyc.patience import Patience
from ekyc.values import Check, Rgb
from ekyc.weights import fault_of
from models import Models, ReadingModels
from models.store import Store, WeightsError

_FLAT = 0.12
"""Contrast under which a page is burnt out or blank; the palest specimen scan has 0.54."""

PATIENCE_S = 4.0
"""For one picture. What comes from outside is ended after 5 (`ekyc.outside`)."""
_SEARCH = 0.5
"""Share of it in which a zone is searched for."""


class DocumentReader:
    """Reads documents with engines for the zone, the leading one first, one for print (None: print
    is not read), and a detector of faces."""

    def __init__(
        self, engines: Sequence[MrzEngine], detect: Detect, print_engine: PrintEngine | None = None
    ) -> None:
        self._engines = tuple(engines)
        self._detect = detect
        self._print_engine = print_engine

    def load(self) -> None:
        """Load what would else be loaded with the first document. Raises `KioskFault`."""
        if self._print_engine is not None:
            self._print_engine.load()

    def read(
        self,
        front: Rgb,
        back: Rgb | None = None,
        *,
        today: date | None = None,
        clock_is_sure: bool = True,
        patience_s: float = PATIENCE_S,
    ) -> DocumentReading:
        """Read one document from its front and, where there is one, its back (uint8[H, W, 3]).

        The pictures may be camera frames or scans, at any turn, or mirrored. Without a zone on the
        front and without a back, the reading says that the back is needed. `today` decides
        centuries and expiry (None: the clock's); `clock_is_sure` says that it can be believed.
        After half of `patience_s` for each picture no further place is searched for a zone, after
        all of it no more print is read. Raises `SubjectError` when no document
        is there, or the picture is too dark, too bright or too blurred to be read.
        """
        today = today or date.today()
        given = {"front": front} if back is None else {"front": front, "back": back}
        shots: dict[str, Shot] = {}
        sides: dict[str, Side] = {}
        fields: list[Field] = []
        seconds: dict[str, float] = {}
        patience = Patience(len(given) * patience_s)
        for name, rgb in given.items():
            began = time.perf_counter()
            shots[name], sides[name] = self._read_side(Shot.of(rgb), today, _SEARCH * patience_s)
            _refuse(sides[name])
            fields += _coded_fields(sides[name], name)
            seconds[name] = time.perf_counter() - began
        if self._print_engine is not None:
            began = time.perf_counter()
            coded = tuple(fields)
            for name, shot in shots.items():
                fields += read_print(
                    self._print_engine, sides[name], shot.rgb, name, coded, today, patience
                )
            seconds["print"] = time.perf_counter() - began
        seconds["total"] = sum(seconds.values())
        reading = _reading(sides, fields, today, clock_is_sure, seconds)
        pages = {name: shot.as_it_came(sides[name].page) for name, shot in shots.items()}
        return replace(reading, front=pages["front"], back=pages.get("back"))

    def _read_side(self, shot: Shot, today: date, seconds: float) -> tuple[Shot, Side]:
        """The side, and the picture in which it could be read."""
        side = read_side(shot.rgb, self._engines, self._detect, today, Patience(seconds))
        unread = side.zone is None and not side.barcodes
        if unread and self._engines and is_mirrored(shot.rgb, self._engines[0], today):
            shot = shot.exchanged()
            side = read_side(shot.rgb, self._engines, self._detect, today, Patience(seconds))
        return shot, side


def default_reader(
    models: Models | ReadingModels,
    store: Store | None = None,
    print_engine: PrintEngine | None = None,
) -> DocumentReader:
    """The reader of the kiosk, from the weights and networks of this machine; `print_engine` takes
    the leading one's place.

    Raises `KioskFault` when Tesseract is not installed, or its model is missing or corrupt.
    """
    engines, detect = zone_engines(models, store), partial(detect_faces, models)
    return DocumentReader(engines, detect, print_engine or NetworkPrint(store))


def zone_engines(
    models: Models | ReadingModels, store: Store | None = None
) -> tuple[MrzEngine, MrzEngine]:
    """The kiosk's engines for the zone, the leading one first. Raises as `default_reader`."""
    try:
        model = (store or Store()).choose("mrz_tessdata").path
    except WeightsError as error:
        raise fault_of(error) from error
    return NetworkEngine(models.mrz_lines), TesseractEngine(open_ocr(model))


def _refuse(side: Side) -> None:
    quality = side.page.quality
    if side.zone is not None and side.zone.mrz.all_digits_hold:
        return
    if quality["brightness"] < DARK:
        raise SubjectError("document.too_dark")
    if quality["contrast"] < _FLAT:
        raise SubjectError("document.too_bright")
    if side.zone is None and not side.has_text and not (side.outlined and side.face is not None):
        blurred = side.outlined and quality["sharpness"] < BLURRED
        raise SubjectError("document.blurred" if blurred else "document.not_found")
    if quality["sharpness"] < BLURRED:
        raise SubjectError("document.blurred")


def _reading(
    sides: Mapping[str, Side],
    fields: Sequence[Field],
    today: date,
    clock_is_sure: bool,
    seconds: dict[str, float],
) -> DocumentReading:
    zones = [side.zone for side in sides.values() if side.zone is not None]
    shown = next((side for side in sides.values() if side.face is not None), sides["front"])
    holder = holder_of(shown.page, shown.face, shown.ghost)
    mrz = zones[0].mrz if zones else None
    merged = merge(fields)
    read = Read(mrz, merged, fields, today, clock_is_sure, len(sides))
    return DocumentReading(
        front=sides["front"].page,
        back=sides["back"].page if "back" in sides else None,
        mrz_format=mrz.format if mrz is not None else None,
        untrusted_mrz_lines=mrz.untrusted_lines if mrz is not None else (),
        fields=merged,
        portrait=holder.portrait,
        portrait_face=holder.portrait_face,
        ghost=holder.ghost,
        ghost_face=holder.ghost_face,
        checks=(*document_checks(read, holder.checks), *_cues(shown, sides)),
        age_years=age_years(read),
        timings=seconds,
    )


def _cues(shown: Side, sides: Mapping[str, Side]) -> Iterator[Check]:
    """What the pictures alone say against it; `shown` is the side with the portrait."""
    if shown.face is not None:
        yield page_colour(shown.page.picture)
    for side in sides.values():
        if side.zone is not None:
            rows = side.on_page(side.zone.band.rows.reshape(-1, 2)).reshape(-1, 2, 2)
            yield zone_typeface(side.page.picture, rows, side.zone.mrz)
            break
    if "back" in sides:
        yield sides_differ(sides["front"].page.picture, sides["back"].page.picture)


def _coded_fields(side: Side, name: str) -> Iterator[Field]:
    if side.zone is not None:
        for one in side.zone.mrz.fields.values():
            if one.untrusted_value or one.name == "given_names":
                yield _from_zone(side, side.zone, name, one)
    for code in side.barcodes:
        yield from _from_barcode(side, name, code)


def _from_zone(side: Side, zone: FoundMrz, side_name: str, one: MrzField) -> Field:
    sureness = zone.sureness_of(one.spans)
    return Field(
        name=one.name,
        untrusted_value=one.untrusted_value,
        source="mrz",
        status=one.status if sureness >= SURE else FieldStatus.DOUBTFUL,
        side=side_name,
        box=side.on_page(zone.box(one.spans[0])),
        confidence=sureness,
    )


def _from_barcode(side: Side, side_name: str, code: Barcode) -> Iterator[Field]:
    """Every value of a code has the whole code for its place, and its error correction held."""
    box = side.on_page(code.corners)
    for name, value in code.untrusted_values.items():
        yield Field(name, value, "barcode", FieldStatus.CHECKED, side_name, box)

"""`ekyc document FRONT [BACK]`: read a document from pictures of it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ekyc.cli.parts import add_json, check_json, print_json
from ekyc.document.holder import compared
from ekyc.document.page import to_picture
from ekyc.document.reading import DocumentReading, Field, FieldStatus
from ekyc.face.still import StillFaces
from ekyc.kiosk import models_under
from ekyc.messages import Catalogue, Message
from ekyc.outside.files import Outside
from ekyc.policy import load_policy, policy_of_this_kiosk
from ekyc.values import Floats


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument(
        "front",
        metavar="FRONT",
        type=Path,
        help="picture of the front; or a PDF, whose second page is the back if no BACK is given",
    )
    parser.add_argument(
        "back", metavar="BACK", type=Path, nargs="?", help="picture of the back, or a PDF"
    )
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the document was read, whatever its checks say."""
    with Outside(reads_documents=True) as outside:
        reading = outside.document(args.front, args.back)
    if reading.portrait is not None:
        models = models_under(load_policy(policy_of_this_kiosk()))
        reading = compared(reading, StillFaces(models))
    catalogue = Catalogue(args.language)
    if args.json:
        print_json(_json(reading, catalogue))
    else:
        _print(reading, catalogue)
    return 0


def _json(reading: DocumentReading, catalogue: Catalogue) -> dict[str, Any]:
    def value(name: str) -> str | None:
        field = reading.fields.get(name)
        return field.untrusted_value if field is not None else None

    face, ghost, back = reading.portrait_face, reading.ghost_face, reading.back
    return {
        "document_type": value("document_type"),
        "issuing_state": value("issuing_state"),
        "mrz_format": reading.mrz_format,
        "mrz_lines": list(reading.untrusted_mrz_lines),
        "specimen": reading.is_specimen,
        "needs_back": reading.needs_back,
        "mirrored": reading.front.mirrored,
        "back_mirrored": back.mirrored if back is not None else None,
        "quad_xy": reading.front.quad_xy.round(1).tolist(),
        "quality": _rounded(reading.front.quality),
        "portrait_inter_eye_px": round(face.inter_eye_px, 1) if face is not None else None,
        "portrait_quality": _rounded(reading.portrait_quality),
        "ghost_inter_eye_px": round(ghost.inter_eye_px, 1) if ghost is not None else None,
        "fields": [_field_json(reading, field) for field in reading.fields.values()],
        "checks": [check_json(check, catalogue) for check in reading.checks],
        "timings": {step: round(seconds, 4) for step, seconds in reading.timings.items()},
    }


def _rounded(measures: Mapping[str, float]) -> dict[str, float]:
    return {key: round(number, 3) for key, number in measures.items()}


def _field_json(reading: DocumentReading, field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "value": field.untrusted_value,
        "source": field.source,
        "side": field.side,
        "box_xy": _input_box(reading, field),
        "confidence": round(field.confidence, 3) if field.confidence is not None else None,
        "status": field.status.value,
        "disagrees": field.disagrees,
        "sources": [one.source for one in (field, *field.others)],
        "others": [_field_json(reading, other) for other in field.others],
    }


def _input_box(reading: DocumentReading, field: Field) -> list[list[float]] | None:
    """Corners of the field in the picture that was given."""
    page = reading.back if field.side == "back" else reading.front
    if field.box is None or page is None:
        return None
    box: Floats = to_picture(page, field.box)
    return [[round(float(x), 1), round(float(y), 1)] for x, y in box]


def _print(reading: DocumentReading, catalogue: Catalogue) -> None:
    for field in reading.fields.values():
        status = catalogue.text(_STATUS[field.status])
        print(f"{field.name:18} {field.untrusted_value:40} {status}")
    for check in reading.checks:
        print(f"{check.name:18} {check.status.value:12} {catalogue.text(check.reason)}")
    if reading.front.mirrored or (reading.back is not None and reading.back.mirrored):
        print(catalogue.text(Message("document.mirrored")))
    if reading.needs_back:
        print(catalogue.text(Message("document.needs_back")))


_STATUS = {
    FieldStatus.CHECKED: Message("document.field_checked"),
    FieldStatus.READ: Message("document.field_read"),
    FieldStatus.DOUBTFUL: Message("document.field_doubtful"),
    FieldStatus.CORRECTED: Message("document.field_corrected"),
}

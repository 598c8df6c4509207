"""What each check needs of the weights, and what staff are told when weights cannot be used."""

from __future__ import annotations

from collections.abc import Mapping

from ekyc.errors import EkycError, KioskFault, SubjectError
from ekyc.face.embedding import SHARES
from ekyc.face.match import Calibration
from models import WeightsError

_FINDER = ("mtcnn_pnet", "mtcnn_rnet", "mtcnn_onet")
_OBSERVER = (*_FINDER, "mediapipe_face_mesh", "mediapipe_iris", "mini_xception")
_PRINT = ("pp_ocr_detector", "pp_ocr_recogniser")
_ZONE = ("mrz_lines", "mrz_tessdata")
NEEDS: Mapping[str, tuple[str, ...]] = {
    "document_found": _ZONE,
    "mrz_check_digits": _ZONE,
    "document_fields_agree": (*_ZONE, *_PRINT),
    "document_state": _ZONE,
    "document_number": _ZONE,
    "document_dates": _ZONE,
    "document_expiry": _ZONE,
    "document_sides": _ZONE,
    "document_age": _ZONE,
    "document_portrait": _FINDER,
    "face_match": (*_OBSERVER, "sface"),
    "same_person": (*_OBSERVER, "sface"),
    "active_liveness": _OBSERVER,
}
"""Checks that a detector exists for, and the weights that each cannot do without, by their names in
the manifest. What else there is makes them surer."""

COMPARING = ("face_match", "same_person")
"""They need thresholds that were measured with the very encoders in use."""


def checks_missing(sha256: Mapping[str, str]) -> list[str]:
    """Checks that cannot be made where only these weights may be used; their hashes by name."""
    missing = {check for check, needed in NEEDS.items() if not set(needed) <= set(sha256)}
    try:
        Calibration.load({name: sha256[name] for name in SHARES if name in sha256})
    except KioskFault:
        missing.update(COMPARING)
    return [check for check in NEEDS if check in missing]


def fault_of(error: WeightsError) -> EkycError:
    """The sentence for a fault of the weights; it names the file and what to do.

    A SubjectError where the wrong file was given to be imported, else a KioskFault.
    """
    file, name = str(error.file), error.name
    match error.problem:
        case "missing":
            return KioskFault("weights.missing", file=file)
        case "corrupt":
            return KioskFault("weights.corrupt", file=file)
        case "no_pip":
            return KioskFault("weights.no_pip", name=name)
        case "no_index":
            return KioskFault("weights.no_index", name=name, detail=error.detail)
        case "not_as_pinned":
            return KioskFault("weights.not_as_pinned", file=file)
        case "disk_full":
            return KioskFault("weights.disk_full", file=file)
        case "not_writable":
            return KioskFault("weights.not_writable", file=file, detail=error.detail)
        case "not_ours":
            return SubjectError("weights.not_ours", file=file)
        case "needs_torch":
            return KioskFault("weights.needs_torch", file=file)

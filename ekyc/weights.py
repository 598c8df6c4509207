"""What each check needs of the weights, and what staff are told when weights cannot be used."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from ekyc.errors import EkycError, KioskFault, SubjectError
from models import WeightsError

_FINDER = ("mtcnn_pnet", "mtcnn_rnet", "mtcnn_onet")
_ENCODERS = ((*_FINDER, "inception_resnet_v1"), (*_FINDER, "sface"))
_LANDMARKS = (
    (*_FINDER, "dlib_landmarks_68"),
    (*_FINDER, "mediapipe_face_mesh", "mediapipe_iris"),
)
NEEDS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "document_found": (("mrz_tessdata",),),
    "mrz_check_digits": (("mrz_tessdata",),),
    "document_expiry": (("mrz_tessdata",),),
    "document_portrait": (_FINDER,),
    "face_match": _ENCODERS,
    "same_person": _ENCODERS,
    "active_liveness": _LANDMARKS,
}
"""Checks that a detector exists for, and the sets of weights of which one is enough, by their names
in the manifest."""


def checks_missing(names: Collection[str]) -> list[str]:
    """Checks that cannot be made where only these weights may be used."""
    return [
        check
        for check, sets in NEEDS.items()
        if not any(set(needed) <= set(names) for needed in sets)
    ]


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

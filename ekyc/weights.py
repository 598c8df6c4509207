"""What staff are told when weights cannot be used."""

from __future__ import annotations

from ekyc.errors import EkycError, KioskFault, SubjectError
from models import WeightsError


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

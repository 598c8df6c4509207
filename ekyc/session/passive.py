"""What was told without asking anything of the person; what no detector exists for is said so."""

from __future__ import annotations

from ekyc.messages import Message
from ekyc.values import Check, Provenance, Status

NAMES = ("presentation_attack", "deepfake")


def passive_checks(provenance: Provenance, found: tuple[Check, ...] = ()) -> tuple[Check, ...]:
    """Those that detectors `found`, and `NOT_ASSESSED` for each that has none; a virtual camera
    fails `camera_injection`."""
    by_name = {check.name: check for check in found}
    no_detector = Message("reason.no_detector")
    each = tuple(by_name.get(name, Check(name, Status.NOT_ASSESSED, no_detector)) for name in NAMES)
    if provenance is Provenance.VIRTUAL:
        virtual = Message("reason.virtual_camera")
        return (*each, Check("camera_injection", Status.FAIL, virtual))
    return (*each, Check("camera_injection", Status.NOT_ASSESSED, no_detector))

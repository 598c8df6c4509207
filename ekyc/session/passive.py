"""Checks that no detector exists for yet: said so, never waved through."""

from __future__ import annotations

from ekyc.messages import Message
from ekyc.values import Check, Provenance, Status

MISSING = ("presentation_attack", "deepfake")


def passive_checks(provenance: Provenance) -> tuple[Check, ...]:
    """`NOT_ASSESSED` for each missing detector; a virtual camera fails `camera_injection`."""
    no_detector = Message("reason.no_detector")
    missing = tuple(Check(name, Status.NOT_ASSESSED, no_detector) for name in MISSING)
    if provenance is Provenance.VIRTUAL:
        virtual = Message("reason.virtual_camera")
        return (*missing, Check("camera_injection", Status.FAIL, virtual))
    return (*missing, Check("camera_injection", Status.NOT_ASSESSED, no_detector))

"""Every finding of the doctor from made-up measurements: what is wrong, and what to do."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from ekyc import doctor
from ekyc.doctor import Camera, Finding, Level
from ekyc.messages import Catalogue, Message

GIB = 1 << 30
PARIS = timezone(timedelta(hours=1), "CET")
INSTALLED = datetime(2026, 11, 20, 12, 0, tzinfo=PARIS)
TODAY = INSTALLED + timedelta(days=30)
REAL = Camera("HD Webcam", virtual=False)
CLOSED = Camera("Other Webcam", virtual=False, problem=Message("x.closed"))
VIRTUAL = Camera("OBS Virtual Camera", virtual=True)


@pytest.mark.parametrize(
    ("found", "level", "message_id"),
    [
        (doctor.camera([]), Level.ATTENTION, "doctor.camera_none"),
        (doctor.camera([CLOSED]), Level.ATTENTION, "x.closed"),
        (doctor.camera([VIRTUAL, CLOSED]), Level.ATTENTION, "x.closed"),
        (doctor.camera([CLOSED, REAL]), Level.OK, "doctor.camera_ok"),
        (doctor.camera([VIRTUAL]), Level.ATTENTION, "doctor.camera_virtual"),
        (doctor.camera([VIRTUAL, REAL]), Level.OK, "doctor.camera_ok"),
        (doctor.weights({"a": "ready", "b": "ready"}), Level.OK, "doctor.weights_ok"),
        (doctor.weights({"a": "ready", "b": "missing"}), Level.FAULT, "doctor.weights_missing"),
        (doctor.weights({"a": "corrupt", "b": "missing"}), Level.FAULT, "doctor.weights_corrupt"),
        (doctor.text_recognition("tesserocr 5.5", None), Level.OK, "doctor.ocr_ok"),
        (doctor.text_recognition(None, Message("x.y")), Level.FAULT, "x.y"),
        (doctor.fonts(None), Level.OK, "doctor.fonts_ok"),
        (doctor.fonts(Message("x.y")), Level.ATTENTION, "x.y"),
        (doctor.disk(6 * GIB, "/"), Level.OK, "doctor.disk_ok"),
        (doctor.disk(2 * GIB, "/"), Level.ATTENTION, "doctor.disk_low"),
        (doctor.disk(GIB // 2, "/"), Level.FAULT, "doctor.disk_full"),
        (doctor.clock(TODAY, INSTALLED, 0.0), Level.OK, "doctor.clock_ok"),
        (doctor.clock(TODAY, INSTALLED, -3.0), Level.ATTENTION, "doctor.clock_moving"),
        (
            doctor.clock(TODAY.astimezone(timezone.utc), INSTALLED, 0.0),
            Level.ATTENTION,
            "doctor.clock_no_zone",
        ),
        (
            doctor.clock(INSTALLED - timedelta(days=400), INSTALLED, 0.0),
            Level.FAULT,
            "doctor.clock_behind",
        ),
        (doctor.display(True, {}), Level.ATTENTION, "doctor.display_none"),
        (doctor.display(True, {"DISPLAY": ""}), Level.ATTENTION, "doctor.display_none"),
        (doctor.display(True, {"WAYLAND_DISPLAY": "wayland-0"}), Level.OK, "doctor.display_ok"),
        (doctor.display(False, {}), Level.OK, "doctor.display_ok"),
        (doctor.machine(8 * GIB, 4), Level.OK, "doctor.machine_ok"),
        (doctor.machine(2 * GIB, 4), Level.ATTENTION, "doctor.memory_small"),
        (doctor.machine(GIB // 2, 4), Level.FAULT, "doctor.memory_too_small"),
        (doctor.machine(8 * GIB, 1), Level.ATTENTION, "doctor.cores_few"),
        (doctor.machine(None, 4), Level.OK, "doctor.cores_ok"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_finding(found: Finding, level: Level, message_id: str) -> None:
    assert (found.level, found.message.id) == (level, message_id)


def test_only_a_fault_stops_the_kiosk() -> None:
    fine, attention = doctor.display(True, {"DISPLAY": ":0"}), doctor.camera([])
    fault = doctor.weights({"a": "missing"})
    assert doctor.can_run([fine, attention])
    assert not doctor.can_run([fine, attention, fault])


def test_the_weights_that_are_missing_are_named() -> None:
    found = doctor.weights({"mtcnn_pnet": "missing", "landmarks": "missing", "ocr": "ready"})
    assert "mtcnn_pnet, landmarks" in Catalogue("en").text(found.message)


@pytest.mark.parametrize(
    ("found", "level"),
    [
        ([], Level.FAULT),
        ([Camera("Face cam", False)], Level.FAULT),
        ([Camera("Doc Cam 2", False)], Level.OK),
        ([Camera("Doc Cam 2", True)], Level.ATTENTION),
        ([Camera("Doc Cam 2", False, Message("camera.in_use"))], Level.FAULT),
    ],
)
def test_the_camera_that_the_policy_names_for_documents(found: list[Camera], level: Level) -> None:
    assert doctor.document_camera(found, "doc cam").level is level

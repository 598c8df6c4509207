"""A whole onboarding of a real person: his card, his face and his movements, at three rates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ekyc.camera.pictures import read_picture
from ekyc.camera.video import VideoFile
from ekyc.document.reading import DocumentReading
from ekyc.document.specimen import SpecimenFields, render
from ekyc.kiosk import Kiosk, detector
from ekyc.policy import load_policy
from ekyc.session import commands as say
from ekyc.session.drive import drive, welcome
from ekyc.session.session import Session
from ekyc.values import Outcome, Status
from models import Models

SHOWN = ("open_mouth", "turn_right", "turn_left")


@pytest.fixture(scope="module")
def folder(ekyc_data: Path) -> Path:
    return ekyc_data / "journeys" / "webcam_man"


@pytest.fixture(scope="module")
def kiosk(networks: Models) -> Kiosk:
    return Kiosk.load(load_policy("demo"), networks)


@pytest.fixture(scope="module")
def cards(kiosk: Kiosk, folder: Path) -> dict[str, DocumentReading]:
    """Specimen cards with his portrait and with somebody else's, as they were read."""
    fields = SpecimenFields.until(date.today())
    return {
        name: kiosk.read(
            render(read_picture(folder / name), detector(kiosk.models), fields).front
        )
        for name in ("portrait.jpg", "portrait_of_another.jpg")
    }  # fmt: skip


def play(
    kiosk: Kiosk,
    folder: Path,
    card: DocumentReading,
    plan: tuple[str, ...] = SHOWN,
    fps: float | None = None,
) -> Session:
    source = VideoFile(folder / "live.mp4", fps=fps)
    session = kiosk.session(source, plan, attended=False)
    welcome(session, "en", "test")
    session.command(say.DocumentRead(card))
    session.command(say.Confirm())
    drive(session, source, kiosk.read)
    source.close()
    return session


def statuses(session: Session) -> dict[str, Status]:
    assert session.decision is not None
    return {check.name: check.status for check in session.decision.checks}


@pytest.mark.parametrize("fps", [None, 15, 10])
def test_he_is_approved_at_any_rate(
    fps: float | None, kiosk: Kiosk, folder: Path, cards: dict[str, DocumentReading]
) -> None:
    session = play(kiosk, folder, cards["portrait.jpg"], fps=fps)
    assert session.outcome is Outcome.APPROVED
    found = statuses(session)
    for name in kiosk.policy.required:
        assert found[name] is Status.PASS
    for name in SHOWN:
        assert found[f"challenge_{name}"] is Status.PASS
    assert found["presentation_attack"] is not Status.FAIL
    assert session.decision is not None
    assert not session.decision.valid_for_onboarding


def test_with_somebody_elses_card_he_is_rejected_on_the_face(
    kiosk: Kiosk, folder: Path, cards: dict[str, DocumentReading]
) -> None:
    session = play(kiosk, folder, cards["portrait_of_another.jpg"])
    assert session.outcome is Outcome.REJECTED
    found = statuses(session)
    assert found.pop("face_match") is Status.FAIL
    assert Status.FAIL not in found.values()


@pytest.mark.parametrize("fps", [None, 15, 10])
def test_movements_in_another_order_are_rejected(
    fps: float | None, kiosk: Kiosk, folder: Path, cards: dict[str, DocumentReading]
) -> None:
    """After the first left turn the next right one is 17 s away; the deadline is 15 s."""
    plan = ("open_mouth", "turn_left", "turn_right")
    session = play(kiosk, folder, cards["portrait.jpg"], plan, fps)
    assert session.outcome is Outcome.REJECTED
    found = statuses(session)
    assert found["challenge_open_mouth"] is Status.PASS
    assert found["challenge_turn_left"] is Status.PASS
    assert found["challenge_turn_right"] is Status.FAIL


@pytest.mark.parametrize("plan", [("turn_left",), ("blink",)])
def test_movements_that_he_does_not_show_in_time_are_rejected(
    plan: tuple[str, ...], kiosk: Kiosk, folder: Path, cards: dict[str, DocumentReading]
) -> None:
    session = play(kiosk, folder, cards["portrait.jpg"], plan, fps=15)
    assert session.outcome is Outcome.REJECTED
    assert statuses(session)["face_match"] is Status.PASS

"""The simulated customer as pictures, and as our own networks see it."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import cv2
import numpy as np
import pytest

from ekyc.camera.simulated import GESTURES, OPPOSITE, CustomerPose, SimulatedCustomer
from ekyc.face.observer import FaceObserver, detect_faces
from ekyc.liveness.machine import Challenge
from ekyc.liveness.measures import Rest
from ekyc.values import FaceObservation, Provenance, Rgb
from models import Models

CARD = np.full((638, 1012, 3), 235, np.uint8)
BACK = np.full((638, 1012, 3), (200, 235, 200), np.uint8)


def frames(customer: SimulatedCustomer, asked: str, seconds: float) -> list[Rgb]:
    customer.prompt(asked)
    return [customer.read().rgb for _ in range(round(seconds * 25))]  # type: ignore[union-attr]


def test_no_two_frames_are_alike_and_the_same_seed_gives_the_same_ones(portrait: Rgb) -> None:
    one = frames(SimulatedCustomer(portrait, seed=4), "face", 1.0)
    again = frames(SimulatedCustomer(portrait, seed=4), "face", 1.0)
    other = frames(SimulatedCustomer(portrait, seed=5), "face", 1.0)
    assert len({frame.tobytes() for frame in one}) == 25
    assert all(np.array_equal(a, b) for a, b in zip(one, again, strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(one, other, strict=True))


def test_time_is_its_own_clock(portrait: Rgb) -> None:
    customer = SimulatedCustomer(portrait, fps=15.0)
    read = [customer.read() for _ in range(4)]
    assert [frame.t_s for frame in read if frame] == pytest.approx([0, 1 / 15, 2 / 15, 3 / 15])
    assert customer.provenance is Provenance.SIMULATED
    assert (customer.info.width, customer.info.height) == (640, 480)


def test_in_real_time_it_waits_for_each_frame_and_skips_what_is_too_late(portrait: Rgb) -> None:
    now = [100.0]
    slept = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    customer = SimulatedCustomer(portrait, realtime=True, clock=lambda: now[0], sleep=sleep)
    times = [customer.read().t_s for _ in range(3)]  # type: ignore[union-attr]
    assert times == pytest.approx([100.0, 100.04, 100.08])
    assert slept == pytest.approx([0.04, 0.04])
    now[0] += 1.0  # the machine was busy
    late = customer.read()
    assert late is not None and late.index == 3
    assert now[0] - 0.04 < late.t_s <= now[0]


def test_the_card_is_held_up_large_and_still(portrait: Rgb) -> None:
    customer = SimulatedCustomer(portrait, card=CARD, card_back=BACK)
    before = frames(customer, "face", 1.0)[-1]
    shown = frames(customer, "document", 3.0)

    def card_px(rgb: Rgb, colour: tuple[int, int, int]) -> np.ndarray:
        return (np.abs(rgb.astype(int) - colour) < 16).all(axis=2)

    mask = card_px(shown[-1], (235, 235, 235)) & ~card_px(before, (235, 235, 235))
    widest = mask.sum(axis=1).max() / 640
    assert 0.57 <= widest <= 0.66
    smooth = [cv2.blur(rgb, (15, 15)).astype(int) for rgb in shown]
    changes = [np.abs(a - b).mean() for a, b in itertools.pairwise(smooth)]
    assert max(changes[-15:]) < 1.0 < 5.0 < max(changes[:50])
    back = frames(customer, "document_back", 3.5)[-1]
    assert card_px(back, (200, 235, 200)).sum() > 0.25 * back[:, :, 0].size
    lowered = frames(customer, "face", 2.0)[-1]
    assert not (card_px(lowered, (200, 235, 200)) & mask).any()


def test_without_a_card_nothing_is_held_up(portrait: Rgb) -> None:
    with_card = frames(SimulatedCustomer(portrait, card=CARD), "document", 2.5)[-1]
    without = frames(SimulatedCustomer(portrait), "document", 2.5)[-1]
    face_only = frames(SimulatedCustomer(portrait), "face", 2.5)[-1]
    assert np.array_equal(without, face_only) and not np.array_equal(with_card, without)


def test_closed_it_gives_nothing_more(portrait: Rgb) -> None:
    customer = SimulatedCustomer(portrait)
    customer.close()
    customer.close()
    assert customer.read() is None


PLAN = ("face", *sorted(GESTURES))
ASKED_FRAMES = 78


@dataclass
class Seen:
    truth: CustomerPose
    observation: FaceObservation | None


@pytest.fixture(scope="module")
def seen(portrait: Rgb, models: Models) -> list[Seen]:
    """An obedient minute as our face observer sees it, every other frame, beside the truth."""
    customer = SimulatedCustomer(portrait)
    observer = FaceObserver(models)
    found = []
    for asked in PLAN:
        customer.prompt(asked)
        for n in range(ASKED_FRAMES):
            frame = customer.read()
            assert frame is not None
            if n % 2 == 0:
                found.append(Seen(customer.truth_at(frame.t_s), observer.observe(frame)))
    return found


def values(seen: list[Seen], what: str) -> np.ndarray:
    rows = []
    for one in seen:
        assert one.observation is not None
        pose, eyes = one.observation.pose, one.observation.eye_openness
        rows.append(
            {
                "yaw": pose.yaw_deg,
                "pitch": pose.pitch_deg,
                "roll": pose.roll_deg,
                "eyes": sum(eyes) / 2,
                "mouth": one.observation.mouth_openness,
                "inter_eye_px": one.observation.face.inter_eye_px,
            }[what]
        )
    return np.array(rows)


def test_the_face_is_found_in_every_frame_and_large(seen: list[Seen]) -> None:
    assert all(one.observation is not None for one in seen)
    assert 85 <= np.median(values(seen, "inter_eye_px")) <= 110


def test_one_face_only(portrait: Rgb, models: Models) -> None:
    for rgb in frames(SimulatedCustomer(portrait), "face", 1.0)[::8]:
        assert len(detect_faces(models, rgb)) == 1


def test_turns_are_measured_with_their_sign_and_size(seen: list[Seen]) -> None:
    left = [one for one in seen if one.truth.yaw_deg > 25]
    right = [one for one in seen if one.truth.yaw_deg < -25]
    assert np.median(values(left, "yaw")) >= 20 and np.median(values(right, "yaw")) <= -20
    truth = np.array([one.truth.yaw_deg for one in seen])
    assert np.corrcoef(truth, values(seen, "yaw"))[0, 1] > 0.97
    for low, high in ((-28, -15), (-15, -5), (-5, 5), (5, 15), (15, 28)):
        part = [one for one in seen if low <= one.truth.yaw_deg < high]
        middle = np.median([one.truth.yaw_deg for one in part])
        assert np.median(values(part, "yaw")) == pytest.approx(middle, abs=5)


def test_looking_up_and_down_is_measured_with_its_sign(seen: list[Seen]) -> None:
    up = [one for one in seen if one.truth.pitch_deg > 17]
    down = [one for one in seen if one.truth.pitch_deg < -17]
    rest = [
        one
        for one in seen
        if max(abs(one.truth.yaw_deg), abs(one.truth.pitch_deg)) < 3 and one.truth.smile < 0.01
    ]
    for angle, limit in (("yaw", 5), ("pitch", 10), ("roll", 5)):
        assert abs(np.median(values(rest, angle))) < limit
    straight = np.median(values(rest, "pitch"))
    assert np.median(values(up, "pitch")) - straight >= 0.8 * 18
    assert np.median(values(down, "pitch")) - straight <= -15


def test_closed_eyes_are_seen_closed_and_open_ones_open(seen: list[Seen]) -> None:
    closed = [one for one in seen if min(one.truth.eye_closed) > 0.99]
    opened = [one for one in seen if max(one.truth.eye_closed) < 0.01]
    assert len(closed) >= 5
    assert np.median(values(closed, "eyes")) < 0.15 and values(closed, "eyes").max() < 0.2
    assert np.percentile(values(opened, "eyes"), 1) > 0.25


def test_the_mouth_is_seen_open_and_closed(seen: list[Seen]) -> None:
    wide = [one for one in seen if one.truth.mouth_open > 0.99]
    shut = [one for one in seen if one.truth.mouth_open < 0.01 and one.truth.smile < 0.01]
    assert np.median(values(wide, "mouth")) > 0.35
    assert np.percentile(values(shut, "mouth"), 99) < 0.12


@pytest.mark.parametrize("name", sorted(GESTURES))
def test_what_is_asked_for_is_seen_as_that_movement(name: str, seen: list[Seen]) -> None:
    """The demonstration's customer passes as a person must: against her own face at rest."""
    observations = [one.observation for one in seen if one.observation is not None]
    rest = Rest.of(observations[8:38])
    asked_s = PLAN.index(name) * ASKED_FRAMES / 25
    during = [one for one in observations if 0 <= one.t_s - asked_s < ASKED_FRAMES / 25]
    challenge = Challenge(name, rest)
    assert during and any(challenge.step(one).passed for one in during)


@pytest.mark.parametrize("name", sorted(name for name, other in OPPOSITE.items() if other))
def test_doing_something_else_is_not_seen_as_that_movement(name: str, seen: list[Seen]) -> None:
    observations = [one.observation for one in seen if one.observation is not None]
    rest = Rest.of(observations[8:38])
    asked_s = PLAN.index(OPPOSITE[name]) * ASKED_FRAMES / 25
    during = [one for one in observations if 0 <= one.t_s - asked_s < ASKED_FRAMES / 25]
    challenge = Challenge(name, rest)
    assert during and not any(challenge.step(one).passed for one in during)

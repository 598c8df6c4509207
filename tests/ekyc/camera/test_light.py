"""The simulated customer in the light of the screen that it is told of."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from ekyc.camera.simulated import CustomerPose, SimulatedCustomer
from ekyc.camera.simulated.geometry import PortraitGeometry
from ekyc.camera.simulated.light import Lamp, shine
from ekyc.camera.simulated.scene import Sensor, placement
from ekyc.liveness.light_challenge import LightChallenge
from ekyc.liveness.screen_colours import COUNT, SLOT_S, Colour, draw_colours
from ekyc.liveness.screen_light import Verdict
from ekyc.values import Face, FaceObservation, Rgb
from tests.ekyc.conftest import observation

COLOURS = draw_colours("a demonstration", 1)


def watched(still: Rgb, share: float, told: tuple[Colour, ...]) -> Verdict:
    """What is judged of a customer before a screen that shows `told` and says that it shows
    `COLOURS`."""
    challenge, lamp, sensor, shown = LightChallenge(COLOURS), Lamp(share), Sensor(1), 0
    asked = "screen_light"
    for number in range(90):
        t_s = number / 10
        rgb = sensor.expose(lamp.lit(still, t_s, asked), t_s)
        challenge.step(t_s, rgb, FACE)
        if shown <= COUNT and t_s >= 0.5 + shown * SLOT_S:
            shown += 1
            assert challenge.colour_shown(shown, t_s)
            shows = shown <= COUNT
            asked = "#{:02x}{:02x}{:02x}".format(*told[shown - 1]) if shows else "face"
    assert challenge.reflection is not None
    return challenge.reflection.verdict


def face_at_rest() -> FaceObservation:
    """Where the face really is."""
    points = PortraitGeometry.load().landmarks
    seen = placement(CustomerPose()).project(points[:, :2], points[:, 2])
    box = np.concatenate([seen.min(axis=0), seen.max(axis=0)]).astype(np.float32)
    eyes = observation().face.keypoints
    return replace(observation(), landmarks=seen, face=Face(box, 1.0, eyes))


FACE = face_at_rest()


@pytest.fixture(scope="module")
def still(portrait: Rgb) -> Rgb:
    frame = SimulatedCustomer(portrait, light=0.0).read()
    assert frame is not None
    return frame.rgb


def test_it_gives_back_the_light(still: Rgb) -> None:
    assert watched(still, 0.25, COLOURS) is Verdict.FOLLOWS


def test_one_that_gives_nothing_back_is_not_taken_for_one_that_does(still: Rgb) -> None:
    assert watched(still, 0.0, COLOURS) is Verdict.UNSEEN


def test_one_in_the_light_of_another_session_neither(still: Rgb) -> None:
    assert watched(still, 0.25, draw_colours("another", 1)) is Verdict.OTHER


def test_the_customer_hears_of_the_screen(portrait: Rgb) -> None:
    customer = SimulatedCustomer(portrait, fps=2.0)
    before = customer.read()
    customer.prompt("#00cd00")
    customer.read()
    after = customer.read()
    assert before is not None and after is not None
    change = after.rgb.astype(float)[150:350, 250:390].mean(axis=(0, 1))
    change -= before.rgb[150:350, 250:390].mean(axis=(0, 1))
    assert change[1] > change[0] + 3 and change[1] > change[2] + 3


def test_light_comes_on_top() -> None:
    grey = np.full((48, 64, 3), 100, np.uint8)
    where = np.zeros((6, 8), np.float32)
    where[:, :4] = 1.0
    lit = shine(grey, where, np.array([1.0, 0.0, 0.5], np.float32))
    twice, half_more = (100 * by ** (1 / 2.2) for by in (2, 1.5))
    assert lit[24, 8].tolist() == pytest.approx([twice, 100, half_more], abs=1)
    assert lit[24, 60].tolist() == [100, 100, 100]


def test_a_lamp_that_is_off_changes_nothing() -> None:
    rgb = np.full((480, 640, 3), 90, np.uint8)
    lamp = Lamp(0.3)
    assert lamp.lit(rgb, 1.0, "turn_left") is rgb
    lamp.lit(rgb, 1.1, "#ff0000")
    assert lamp.lit(rgb, 2.0, "#ff0000")[240, 320, 0] > 95
    assert np.array_equal(lamp.lit(rgb, 2.1, "face"), rgb) is False  # it fades
    assert np.array_equal(lamp.lit(rgb, 3.0, "face"), rgb)

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from ekyc.passive.series import KEPT_S, Series, signals
from ekyc.values import FaceObservation, Floats, Frame, Rgb

Look = Callable[[float], FaceObservation]
RATES = (10.0, 15.0, 30.0)


def scene(t_s: float, noise: float = 1.0) -> Rgb:
    """A grating that moves under the face, with a sensor's noise of its own on every frame."""
    x = np.arange(640, dtype=np.float32)[None, :, None]
    wave = 120 + 40 * np.sin(x / 9 + 2 * np.sin(2 * t_s))
    grain = np.random.default_rng(round(t_s * 1e4)).normal(0, noise, (480, 640, 1))
    return np.asarray(np.broadcast_to(wave + grain, (480, 640, 3)).clip(0, 255), np.uint8)


def scores(shots: Iterable[tuple[float, Rgb, FaceObservation | None]]) -> dict[str, float | None]:
    series = Series()
    for index, (t_s, rgb, seen) in enumerate(shots):
        series.add(Frame(rgb, t_s, index), seen)
    return {one.name: one.score for one in signals(series)}


def filmed(
    observe: Callable[..., FaceObservation],
    fps: float,
    seconds: float = 6.0,
    shape: Callable[[Floats, float], Floats] = lambda landmarks, _t_s: landmarks,
    held: int = 1,
) -> dict[str, float | None]:
    """Each picture is shown `held` times."""

    def shots() -> Iterable[tuple[float, Rgb, FaceObservation]]:
        for index in range(round(seconds * fps)):
            t_s = index / fps
            seen = observe(t_s)
            landmarks = shape(seen.landmarks, t_s).astype(np.float32)
            yield t_s, scene(index // held * held / fps), replace(seen, landmarks=landmarks)

    return scores(shots())


def speaking(landmarks: Floats, t_s: float) -> Floats:
    moved: Floats = landmarks.copy()
    moved[48:68, 1] += 6 * np.sin(3 * t_s) * np.linspace(-1, 1, 20, dtype=np.float32)
    moved[17:27, 1] += 3 * np.sin(1.1 * t_s)
    return moved


def tilted(landmarks: Floats, t_s: float) -> Floats:
    """A sheet of paper that is turned, moved and carried nearer."""
    turn = np.array([[0.8 + 0.2 * np.cos(t_s), 0.1 * np.sin(t_s)], [0.05, 1.0]], np.float32)
    return np.asarray((landmarks - 320) @ turn.T * (1 + 0.1 * np.sin(0.7 * t_s)) + 320)


def test_a_photo_keeps_its_shape_however_it_is_held(
    observe: Callable[..., FaceObservation],
) -> None:
    photo = filmed(observe, 15, shape=tilted)["still_face"]
    person = filmed(observe, 15, shape=speaking)["still_face"]
    assert photo is not None and person is not None
    assert photo > person + 1


def test_a_sheet_turns_otherwise_than_a_head(observe: Callable[..., FaceObservation]) -> None:
    def turning(_landmarks: Floats, t_s: float) -> Floats:
        return observe(yaw=25 * np.sin(t_s)).landmarks

    def sheet(landmarks: Floats, t_s: float) -> Floats:
        narrower = np.array([np.cos(0.7 * np.sin(t_s)), 1.0], np.float32)
        return np.asarray((landmarks - 320) * narrower + 320)

    photo = filmed(observe, 15, shape=sheet)["flat_face"]
    person = filmed(observe, 15, shape=turning)["flat_face"]
    assert photo is not None and person is not None
    assert photo > person + 1
    assert filmed(observe, 15)["flat_face"] is None


def test_what_was_blurred_and_tinted_is_seen(observe: Callable[..., FaceObservation]) -> None:
    plain = scene(0.0, noise=4.0)
    blurred = np.asarray(cv2.GaussianBlur(plain, (0, 0), 1.0), np.uint8)
    tinted = plain.copy()
    tinted[:250, :, 2] //= 2
    before, soft, spotted = (scores([(0.0, rgb, observe())]) for rgb in (plain, blurred, tinted))
    reddish = plain.copy()
    reddish[..., 0] = 255 - plain[..., 0]
    shown = scores([(0.0, reddish, observe())])
    assert none_less(before["screen_colour"], shown["screen_colour"])
    assert none_less(before["smooth_texture"], soft["smooth_texture"])
    assert none_less(before["uneven_colour"], spotted["uneven_colour"])


def none_less(low: float | None, high: float | None) -> bool:
    return low is not None and high is not None and high > low + 1


def test_a_face_of_a_few_pixels_says_nothing(observe: Callable[..., FaceObservation]) -> None:
    seen = observe()
    small = replace(
        seen,
        landmarks=(seen.landmarks / 40).astype(np.float32),
        face=replace(seen.face, box_xyxy=(seen.face.box_xyxy / 40).astype(np.float32)),
    )
    assert scores([(0.0, scene(0.0), small)])["smooth_texture"] is None


@pytest.mark.parametrize("fps", RATES)
def test_the_rate_of_the_frames_does_not_matter(
    observe: Callable[..., FaceObservation], fps: float
) -> None:
    here, there = (filmed(observe, rate, shape=speaking) for rate in (fps, 24.0))
    for name, score in here.items():
        assert (score is None) == (there[name] is None), name
        assert score is None or score == pytest.approx(there[name], abs=0.25), name


def test_pictures_that_are_shown_three_times_are_seen(
    observe: Callable[..., FaceObservation],
) -> None:
    assert filmed(observe, 30)["repeats"] == 0
    assert filmed(observe, 30, held=3)["repeats"] == pytest.approx(2 / 3, abs=0.05)


def test_of_a_short_clip_nothing_is_said(observe: Callable[..., FaceObservation]) -> None:
    short = filmed(observe, 10, seconds=1.0)
    assert [short[name] for name in ("still_face", "flat_face", "repeats")] == [None] * 3
    assert set(scores([]).values()) == {None}


def test_numbers_are_kept_for_half_a_minute_and_one_picture(
    observe: Callable[..., FaceObservation],
) -> None:
    series, rgb = Series(), scene(0.0)
    for second in range(100):
        series.add(Frame(rgb, float(second), second), observe(float(second)))
    assert series.instants[0].t_s == 99 - KEPT_S
    assert not any(
        isinstance(value, np.ndarray) and value.size > 200
        for one in series.instants
        for value in vars(one).values()
    )


def test_another_face_begins_anew(observe: Callable[..., FaceObservation]) -> None:
    series, rgb = Series(), scene(0.0)
    series.add(Frame(rgb, 0.0, 0), observe(0.0))
    series.add(Frame(rgb, 1.0, 1), None)
    series.add(Frame(rgb, 2.0, 2), observe(2.0, track=2))
    assert [one.t_s for one in series.instants] == [2.0]

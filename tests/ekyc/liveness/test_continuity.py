from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from ekyc.liveness.continuity import Break, Continuity
from ekyc.values import Frame, Rgb, Status

Film = Callable[..., Iterable[Frame]]
RATES = [10, 15, 25, 30]


def again(frames: Iterable[Frame], fps: float) -> list[Frame]:
    """The frames in this order, at a steady rate."""
    return [replace(frame, t_s=i / fps, index=i) for i, frame in enumerate(frames)]


def watch(frames: Iterable[Frame]) -> Continuity:
    continuity = Continuity()
    for frame in frames:
        continuity.step(frame)
    return continuity


@pytest.mark.parametrize("fps", RATES)
def test_a_living_camera_runs_without_a_break(fps: float, film: Film) -> None:
    check = watch(film(20, fps)).check()
    assert check.status is Status.PASS
    assert check.reason.params == {"seconds": f"{20 - 1 / fps:.1f}"}


@pytest.mark.parametrize("fps", RATES)
def test_a_frozen_picture(fps: float, film: Film) -> None:
    frames = list(film(2, fps))
    frozen = watch(again([*frames, *[frames[-1]] * int(fps)], fps))
    assert frozen.broken is Break.FROZEN
    assert frozen.check().status is Status.FAIL


def test_a_recorder_that_doubles_every_frame_is_not_frozen(film: Film) -> None:
    doubled = [frame for frame in film(4, 15) for _ in range(2)]
    assert watch(again(doubled, 30)).broken is None


@pytest.mark.parametrize("fps", RATES)
def test_a_loop(fps: float, film: Film) -> None:
    frames = list(film(2, fps))
    assert watch(again([*frames, *frames], fps)).broken is Break.REPEATED


@pytest.mark.parametrize("fps", RATES)
def test_forth_and_back(fps: float, film: Film) -> None:
    frames = list(film(2, fps))
    assert watch(again([*frames, *frames[::-1]], fps)).broken is Break.REPEATED


def other_room(rgb: Rgb) -> Rgb:
    return np.ascontiguousarray(rgb.transpose(1, 0, 2)[:480, :480])


def test_another_room_from_one_frame_to_the_next(film: Film) -> None:
    frames = list(film(4, 25))
    cut = [f if f.t_s < 2 else replace(f, rgb=other_room(f.rgb)) for f in frames]
    assert watch(cut).broken is Break.CUT


@pytest.mark.parametrize(
    ("pause_s", "found"), [(0.4, Break.CUT), (0.9, Break.CUT), (2.0, Break.MISSING)]
)
def test_a_pause_does_not_hide_another_room(pause_s: float, found: Break, film: Film) -> None:
    frames = list(film(4, 25))
    cut = [f if f.t_s < 2 else Frame(other_room(f.rgb), f.t_s + pause_s, f.index) for f in frames]
    assert watch(cut).broken is found


@pytest.mark.parametrize(("pause_s", "found"), [(0.4, None), (0.9, None), (1.1, Break.MISSING)])
def test_a_camera_that_stalls(pause_s: float, found: Break | None, film: Film) -> None:
    stalled = [f if f.t_s < 2 else replace(f, t_s=f.t_s + pause_s) for f in film(4, 25)]
    assert watch(stalled).broken is found


def test_light_that_is_switched_on_is_no_cut(film: Film) -> None:
    bright = [f if f.t_s < 1 else replace(f, rgb=f.rgb // 2 * 3) for f in film(2, 25)]
    assert watch(bright).broken is None


def test_the_first_break_stays(film: Film) -> None:
    frames = list(film(2, 25))
    continuity = watch(again([*frames, *[frames[-1]] * 25, *frames], 25))
    assert continuity.broken is Break.FROZEN


def test_without_pictures_nothing_is_claimed(film: Film) -> None:
    assert Continuity().check().status is Status.NOT_ASSESSED
    assert watch(list(film(1, 25))[:1]).check().status is Status.NOT_ASSESSED
    black = [Frame(np.zeros((48, 64, 3), np.uint8), i / 25, i) for i in range(25)]
    assert watch(black).broken is Break.FROZEN


def test_frames_of_the_test_are_all_different(film: Film) -> None:
    assert all((a.rgb != b.rgb).any() for a, b in pairwise(film(2, 25)))

"""Each variant is what it says: its times, its pictures, and the same ones for the same seed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from ekyc.attack import splice, tempo
from ekyc.attack.camera import Injected
from ekyc.attack.company import Company
from ekyc.attack.disturb import Dropped, Flicker
from ekyc.attack.footage import Moment, Moments, Scene
from ekyc.attack.paper import Paper
from ekyc.attack.picture import Mirror
from ekyc.attack.species import KIT
from ekyc.attack.variant import AsItIs, Variant
from ekyc.liveness.timeline import Timeline
from ekyc.values import Provenance

VARIANTS = {
    f"{species.name}/{variant.name}": variant
    for species in KIT.values()
    for variant in species.variants
}


AS_IT_IS = ("virtual_camera/named", "virtual_camera/disguised")


def numbers(variant: Variant, scene: Scene) -> list[int]:
    """Which pictures were shown, of variants that leave them as they are."""
    return [int(rgb[0, 48, 0]) for _, rgb in variant.shots(scene)]


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_it_is_a_frame_source(name: str, scene: Scene) -> None:
    source = VARIANTS[name].source(scene)
    frames = []
    while (frame := source.read()) is not None:
        frames.append(frame)
    assert len(frames) > 20
    assert [frame.index for frame in frames] == list(range(len(frames)))
    assert all(a.t_s < b.t_s for a, b in pairwise(frames))
    assert frames[0].t_s < 0.1
    size = (source.info.height, source.info.width, 3)
    assert all(frame.rgb.shape == size for frame in frames)
    source.close()
    assert source.read() is None


@pytest.mark.parametrize("name", sorted(VARIANTS))
def test_the_same_seed_gives_the_same_and_the_clip_stays_as_it_is(name: str, scene: Scene) -> None:
    variant = VARIANTS[name]
    before = [rgb.tobytes() for _, rgb in AsItIs("clip").shots(scene)]
    first = [(t_s, rgb.tobytes()) for t_s, rgb in variant.shots(scene)]
    assert first == [(t_s, rgb.tobytes()) for t_s, rgb in variant.shots(scene)]
    assert before == [rgb.tobytes() for _, rgb in AsItIs("clip").shots(scene)]
    as_it_is = [(frame.t_s, frame.rgb.tobytes()) for frame in scene.clip.frames()]
    assert (first == as_it_is) is (name in AS_IT_IS)


def test_another_seed_draws_anew(scene: Scene) -> None:
    other = replace(scene, seed=1)
    for variant in (Dropped("a"), tempo.NoisyFreeze("b"), Paper("c")):
        one = [(t_s, rgb.tobytes()) for t_s, rgb in variant.shots(scene)]
        assert one != [(t_s, rgb.tobytes()) for t_s, rgb in variant.shots(other)]


def test_a_cut_leaves_out_the_way_into_the_movement(scene: Scene) -> None:
    seen = numbers(splice.CutInto("cut", lead_s=0.3), scene)
    assert seen == [*range(31), *range(37, 120)]


def test_waiting_is_cut_before_every_movement(scene: Scene) -> None:
    seen = numbers(splice.CutWaiting("cut"), scene)
    jumps = [(a, b) for a, b in pairwise(seen) if b != a + 1]
    assert jumps == [(19, 31), (46, 61), (78, 91)]


def test_an_insert_is_the_other_persons_and_then_it_goes_on(scene: Scene) -> None:
    seen = numbers(splice.Insert("insert", seconds=1.0), scene)
    assert seen == [*range(31), *range(130, 140), *range(31, 120)]


def test_the_other_person_takes_the_place(scene: Scene) -> None:
    assert numbers(splice.SwapAfterFace("swap"), scene) == [*range(17), *range(130, 190)]
    seen = numbers(splice.SwapForOne("one"), scene)
    assert seen == [*range(44), *range(130, 162), *range(75, 120)]


def test_the_first_two_movements_change_places(scene: Scene) -> None:
    seen = numbers(splice.Reorder("order"), scene)
    assert seen == [*range(17), *range(52, 76), *range(22, 44), *range(82, 106)]


def test_frozen_pictures_are_equal_unless_noise_is_laid_on_them(scene: Scene) -> None:
    seen = numbers(tempo.Freeze("freeze", seconds=1.5), scene)
    assert seen == [*range(31), *[31] * 15, *range(31, 120)]
    pictures = [rgb.tobytes() for _, rgb in tempo.NoisyFreeze("noise").shots(scene)]
    assert len(pictures) == len(set(pictures)) == 135


def test_a_still_stands_for_the_face_page(scene: Scene) -> None:
    seen = numbers(tempo.StillFace("still"), scene)
    assert seen == [*[16] * 16, *range(16, 120)]


def test_each_picture_is_shown_again(scene: Scene) -> None:
    assert numbers(tempo.Repeat("repeat", times=3), scene)[:7] == [0, 0, 0, 3, 3, 3, 6]


def test_a_loop_comes_back_and_there_and_back_hides_it(scene: Scene) -> None:
    seen = numbers(tempo.Loop("loop", seconds=0.9, times=3), scene)
    assert seen == [*range(31), *range(22, 31), *range(22, 31), *range(31, 120)]
    smooth = numbers(tempo.Loop("loop", seconds=0.9, times=3, there_and_back=True), scene)
    assert smooth == [*range(31), *range(30, 21, -1), *range(22, 31), *range(31, 120)]


def test_speed_changes_time_and_keeps_at_most_the_clips_rate(scene: Scene) -> None:
    twice = list(tempo.Speed("twice", factor=2.0).shots(scene))
    assert [int(rgb[0, 48, 0]) for _, rgb in twice] == list(range(0, 120, 2))
    assert twice[-1][0] == pytest.approx(5.9)
    half = list(tempo.Speed("half", factor=0.5).shots(scene))
    assert len(half) == 120
    assert half[-1][0] == pytest.approx(23.8)


def test_backwards(scene: Scene) -> None:
    assert numbers(tempo.Backwards("back"), scene) == list(range(105, -1, -1))
    seen = numbers(tempo.BackwardsMovements("each"), scene)
    assert seen[:50] == [*range(31), *range(43, 30, -1), *range(44, 50)]


def test_the_mirror_turns_every_picture(scene: Scene) -> None:
    for (_, rgb), frame in zip(Mirror("m").shots(scene), scene.clip.frames(), strict=True):
        assert np.array_equal(rgb, frame.rgb[:, ::-1])


def test_company_comes_with_the_first_movement_and_leaves(scene: Scene) -> None:
    whole = list(Company("stays").shots(scene))
    short = list(Company("leaves", seconds=0.5).shots(scene))
    plain = list(scene.clip.frames())
    changed = [n for n, (_, rgb) in enumerate(whole) if not np.array_equal(rgb, plain[n].rgb)]
    assert changed == list(range(21, 120))
    changed = [n for n, (_, rgb) in enumerate(short) if not np.array_equal(rgb, plain[n].rgb)]
    assert changed == list(range(21, 26))


def test_the_light_swings_about_as_deep_as_it_says(scene: Scene) -> None:
    still = replace(scene, clip=scene.clip)
    greens = [rgb[:, :, 1].mean() for _, rgb in Flicker("f", depth=0.2).shots(still)]
    assert 0.79 < min(greens) / max(greens) < 0.85


def test_a_virtual_camera_says_so_or_does_not(scene: Scene) -> None:
    assert Injected("named").source(scene).provenance is Provenance.VIRTUAL
    assert Injected("hidden", disguised=True).source(scene).provenance is Provenance.LIVE
    assert Mirror("m").source(scene).provenance is Provenance.RECORDED


def test_what_needs_another_person_is_left_out_without_one(scene: Scene) -> None:
    alone = replace(scene, other=None)
    for species in KIT.values():
        for variant in species.variants:
            assert (variant in species.tried(with_other=False)) is not variant.needs_other
            if variant.needs_other:
                with pytest.raises(ValueError, match="another person"):
                    list(variant.shots(alone))
            else:
                assert next(iter(variant.shots(alone)))[1].shape == (72, 96, 3)


def test_moments_are_those_of_the_movements_that_were_seen() -> None:
    seen = Timeline("blink", 1, shown_s=0.9, reached_s=2.5, passed_s=2.9)
    moments = Moments.of([seen, Timeline("turn_left", 1, shown_s=2.9)])
    assert moments.movements == (Moment("blink", 0.9, 2.5, 2.9),)
    assert (moments.face_s, moments.end_s) == (0.9, 2.9)
    assert moments.movements[0].begin_s == pytest.approx(1.6)


def test_time_that_runs_back_is_refused(scene: Scene) -> None:
    class Broken(AsItIs):
        def shots(self, scene: Scene):  # type: ignore[no-untyped-def]
            rgb = scene.clip.picture_at(0.0)
            return iter([(0.0, rgb), (0.0, rgb)])

    source = Broken("broken").source(scene)
    source.read()
    with pytest.raises(ValueError, match="follows"):
        source.read()

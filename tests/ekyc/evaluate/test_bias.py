"""Rates of groups, by hand, and what is measured in a picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError
from ekyc.evaluate import dots
from ekyc.evaluate.bias import Picture, groups, of_detection, of_pictures
from ekyc.evaluate.detection import Labelled, Seen
from ekyc.evaluate.intervals import rate_interval
from ekyc.evaluate.match import Pair
from ekyc.evaluate.rates import wilson
from ekyc.evaluate.traits import GLASSES, SCENE, SIZE, SKIN, traits
from ekyc.face.observer import find_main_face
from models import Models

BOX = np.array([80, 60, 160, 170], np.float32)
POINTS = np.array([[100, 100], [140, 100], [120, 120], [105, 145], [135, 145]], np.float32)


def picture(path: str, skin: float, towards: tuple[float, float], *refused: str) -> Picture:
    own = {SKIN: skin, SCENE: 50.0, GLASSES: 1.0, SIZE: 40.0}
    embedding = np.array(towards, np.float32) / np.float32(np.hypot(*towards))
    return Picture(path, path.split("/", maxsplit=1)[0], own, embedding, refused)


PICTURES = [
    picture("a/1", -60, (1, 0)),
    picture("a/2", -40, (0, 1), "sharpness"),
    picture("b/1", -50, (1, 0)),
    picture("c/1", 60, (1, 0)),
    picture("c/2", 70, (1, 0)),
    picture("d/1", 60, (0, 1)),
]


def test_a_comparison_belongs_to_a_group_when_both_of_its_pictures_do() -> None:
    found = of_pictures(PICTURES, None, 0.5)
    dark, light = (found["groups"][SKIN][name] for name in ("dark", "very light"))
    assert (dark["fnmr"]["n_wrong"], dark["fnmr"]["n"]) == (1, 1)
    assert (dark["fmr"]["n_wrong"], dark["fmr"]["n"]) == (1, 2)
    assert (light["fnmr"]["n_wrong"], light["fnmr"]["n"]) == (0, 1)
    assert (light["fmr"]["n_wrong"], light["fmr"]["n"]) == (0, 2)
    assert (dark["gate"]["n_wrong"], dark["gate"]["n"]) == (1, 3)
    assert dark["refused_by"] == {"sharpness": 1}
    assert found["all"]["fmr"]["n"] == 13
    assert found["groups"][SKIN]["tan"]["fnmr"]["rate"] is None


def test_pairs_of_a_table_are_compared_and_no_others() -> None:
    pairs = [Pair("a/1", "a/2", True), Pair("a/1", "c/1", False), Pair("a/1", "nobody", False)]
    found = of_pictures(PICTURES, pairs, 0.5)["all"]
    assert (found["fnmr"]["n"], found["fmr"]["n"], found["fmr"]["n_wrong"]) == (1, 1, 1)
    with pytest.raises(SubjectError):
        of_pictures(PICTURES, pairs[:1], 0.5)


def test_what_is_the_persons_own_is_told_from_what_the_room_does() -> None:
    traits_of = of_pictures(PICTURES, None, 0.5)["traits"]["between_people"]
    assert traits_of[SKIN] > 0.9
    assert traits_of[SIZE] == 0.0


def seen(source: str, live: bool, attack: float, skin: float, subject: str) -> Seen:
    labelled = Labelled("", live, "" if live else "print", subject, source)
    return Seen(labelled, attack, {SKIN: skin})


def test_a_source_that_is_bad_for_all_makes_no_group_worse_than_it_is() -> None:
    """Source x fails for everybody, y for nobody; dark skins are mostly in x."""
    shown = [seen("x", True, 0.9, -60, f"x{k}") for k in range(3)]
    shown += [seen("x", True, 0.9, 60, "x4"), seen("y", True, 0.1, -60, "y1")]
    shown += [seen("y", True, 0.1, 60, f"y{k}") for k in (2, 3, 4)]
    shown += [seen("y", False, 0.2, 60, "y2"), Seen(shown[0].labelled, None)]
    found = of_detection(shown, 0.5)["groups"][SKIN]
    dark, light = found["dark"]["bpcer"], found["very light"]["bpcer"]
    assert (dark["rate"], dark["expected_by_source"]) == (0.75, 0.75)
    assert (light["rate"], light["expected_by_source"]) == (0.25, 0.25)
    assert (found["dark"]["n_pictures"], found["dark"]["n_sources"]) == (4, 2)
    assert found["very light"]["apcer"]["n_wrong"] == 1
    assert found["dark"]["apcer"]["rate"] is None


@given(st.lists(st.floats(-90, 90) | st.just(float("nan")), max_size=40))
def test_groups_share_out_what_was_measured(values: list[float]) -> None:
    measured = np.array(values, float)
    for trait in (SKIN, SCENE):
        members = [chosen for _, chosen in groups(trait, measured)]
        if members:
            assert np.array_equal(np.sum(members, axis=0), np.isfinite(measured))


def test_intervals_of_people_are_wider_than_of_comparisons() -> None:
    wrong = np.arange(400) < 40
    own, shared = np.arange(400, dtype=np.int32), (np.arange(400) // 20).astype(np.int32)
    assert rate_interval(wrong, own, own) == pytest.approx(wilson(40, 400), abs=0.006)
    low, high = rate_interval(wrong, shared, shared)
    assert high - low > 3 * (wilson(40, 400)[1] - wilson(40, 400)[0])
    assert rate_interval(wrong & False, shared, shared) == wilson(0, 20)
    a, b = np.triu_indices(30, 1)
    strangers = rate_interval(a == 0, a.astype(np.int32), b.astype(np.int32))
    assert strangers[0] == 0.0, "without that one person nothing is wrong"
    assert strangers[1] > 2 / 30


def face(skin_rgb: tuple[int, int, int], wall: int, bridge: bool = False) -> np.ndarray:
    rgb = np.full((240, 240, 3), wall, np.uint8)
    cv2.ellipse(rgb, (120, 115), (45, 60), 0, 0, 360, skin_rgb, -1)
    for x, y in POINTS[:2]:
        cv2.circle(rgb, (int(x), int(y)), 5, (20, 20, 20), -1)
    if bridge:
        cv2.line(rgb, (110, 101), (130, 101), (30, 30, 30), 2)
    return rgb


def test_traits_of_a_drawn_face() -> None:
    light = traits(face((240, 200, 170), 200), BOX, POINTS)
    dark = traits(face((90, 60, 45), 30, bridge=True), BOX, POINTS)
    assert light[SKIN] > 41 > -30 > dark[SKIN]
    assert light[SCENE] == pytest.approx(80, abs=3)
    assert dark[SCENE] < 15
    assert light[SIZE] == pytest.approx(40)
    assert light[GLASSES] < 2.2 < 4.0 < dark[GLASSES]
    cut = face((240, 200, 170), 200)[60:170, 80:160]
    origin = BOX[:2]
    alone = traits(cut, BOX - np.tile(origin, 2), POINTS - origin)
    assert SCENE not in alone, "a crop of the face shows no room"
    assert alone[SKIN] == pytest.approx(light[SKIN], abs=1)


def test_traits_do_not_hang_on_how_the_picture_is_turned(networks: Models, ekyc_data: Path) -> None:
    rgb = read_picture(ekyc_data / "journeys/webcam_man/portrait.jpg")
    found = find_main_face(networks, rgb)
    turned = np.ascontiguousarray(rgb[:, ::-1])
    mirrored = find_main_face(networks, turned)
    assert found is not None
    assert mirrored is not None
    one = traits(rgb, found.box_xyxy, found.keypoints)
    other = traits(turned, mirrored.box_xyxy, mirrored.keypoints)
    for name, tolerance in ((SKIN, 3.0), (SIZE, 2.0), (SCENE, 3.0), (GLASSES, 0.7)):
        assert one[name] == pytest.approx(other[name], abs=tolerance), name


def test_the_plot_shows_every_group_and_its_counts() -> None:
    found = of_pictures(PICTURES, None, 0.5)
    drawn = dots.svg(found["groups"], ("fnmr", "fmr", "gate"))
    assert drawn.startswith("<svg")
    assert drawn.count("<circle") == 3 * 4 + 3
    assert "very light" in drawn
    assert "1/2" in drawn

"""Faces in the light of a screen, rendered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ekyc.errors import SubjectError
from ekyc.evaluate import screen_light
from ekyc.evaluate.lit import Seen, Setting, cut
from ekyc.evaluate.screen_light import ATTACKS, SAME, Clip, read_clips, summary, trial
from ekyc.liveness.screen_light import Reflection, Verdict
from ekyc.values import Face, FaceObservation
from tests.ekyc.conftest import observation

LIT = Setting(0.2)


def person(t_s: float) -> FaceObservation:
    """A face 160 px wide in the middle of 640 x 480."""
    points = np.tile(np.array([320, 240], np.float32), (68, 1))
    points[36:42], points[42:48] = (285, 220), (355, 220)
    points[[2, 31, 41, 48]] = [(260, 270), (305, 265), (285, 226), (290, 310)]
    points[[14, 35, 46, 54]] = [(380, 270), (335, 265), (355, 226), (350, 310)]
    points[27:31] = [(320, 220), (320, 235), (320, 250), (320, 262)]
    box = np.array([240, 140, 400, 340], np.float32)
    seen = observation(t_s)
    return replace(seen, landmarks=points, face=Face(box, 0.99, seen.face.keypoints))


@pytest.fixture(scope="module")
def clip() -> Clip:
    scene = np.full((480, 640, 3), (120, 130, 135), np.uint8)
    scene[130:420, 230:410] = (190, 140, 120)
    return Clip(
        "one.mp4", 0, tuple(cut([(t_s / 10, scene, person(t_s / 10)) for t_s in range(20)]))
    )


def test_a_face_is_cut_out_with_its_points(clip: Clip) -> None:
    seen: Seen = clip.frames[0]
    assert seen.face.face.width_px == pytest.approx(48, abs=1)
    middle = seen.face.landmarks[28].astype(int)
    assert tuple(seen.rgb[middle[1], middle[0]]) == (190, 140, 120)


def test_a_person_is_followed_at_every_rate_and_time_and_again(clip: Clip) -> None:
    told = [trial(clip, "one", Setting(0.1, fps=fps), 0) for fps in (10.0, 30.0)]
    assert all(one.verdict is Verdict.FOLLOWS for one in told)
    assert told[0] == trial(clip, "one", Setting(0.1, fps=10.0), 0)


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_an_attack_is_not(clip: Clip, name: str) -> None:
    assert trial(clip, name, ATTACKS[name], 0).verdict is not Verdict.FOLLOWS


def test_what_the_challenge_cannot_tell(clip: Clip) -> None:
    """A print gives back light as skin does."""
    (setting,) = SAME.values()
    assert trial(clip, "print", setting, 0).verdict is Verdict.FOLLOWS


def kept(clip: Clip, name: str, setting: Setting, seed: int) -> Reflection:
    """What a trial tells, without one."""
    del clip, name, seed
    follows = Reflection(Verdict.FOLLOWS, 0.9, 1e-6, swing=0.1)
    return follows if setting.share else Reflection(Verdict.UNSEEN)


def test_every_clip_is_counted_once(clip: Clip, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_light, "HONEST", {"share 0.05": LIT, "share 0.2": LIT})
    dark = {name: Setting(0.0) for name in ATTACKS}
    monkeypatch.setattr(screen_light, "ATTACKS", dark)
    monkeypatch.setattr(screen_light, "SAME", {})
    monkeypatch.setattr(screen_light, "trial", kept)
    monkeypatch.setattr(screen_light, "RATES", (10.0,))
    counts = summary([clip, replace(clip, half=1)], lambda done, total: None)
    assert counts["clips"] == 2
    told = counts["honest"]["share 0.2"]
    assert sum(told[one.value] for one in Verdict) == 2
    assert told["follows_by_half"] == [1, 1]
    assert set(counts["at_fps"]) == {"10"}
    least = counts["thresholds"]["LEAST_SWING"]
    assert (least["honest"], least["refused"], least["attacks"], least["missed"]) == (2, 0, 2, 0)


def test_clips_without_a_face_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "all.csv").write_text("file\nnone.mp4\n")
    with pytest.raises(SubjectError, match="no_video_readable"):
        read_clips(tmp_path / "all.csv", tmp_path, lambda: lambda frame: None)

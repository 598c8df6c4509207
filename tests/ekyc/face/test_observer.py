"""The observer on a real person: journeys/webcam_man, whose movements are labelled."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from ekyc.camera.video import VideoFile
from ekyc.face.embedding import embed_face
from ekyc.face.observer import FaceObserver, detect_faces
from ekyc.values import FaceObservation, Frame
from models import Models


@pytest.fixture(scope="module")
def seen(networks: Models, ekyc_data: Path) -> list[FaceObservation]:
    """Every observation of the first 24 s at 12.5 fps."""
    source = VideoFile(ekyc_data / "journeys" / "webcam_man" / "live.mp4", fps=12.5)
    observer, found = FaceObserver(networks), []
    while (frame := source.read()) is not None and frame.t_s < 24:
        observation = observer.observe(frame)
        assert observation is not None, f"the face was lost at {frame.t_s}"
        found.append(observation)
    source.close()
    return found


def labelled(ekyc_data: Path, event: str) -> list[tuple[float, float]]:
    with (ekyc_data / "journeys" / "manifest.csv").open() as file:
        rows = [row for row in csv.DictReader(file) if row["event"] == event]
    return [(float(row["start_s"]), float(row["end_s"])) for row in rows]


def test_one_track_one_face(seen: list[FaceObservation]) -> None:
    assert {observation.track_id for observation in seen} == {1}
    assert {observation.faces_seen for observation in seen} == {1}
    assert min(o.face.inter_eye_px for o in seen) > 30
    assert max(o.face.inter_eye_px for o in seen) < 70


@pytest.mark.parametrize(("event", "sign"), [("turn_left", 1), ("turn_right", -1)])
def test_turns_reach_the_labelled_side(
    event: str, sign: int, seen: list[FaceObservation], ekyc_data: Path
) -> None:
    start, end = next(times for times in labelled(ekyc_data, event) if times[1] < 24)
    yaw = [sign * o.pose.yaw_deg for o in seen if start - 0.2 <= o.t_s <= end + 0.2]
    assert 18 < max(yaw) < 32


def test_the_open_mouth_stands_out(seen: list[FaceObservation], ekyc_data: Path) -> None:
    times = labelled(ekyc_data, "open_mouth")
    inside = [o.mouth_openness for o in seen if any(a + 0.2 < o.t_s < b - 0.2 for a, b in times)]
    resting = [o.mouth_openness for o in seen if 15 < o.t_s < 24]
    assert np.percentile(inside, 10) > 0.27
    assert np.median(resting) < 0.05
    assert max(resting) < 0.27, "speaking and turning are no open mouth"


def test_the_face_is_found_again_after_it_was_away(networks: Models, ekyc_data: Path) -> None:
    source = VideoFile(ekyc_data / "journeys" / "webcam_man" / "live.mp4")
    first = source.read()
    source.close()
    assert first is not None
    observer, nobody = FaceObserver(networks), np.zeros_like(first.rgb)
    tracks = []
    for index, rgb in enumerate([first.rgb, nobody, nobody, nobody, nobody, nobody, first.rgb]):
        observation = observer.observe(Frame(rgb, index * 0.2, index))
        tracks.append(None if observation is None else observation.track_id)
    assert tracks == [1, None, None, None, None, None, 2]


def test_extreme_pictures_give_no_face_and_no_error(networks: Models) -> None:
    observer = FaceObserver(networks)
    for index, shape in enumerate([(1, 1), (2000, 3), (3, 2000), (480, 640)]):
        for level in (0, 255):
            rgb = np.full((*shape, 3), level, np.uint8)
            assert observer.observe(Frame(rgb, float(index), index)) is None


def test_an_embedding_has_length_one_and_knows_the_person(
    networks: Models, ekyc_data: Path
) -> None:
    from ekyc.camera.pictures import read_picture

    def embed(name: str) -> np.ndarray:
        rgb = read_picture(ekyc_data / "journeys" / "webcam_man" / name)
        return embed_face(networks, rgb, detect_faces(networks, rgb)[0])

    portrait, another = embed("portrait.jpg"), embed("portrait_of_another.jpg")
    assert np.linalg.norm(portrait) == pytest.approx(1, abs=1e-5)
    assert portrait @ another < 0.3

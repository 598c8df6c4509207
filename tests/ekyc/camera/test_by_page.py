from __future__ import annotations

import numpy as np
import pytest

from ekyc.camera.by_page import CameraByPage
from ekyc.camera.source import FrameSource, SourceInfo
from ekyc.errors import KioskFault
from ekyc.values import Frame, Provenance


class Fake:
    """Pictures of one brightness; remembers what was asked and whether it is open."""

    def __init__(self, level: int, provenance: Provenance = Provenance.LIVE) -> None:
        self.level, self.provenance = level, provenance
        self.info = SourceInfo(f"camera {level}")
        self.open, self.asked, self._next = True, "", 0

    def read(self) -> Frame | None:
        self._next += 1
        rgb = np.full((8, 8, 3), self.level, np.uint8)
        return Frame(rgb, self._next / 10, self._next) if self.open else None

    def prompt(self, wanted: str) -> None:
        self.asked = wanted

    def close(self) -> None:
        self.open = False


def pair(*provenances: Provenance) -> tuple[CameraByPage, Fake, list[Fake]]:
    person, opened = Fake(1), list[Fake]()

    def open_document() -> FrameSource:
        opened.append(Fake(2, provenances[min(len(opened), len(provenances) - 1)]))
        return opened[-1]

    return CameraByPage(person, open_document), person, opened


def levels(source: CameraByPage, wanted: str) -> set[int]:
    source.prompt(wanted)
    frames = [source.read() for _ in range(3)]
    return {int(frame.rgb[0, 0, 0]) for frame in frames if frame is not None}


def test_the_document_camera_is_open_for_documents_alone() -> None:
    source, person, opened = pair(Provenance.LIVE)
    assert [one.open for one in opened] == [False], "looked at once, then closed"
    assert levels(source, "face") == {1}
    assert len(opened) == 1
    assert levels(source, "document") == {2}
    assert levels(source, "document_back") == {2}
    assert [one.open for one in opened] == [False, True], "one camera for both sides"
    assert opened[1].asked == person.asked == "document_back"
    assert levels(source, "turn_left") == {1}
    assert not any(one.open for one in opened)
    source.close()
    assert source.read() is None
    assert not person.open


def test_frames_are_numbered_and_timed_on_through_both() -> None:
    source, _, _ = pair(Provenance.LIVE)
    frames = []
    for wanted in ("face", "document", "face", "document"):
        source.prompt(wanted)
        frames += [source.read(), source.read()]
    seen = [frame for frame in frames if frame is not None]
    assert [frame.index for frame in seen] == list(range(8))
    times = [frame.t_s for frame in seen]
    assert times == sorted(set(times))


@pytest.mark.parametrize("worse", [Provenance.VIRTUAL, Provenance.SIMULATED, Provenance.RECORDED])
def test_the_worse_provenance_counts(worse: Provenance) -> None:
    source, _, _ = pair(worse)
    assert source.provenance is worse


def test_another_kind_of_camera_in_its_place_is_not_taken_for_it() -> None:
    source, _, opened = pair(Provenance.LIVE, Provenance.VIRTUAL)
    source.prompt("document")
    with pytest.raises(KioskFault) as caught:
        source.read()
    assert caught.value.message.id == "camera.unplugged"
    assert not any(one.open for one in opened)


def test_a_missing_document_camera_is_told_at_once() -> None:
    person = Fake(1)

    def missing() -> FrameSource:
        raise KioskFault("camera.not_there", name="Document")

    with pytest.raises(KioskFault):
        CameraByPage(person, missing)
    assert not person.open

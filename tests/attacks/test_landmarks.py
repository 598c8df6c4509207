"""Landmarks that no face has, from a broken network or a crafted picture, gain nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from ekyc.camera.pictures import read_picture
from ekyc.face.observer import FaceObserver
from ekyc.face.shape import is_on_face
from ekyc.values import Floats, Frame
from models import Mesh, Models, Store
from tests.ekyc.conftest import observation

WILD = {
    "not a number": np.nan,
    "beyond any picture": 1e30,
    "far away": 1e6,
    "at the origin of another picture": -4000.0,
}


class Broken:
    """dlib's landmarks, or a mesh, of which one point is wild."""

    def __init__(self, good: Any, value: float) -> None:
        self._good, self._value = good, value

    def predict(self, *args: Any) -> Any:
        found = self._good.predict(*args)
        points: Floats = (found.points if isinstance(found, Mesh) else found).copy()
        points[[33, 40]] = self._value
        return Mesh(points, 1.0) if isinstance(found, Mesh) else points


@pytest.mark.parametrize(
    ("engine", "part"), [("dlib", "landmarks"), ("mesh", "mesh"), ("both", "landmarks")]
)
@pytest.mark.parametrize("what", sorted(WILD))
def test_such_a_face_is_not_seen(what: str, engine: str, part: str, networks: Models) -> None:
    portrait = read_picture(Store().path("demo_portrait"))
    frame = Frame(portrait, 0.0, 0)
    assert FaceObserver(networks, engine).observe(frame) is not None
    wild = replace(networks, **{part: Broken(getattr(networks, part), WILD[what])})
    assert FaceObserver(wild, engine).observe(frame) is None


def test_a_face_of_its_own_is_on_itself() -> None:
    seen = observation()
    assert is_on_face(seen.landmarks, seen.face)
    assert not is_on_face(seen.landmarks + 1000, seen.face)

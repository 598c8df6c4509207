"""The stages of a frame's way that `ekyc bench` times, on the simulated customer's pictures."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

import numpy as np

from ekyc.bench.timing import Stage
from ekyc.camera.simulated import SimulatedCustomer
from ekyc.face.components import measure
from ekyc.face.embedding import embed_face
from ekyc.face.enhance import enhanced
from ekyc.face.expression import ExpressionReader
from ekyc.face.landmarks import landmark_engine
from ekyc.face.observer import FaceObserver, detect_faces
from ekyc.liveness.continuity import Continuity
from ekyc.passive.series import Series
from ekyc.session.challenge_step import EMBED_EVERY_S
from ekyc.values import Face, FaceObservation, Floats, Frame, Rgb
from models import Models, Store, facenet_crop

T = TypeVar("T")

WARM_UP_S, FILM_S, FPS = 1.0, 3.0, 25.0
LEAST_FACE_PX = 80.0
FOLLOWED = 25
"""Frames in a row whose signals are timed."""


class Peer(Protocol):
    """facenet-pytorch in torch, with our weights."""

    def detect(self, rgb: Rgb, least_px: float) -> object:
        """Its MTCNN, with landmarks."""
        ...

    def encode(self, crops: Rgb) -> Floats:
        """Its InceptionResnetV1, of uint8[N, 160, 160, 3]."""
        ...


def installed_peer() -> Peer | None:
    """facenet-pytorch on one thread; None without the extra `models`."""
    try:
        from models.training.peer import FacenetPytorch
    except ModuleNotFoundError:
        return None
    return FacenetPytorch(Store().path("inception_resnet_v1"), threads=1)


def film(portrait: Rgb) -> list[Frame]:
    """Three seconds of the simulated customer at 640x480, 25 a second, doing what is asked."""
    customer = SimulatedCustomer(portrait, fps=FPS)
    customer.prompt("face")
    for _ in range(int(FPS * WARM_UP_S)):
        customer.read()
    customer.prompt("turn_left")
    frames = (customer.read() for _ in range(int(FPS * FILM_S)))
    return [frame for frame in frames if frame is not None]


def stages(models: Models, frames: Sequence[Frame], peer: Peer | None) -> Iterator[Stage]:
    """Each stage; with `peer`, those that it can do are timed beside it.

    Raises ValueError when not every network is loaded.
    """
    encoder = models.encoder
    if encoder is None:
        raise ValueError("the bench times every network")
    next_frame = _in_turn(frames)
    with_faces = [(one, detect_faces(models, one.rgb)[0]) for one in frames[::5]]
    next_face = _in_turn(with_faces)
    seen = _seen(models, frames[:FOLLOWED])
    crop = facenet_crop(with_faces[0][0].rgb, with_faces[0][1].box_xyxy)[None]
    name = "facenet-pytorch"
    yield Stage(
        "MTCNN, 640x480, faces of 80 px and more",
        lambda: models.mtcnn.detect(next_frame().rgb, LEAST_FACE_PX),
        name,
        None if peer is None else lambda: peer.detect(next_frame().rgb, LEAST_FACE_PX),
        aim_ms=2.5,
        aim_ratio=10.0,
    )
    yield Stage(
        "MTCNN, 640x480, faces of 40 px and more",
        lambda: models.mtcnn.detect(next_frame().rgb, 40.0),
        name,
        None if peer is None else lambda: peer.detect(next_frame().rgb, 40.0),
    )
    yield Stage(
        "InceptionResnetV1, float32, one face",
        lambda: encoder.embed(crop),
        name,
        None if peer is None else lambda: peer.encode(crop),
        aim_ratio=2.5,
    )
    yield Stage("embedding of one face, both encoders", lambda: _embed(models, *next_face()))
    yield Stage("light and grain of one frame", lambda: enhanced(next_frame().rgb))
    for engine in ("dlib", "mesh"):
        yield Stage(f"points of one face, {engine}", _points(models, engine, next_face))
    yield Stage("expression of one face", _expression(models, with_faces))
    yield Stage("quality of one face", _quality(models, frames[::5]))
    yield Stage("continuity of one frame", _continuity(next_frame))
    yield Stage(
        "signals of one frame",
        lambda: _add(seen),
        "its observation, without embeddings",
        lambda: _seen(models, frames[:FOLLOWED]),
        per=len(seen),
    )
    yield Stage(
        "observation of one frame, whole, with embeddings",
        lambda: _observe(models, frames),
        name + ", detection and embedding alone",
        None if peer is None else lambda: _observe_as_peer(peer, frames),
        aim_ms=10.0,
        per=len(frames),
    )


def _in_turn(items: Sequence[T]) -> Callable[[], T]:
    return itertools.cycle(items).__next__


def _embed(models: Models, frame: Frame, face: Face) -> Floats:
    return embed_face(models, frame.rgb, face)


def _points(
    models: Models, engine: str, next_face: Callable[[], tuple[Frame, Face]]
) -> Callable[[], object]:
    find = landmark_engine(models, engine).measure

    def work() -> object:
        frame, face = next_face()
        return find(frame.rgb, face)

    return work


def _expression(models: Models, faces: Sequence[tuple[Frame, Face]]) -> Callable[[], object]:
    find = landmark_engine(models, "both").measure
    reader = ExpressionReader(models.expression, models.expression_fusion)
    found = [(frame.rgb, find(frame.rgb, face)) for frame, face in faces]
    next_seen = _in_turn([(rgb, one.landmarks) for rgb, one in found if one is not None])
    return lambda: reader.measure(*next_seen())


def _quality(models: Models, frames: Sequence[Frame]) -> Callable[[], object]:
    observer = FaceObserver(models)
    seen = [(one.rgb, found) for one in frames if (found := observer.observe(one)) is not None]
    next_seen = _in_turn(seen)
    return lambda: measure(*next_seen())


def _continuity(next_frame: Callable[[], Frame]) -> Callable[[], object]:
    watch = Continuity()
    return lambda: watch.step(next_frame())


def _seen(models: Models, frames: Sequence[Frame]) -> list[tuple[Frame, FaceObservation | None]]:
    observer = FaceObserver(models)
    return [(frame, observer.observe(frame)) for frame in frames]


def _add(seen: Sequence[tuple[Frame, FaceObservation | None]]) -> None:
    series = Series()
    for frame, observation in seen:
        series.add(frame, observation)


def _observe(models: Models, frames: Sequence[Frame]) -> None:
    """As a session does: followed, measured, watched, and embedded from time to time."""
    observer, continuity, embedded_s = FaceObserver(models), Continuity(), float("-inf")
    for frame in frames:
        continuity.step(frame)
        seen = observer.observe(frame)
        if seen is not None and frame.t_s - embedded_s >= EMBED_EVERY_S:
            observer.embed(frame.rgb, seen.face)
            embedded_s = frame.t_s


def _observe_as_peer(peer: Peer, frames: Sequence[Frame]) -> None:
    """The peer finds the face in every frame, as its examples do, and embeds it as often as we."""
    embedded_s = float("-inf")
    for frame in frames:
        peer.detect(frame.rgb, LEAST_FACE_PX)
        if frame.t_s - embedded_s >= EMBED_EVERY_S:
            peer.encode(peer_crop(frame))
            embedded_s = frame.t_s


def peer_crop(frame: Frame) -> Rgb:
    """Any crop of the right size: the time does not depend on what is in it."""
    return np.ascontiguousarray(frame.rgb[None, 100:260, 200:360])

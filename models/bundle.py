"""Every network, loaded once and warmed up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models import inception_graph, mini_xception, sface_graph, tensors
from models.encoder import Identity
from models.expression_fusion import ExpressionFusion
from models.face_mesh import FaceMesh
from models.inception_resnet_v1 import InceptionResnetV1
from models.iris import Iris
from models.landmarks68 import Landmarks68
from models.mini_xception import MiniXception
from models.mtcnn import Mtcnn
from models.runtime import PRECISION, read_network
from models.sface import SFace
from models.store import Choice, Store
from models.untracked import ov

NAMES = (
    "mtcnn_pnet",
    "mtcnn_rnet",
    "mtcnn_onet",
    "inception_resnet_v1",
    "sface",
    "dlib_landmarks_68",
    "mediapipe_face_mesh",
    "mediapipe_iris",
    "mini_xception",
    "expression_fusion",
)
ENCODER = "20180408-102900"
"""The name facenet gave its CASIA-WebFace weights."""
SFACE = "sface_2021dec"
"""The name OpenCV Zoo gave its weights."""
WARM_UP_SIZE = (480, 640)
"""A webcam's frame, rows and columns: the first real one is then as quick as the next."""


@dataclass(frozen=True)
class Models:
    """The networks of the kiosk. They hold no state of a person and may be shared by threads.

    None stands for one whose licence excludes commercial use, where that was asked for.
    """

    mtcnn: Mtcnn
    encoder: InceptionResnetV1 | None
    sface: SFace
    landmarks: Landmarks68 | None
    mesh: FaceMesh
    iris: Iris
    expression: MiniXception
    expression_fusion: ExpressionFusion | None
    weights_sha256: dict[str, str]

    @classmethod
    def load(
        cls,
        store: Store | None = None,
        threads: int | None = None,
        commercial_only: bool = False,
    ) -> Models:
        """Check, read, compile and run each network once.

        `threads` caps the encoders' worker threads (None: OpenVINO's own choice).
        `commercial_only` leaves alone what the manifest says is not for commercial use. Raises
        WeightsError naming the first file that is missing or corrupt.
        """
        store = store or Store()
        names = [n for n in NAMES if store.entries[n].commercial_use or not commercial_only]
        chosen = {name: store.choose(name) for name in names}
        dlib, fusion = chosen.get("dlib_landmarks_68"), chosen.get("expression_fusion")
        pnet, rnet, onet = (read_network(chosen[name].path) for name in NAMES[:3])
        inception = chosen.get("inception_resnet_v1")
        models = cls(
            mtcnn=Mtcnn(pnet, rnet, onet),
            encoder=_encoder(inception, threads) if inception else None,
            sface=SFace(
                tensors.read(chosen["sface"].path), Identity(SFACE, chosen["sface"].sha256), threads
            ),
            landmarks=Landmarks68(dlib.path) if dlib else None,
            mesh=FaceMesh(read_network(chosen["mediapipe_face_mesh"].path)),
            iris=Iris(read_network(chosen["mediapipe_iris"].path)),
            expression=MiniXception(read_network(chosen["mini_xception"].path)),
            expression_fusion=ExpressionFusion(tensors.read(fusion.path)) if fusion else None,
            weights_sha256={name: choice.sha256 for name, choice in chosen.items()},
        )
        models._warm_up()
        return models

    def versions(self) -> dict[str, str]:
        """What a record needs to compute its numbers again: hashes, runtime and precision."""
        return {
            **{f"{name}_sha256": sha256 for name, sha256 in self.weights_sha256.items()},
            **({"encoder": self.encoder.identity.name} if self.encoder else {}),
            "second_encoder": self.sface.identity.name,
            "openvino": ov.__version__,
            "precision": PRECISION,
        }

    def _warm_up(self) -> None:
        grey = np.full((*WARM_UP_SIZE, 3), 128, np.uint8)
        for _ in range(2):  # a size is compiled for when it comes back
            self.mtcnn.detect(grey)
        side = sface_graph.SIDE
        self.sface.embed(np.full((1, side, side, 3), 128, np.uint8))
        if self.encoder is not None:
            side = inception_graph.SIDE
            self.encoder.embed(np.full((1, side, side, 3), 128, np.uint8))
        box = np.array([200, 120, 440, 360], np.float32)
        corners = np.array([[[240, 200], [290, 200]], [[350, 200], [400, 200]]], np.float32)
        if self.landmarks is not None:
            self.landmarks.predict(grey, box)
        self.mesh.predict(grey, box, corners.mean(axis=1))
        self.iris.predict(grey, corners)
        side = mini_xception.SIDE
        self.expression.predict(np.full((1, side, side), 128, np.float32))


def _encoder(chosen: Choice, threads: int | None) -> InceptionResnetV1:
    identity = Identity(chosen.imported_as or ENCODER, chosen.sha256)
    return InceptionResnetV1(tensors.read(chosen.path), identity, threads)

"""Every network, loaded once and warmed up."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from models import inception_graph, mini_xception, mrz_lines, sface_graph, tensors
from models.attack_detector import AttackDetector
from models.encoder import Identity
from models.expression_fusion import ExpressionFusion
from models.face_mesh import FaceMesh
from models.inception_resnet_v1 import InceptionResnetV1
from models.iris import Iris
from models.landmarks68 import Landmarks68
from models.mini_xception import MiniXception
from models.mrz_lines import MrzLines
from models.mtcnn import Mtcnn
from models.runtime import PRECISION, read_network
from models.sface import SFace
from models.store import Choice, Store
from models.untracked import ov

T = TypeVar("T")

LOADERS = 3
"""Networks read and compiled at the same time."""

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
    "mrz_lines",
    "presentation_attack",
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
    mrz_lines: MrzLines
    presentation_attack: AttackDetector | None
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
        with ThreadPoolExecutor(LOADERS) as pool:
            chosen = dict(zip(names, pool.map(store.choose, names), strict=True))
            dlib, fusion = chosen.get("dlib_landmarks_68"), chosen.get("expression_fusion")
            inception = chosen.get("inception_resnet_v1")
            # the slowest first, so that none is left over at the end
            encoder = inception and pool.submit(_encoder, inception, threads)
            landmarks = dlib and pool.submit(Landmarks68, dlib.path)
            mesh = pool.submit(_read, FaceMesh, chosen["mediapipe_face_mesh"])
            iris = pool.submit(_read, Iris, chosen["mediapipe_iris"])
            sface = pool.submit(_sface, chosen["sface"], threads)
            mtcnn = pool.submit(_mtcnn, *(chosen[name] for name in NAMES[:3]))
            expression = pool.submit(_read, MiniXception, chosen["mini_xception"])
            lines = pool.submit(_read, MrzLines, chosen["mrz_lines"])
            presented = chosen.get("presentation_attack")
            attack = presented and pool.submit(_read, AttackDetector, presented)
            models = cls(
                mtcnn=mtcnn.result(),
                encoder=encoder.result() if encoder else None,
                sface=sface.result(),
                landmarks=landmarks.result() if landmarks else None,
                mesh=mesh.result(),
                iris=iris.result(),
                expression=expression.result(),
                expression_fusion=ExpressionFusion(tensors.read(fusion.path)) if fusion else None,
                mrz_lines=lines.result(),
                presentation_attack=attack.result() if attack else None,
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
        if self.presentation_attack is not None:
            self.presentation_attack.detect(self.presentation_attack.crops(grey, box))
        self.mrz_lines.predict(np.full((mrz_lines.HEIGHT, 20 * mrz_lines.HEIGHT), 128, np.uint8))


@dataclass(frozen=True)
class ReadingModels:
    """Those that read a document's pictures, for who does nothing else."""

    mtcnn: Mtcnn
    mrz_lines: MrzLines

    @classmethod
    def load(cls, store: Store | None = None) -> ReadingModels:
        """Check, read and compile. Raises WeightsError as `Models.load` does."""
        store = store or Store()
        finder = _mtcnn(*(store.choose(name) for name in NAMES[:3]))
        return cls(finder, _read(MrzLines, store.choose("mrz_lines")))


def _read(network: Callable[[ov.Model], T], chosen: Choice) -> T:
    return network(read_network(chosen.path))


def _mtcnn(pnet: Choice, rnet: Choice, onet: Choice) -> Mtcnn:
    return Mtcnn(*(read_network(chosen.path) for chosen in (pnet, rnet, onet)))


def _sface(chosen: Choice, threads: int | None) -> SFace:
    return SFace(tensors.read(chosen.path), Identity(SFACE, chosen.sha256), threads)


def _encoder(chosen: Choice, threads: int | None) -> InceptionResnetV1:
    identity = Identity(chosen.imported_as or ENCODER, chosen.sha256)
    return InceptionResnetV1(tensors.read(chosen.path), identity, threads)

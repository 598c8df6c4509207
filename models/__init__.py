"""Neural networks: arrays in, arrays out. Importing this never imports torch."""

from models.bundle import Models, ReadingModels
from models.encoder import Identity
from models.expression_fusion import LABELS as EXPRESSIONS
from models.expression_fusion import ExpressionFusion
from models.face_mesh import FaceMesh, Mesh
from models.imports import import_weights
from models.inception_resnet_v1 import InceptionResnetV1, facenet_crop
from models.iris import Eyes, Iris
from models.landmarks68 import Landmarks68
from models.mini_xception import LABELS as NETWORK_EXPRESSIONS
from models.mini_xception import MiniXception, expression_crop
from models.mrz_lines import MrzLines
from models.mtcnn import Detections, Mtcnn
from models.preparation import Progress, prepare
from models.sface import SFace, sface_crop
from models.store import Choice, Store, WeightsError

__all__ = [
    "EXPRESSIONS",
    "NETWORK_EXPRESSIONS",
    "Choice",
    "Detections",
    "ExpressionFusion",
    "Eyes",
    "FaceMesh",
    "Identity",
    "InceptionResnetV1",
    "Iris",
    "Landmarks68",
    "Mesh",
    "MiniXception",
    "Models",
    "MrzLines",
    "Mtcnn",
    "Progress",
    "ReadingModels",
    "SFace",
    "Store",
    "WeightsError",
    "expression_crop",
    "facenet_crop",
    "import_weights",
    "prepare",
    "sface_crop",
]

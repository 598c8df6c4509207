"""Neural networks: arrays in, arrays out. Importing this never imports torch."""

from models.bundle import Models
from models.inception_resnet_v1 import Identity, InceptionResnetV1, facenet_crop
from models.landmarks68 import Landmarks68
from models.mtcnn import Detections, Mtcnn
from models.store import Store, WeightsError

__all__ = [
    "Detections",
    "Identity",
    "InceptionResnetV1",
    "Landmarks68",
    "Models",
    "Mtcnn",
    "Store",
    "WeightsError",
    "facenet_crop",
]

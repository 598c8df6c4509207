"""The face that shows every movement: poses and time, geometry, painting, and the widget."""

from gui.pictogram.motion import Motion, pose_at
from gui.pictogram.painting import PictogramColors, paint_face
from gui.pictogram.pose import MOVEMENTS, REST, Movement, PictogramPose
from gui.pictogram.widget import Pictogram

__all__ = [
    "MOVEMENTS",
    "REST",
    "Motion",
    "Movement",
    "Pictogram",
    "PictogramColors",
    "PictogramPose",
    "paint_face",
    "pose_at",
]

"""A face in a still picture: measured and told apart, without following anybody."""

from __future__ import annotations

from collections.abc import Mapping

from ekyc.face.components import measure
from ekyc.face.embedding import embed_face
from ekyc.face.enhance import enhanced
from ekyc.face.landmarks import landmark_engine
from ekyc.memory import fleeting_copy
from ekyc.values import Face, FaceObservation, Floats, Rgb
from models import Models


class StillFaces:
    """`ekyc.document.holder.Faces` on our networks."""

    def __init__(self, models: Models) -> None:
        """The points of a face come from both engines, or from the mesh where dlib's weights may
        not be used."""
        self._models = models
        self._engine = landmark_engine(models, "mesh" if models.landmarks is None else "both")

    def quality(self, rgb: Rgb, face: Face) -> Mapping[str, float]:
        """As `Faces.quality`; of a single picture there are no neighbours to count."""
        found = self._engine.measure(enhanced(rgb), face)
        if found is None:
            return {}
        seen = FaceObservation(
            t_s=0.0,
            face=face,
            landmarks=found.landmarks,
            pose=found.pose,
            eye_openness=found.eye_openness,
            mouth_openness=found.mouth_openness,
        )
        return measure(rgb, seen)

    def embed(self, rgb: Rgb, face: Face) -> Floats:
        """As `Faces.embed`."""
        return fleeting_copy(embed_face(self._models, enhanced(rgb), face))

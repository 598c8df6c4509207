"""What the numbers mean: camera, document, face, liveness, session and decision. No Qt here."""

__version__ = "0.1.0"

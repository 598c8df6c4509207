"""Where frames come from: webcam, recording, folder of pictures, or simulated customer."""

from ekyc.camera.opening import open_source

__all__ = ["open_source"]

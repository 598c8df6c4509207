"""OpenVINO without its telemetry: the only place that imports it.

With the package `openvino_telemetry` at hand, OpenVINO reports its own import to a web service and
keeps an identifier in the home folder. A module that is None cannot be imported, and OpenVINO then
takes its own stand-in, which does nothing.
"""

from __future__ import annotations

import sys

sys.modules["openvino_telemetry"] = None  # type: ignore[assignment]

import openvino as ov  # noqa: E402 - the line above must come first
from openvino import opset13 as ops  # noqa: E402

__all__ = ["ops", "ov"]

"""`ekyc liveness --video F --observe`: what each frame says about the face in it."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from ekyc.face.observer import FaceObserver
from ekyc.kiosk import models_under
from ekyc.outside.video import OutsideVideo
from ekyc.policy import load_policy, policy_of_this_kiosk
from ekyc.values import FaceObservation


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    parser.add_argument("--video", type=Path, required=True, help="a video file")
    parser.add_argument(
        "--observe", action="store_true", required=True, help="print one JSON line a frame"
    )
    parser.add_argument("--fps", type=float, help="play at this lower rate")


def run(args: argparse.Namespace) -> int:
    """A frame without a face has nulls."""
    policy = load_policy(policy_of_this_kiosk())
    source = OutsideVideo(args.video, fps=args.fps)
    try:
        observer = FaceObserver(models_under(policy), policy.landmarks)
        while (frame := source.read()) is not None:
            json.dump(line(frame.t_s, observer.observe(frame)), sys.stdout, allow_nan=False)
            sys.stdout.write("\n")
    finally:
        source.close()
    return 0


def line(t_s: float, seen: FaceObservation | None) -> dict[str, Any]:
    """One frame as the contract names it: px, degrees with the subject's own left and right."""
    if seen is None:
        names = ["box_xyxy", "yaw_deg", "pitch_deg", "roll_deg", "eye_openness", "mouth_openness"]
        return {"t_s": round(t_s, 3), **dict.fromkeys(names), "expression": {}, "quality": {}}
    return {
        "t_s": round(t_s, 3),
        "box_xyxy": [round(float(v), 1) for v in seen.face.box_xyxy],
        "yaw_deg": round(seen.pose.yaw_deg, 2),
        "pitch_deg": round(seen.pose.pitch_deg, 2),
        "roll_deg": round(seen.pose.roll_deg, 2),
        "eye_openness": [round(v, 4) for v in seen.eye_openness],
        "mouth_openness": round(seen.mouth_openness, 4),
        "expression": seen.expression,
        "quality": {name: round(value, 2) for name, value in seen.quality.items()},
    }

"""What the simulated customer's face does at one instant: the ground truth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CustomerPose:
    """Angles as in `ekyc.values.Pose`; amounts from 0 (not at all) to 1 (fully).

    `eye_closed` is (left, right), the customer's own. `smile` 0 is a neutral mouth. `distance` is
    relative to the usual one: 1.1 is a tenth further away. `shift_xy` is how far head and body have
    swayed, in frame px.
    """

    yaw_deg: float = 0.0
    pitch_deg: float = 0.0
    roll_deg: float = 0.0
    eye_closed: tuple[float, float] = (0.0, 0.0)
    mouth_open: float = 0.0
    smile: float = 0.0
    brow: float = 0.0
    distance: float = 1.0
    shift_xy: tuple[float, float] = (0.0, 0.0)

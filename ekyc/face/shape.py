"""The head as a rigid shape in space, and how it is turned.

`HEAD` are the places on a head that do not move when it speaks, blinks or smiles, by dlib's
landmark numbers, in hundredths of the distance between the outer eye corners (about 0.9 mm on an
adult): x to the subject's left, y down, z away from the camera, middle of the outer eye corners at
the origin. Measured here: the mean of MediaPipe's 468-point mesh (Apache-2.0) over 594 LFW faces,
made symmetric, at the mesh points that lie nearest to dlib's.

Both engines take a turned head for less turned than it is, each by its own share, and both tilts
nearly as they are. The `..._YAW_GAIN`s put the simulated customer's exact turns right; the labelled
turns of `journeys/webcam_man`, 20 to 27 degrees, then read as 20 to 25 (see docs/measured.md).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from ekyc.values import Face, Floats, Pose

Points = NDArray[np.float64]

DLIB_YAW_GAIN, MESH_YAW_GAIN = 1.47, 1.3
DLIB_PITCH_OF_STRAIGHT_DEG, MESH_PITCH_OF_STRAIGHT_DEG = -3.4, -5.5
"""What the shape reads as pitch when a face looks straight: medians of 594 LFW faces."""

FOCAL_PER_SIDE = 1.5
"""Assumed focal length over the picture's longer side; the camera is not calibrated. A long lens
couples turn and place in the picture least."""

HEAD: dict[int, tuple[float, float, float]] = {
    36: (-50.0, 0.0, 0.0),  # right eye, outer corner
    39: (-19.5, 0.7, -6.0),
    42: (19.5, 0.7, -6.0),
    45: (50.0, 0.0, 0.0),  # left eye, outer corner
    27: (0.0, -6.8, -24.0),  # bridge of the nose, downwards
    28: (0.0, 8.4, -35.4),
    29: (0.0, 22.7, -48.6),
    30: (0.0, 32.1, -52.0),  # tip
    31: (-14.7, 43.8, -29.5),  # right wing
    33: (0.0, 48.1, -33.9),
    35: (14.7, 43.8, -29.5),  # left wing
    48: (-30.2, 73.2, -11.9),  # corners of the mouth
    54: (30.2, 73.2, -11.9),
}

MOST_DISAGREEMENT = 0.18
"""Between landmarks and the detector's five points, by the face's size, from where the landmarks
are not to be believed: 0.21 and 0.29 on the profiles of the labelled portraits, where dlib's points
slide off the face; under 0.1 on 99 % of a clip of turning heads."""

MOST_AWAY = 1.5
"""Of a landmark from the middle of the face's box, by the box: a beard or a turned jaw leaves it by
a third."""

_LEAST_SINE = 0.1
_RIGID = np.array(list(HEAD))
_SHAPE = np.array(list(HEAD.values()))


def _five(of_68: Points) -> Points:
    """The detector's five points (`Face.keypoints`) out of 68, float[5, D]."""
    eyes = [of_68[36:42:3].mean(axis=0), of_68[42:48:3].mean(axis=0)]
    return np.array([*eyes, of_68[30], of_68[48], of_68[54]])


def _shape_of_five() -> Points:
    whole = np.zeros((68, 3))
    whole[_RIGID] = _SHAPE
    return _five(whole)


_FIVE = _shape_of_five()


def face_height(landmarks: Floats) -> float:
    """Length of the nose over the distance of the outer eye corners, of float32[68, 2] px."""
    nose = float(np.linalg.norm(landmarks[27] - landmarks[33]))
    return nose / max(float(np.linalg.norm(landmarks[36] - landmarks[45])), 1e-6)


def agrees_with(landmarks: Floats, face: Face) -> bool:
    """Whether landmarks float32[68, 2] px agree with the detector's five points of `face`.

    dlib's points slide off a face in profile; the detector's stay on it.
    """
    size = float((face.box_xyxy[2:] - face.box_xyxy[:2]).mean())
    five = _five(landmarks.astype(np.float64))
    apart = float(np.linalg.norm(five - face.keypoints, axis=1).mean())
    return apart <= MOST_DISAGREEMENT * max(size, 1e-6)


def head_pose(landmarks: Floats, face: Face, width_px: int, height_px: int) -> Pose:
    """Pose of a head from dlib's landmarks, float32[68, 2] px in a picture of the given size.

    Where they have slid off the face, the detector's five points of `face` are used: coarser, but
    still on it. Angles as in `Pose`.
    """
    shape, seen = _SHAPE, landmarks[_RIGID].astype(np.float64)
    if not agrees_with(landmarks, face):
        shape, seen = _FIVE, face.keypoints.astype(np.float64)
    turn = solve_rotation(shape, seen, width_px, height_px)
    return _pose_of(turn, DLIB_YAW_GAIN, DLIB_PITCH_OF_STRAIGHT_DEG)


def mesh_pose(points: Floats) -> Pose:
    """Pose of a head from the mesh's points, float32[68, 3] px and depth, in dlib's order.

    The rotation that lays the rigid places best over `HEAD` (Kabsch, 1976). Angles as in `Pose`.
    """
    seen = points[_RIGID].astype(np.float64)
    u, _, vt = np.linalg.svd((_SHAPE - _SHAPE.mean(axis=0)).T @ (seen - seen.mean(axis=0)))
    handed = np.diag([1.0, 1.0, np.sign(np.linalg.det(u @ vt))])
    return _pose_of((u @ handed @ vt).T, MESH_YAW_GAIN, MESH_PITCH_OF_STRAIGHT_DEG)


def is_on_face(landmarks: Floats, face: Face) -> bool:
    """Whether float32[68, 2] px are numbers, and lie about the box that they were looked for in."""
    corner, opposite = face.box_xyxy[:2], face.box_xyxy[2:]
    away = (landmarks - (corner + opposite) / 2) / np.maximum(opposite - corner, 1.0)
    return bool(np.isfinite(landmarks).all() and np.abs(away).max() <= MOST_AWAY)


def solidity(before: Floats, after: Floats, turn_deg: float) -> float:
    """How deep a face is that turned by `turn_deg` between two float32[68, 2] px.

    What is left of the rigid places after the best affine map (all that a flat picture seen from
    afar can do), root mean square, by the distance of the outer eye corners and the turn's sine.
    Heads of two men and the simulated customer, turned by 18 to 38 degrees: 0.10 to 0.14. Photos
    turned in the hand, read as the same angles: 0.02 to 0.07.
    """
    flat = np.column_stack([before[_RIGID], np.ones(len(_RIGID))]).astype(np.float64)
    seen = after[_RIGID].astype(np.float64)
    explained = flat @ np.linalg.lstsq(flat, seen, rcond=None)[0]
    left = float(np.sqrt(((seen - explained) ** 2).sum(axis=1).mean()))
    sine = max(abs(float(np.sin(np.radians(turn_deg)))), _LEAST_SINE)
    return left / max(float(np.linalg.norm(before[36] - before[45])), 1e-6) / sine


def solve_rotation(shape: Points, seen: Points, width_px: int, height_px: int) -> Points:
    """How `shape` float64[N, 3] is turned, float64[3, 3], of which `seen` [N, 2] px are pictures.

    Perspective-n-point: SQPnP (Terzakis and Lourakis, 2020), then Levenberg-Marquardt.
    """
    focal = FOCAL_PER_SIDE * max(width_px, height_px)
    lens = np.array([[focal, 0, width_px / 2], [0, focal, height_px / 2], [0, 0, 1.0]])
    _, turn, place = cv2.solvePnP(shape, seen, lens, None, flags=cv2.SOLVEPNP_SQPNP)
    turn, _ = cv2.solvePnPRefineLM(shape, seen, lens, None, turn, place)
    rotation: Points = np.asarray(cv2.Rodrigues(turn)[0], np.float64)
    return rotation


def _pose_of(rotation: Points, yaw_gain: float, pitch_of_straight_deg: float) -> Pose:
    """Angles of a rotation in the camera's frame: x right, y down, z away."""
    looks = -rotation[:, 2]  # where the nose points
    across = rotation[:, 0]  # from the right eye to the left
    return Pose(
        yaw_deg=yaw_gain * float(np.degrees(np.arctan2(looks[0], -looks[2]))),
        pitch_deg=float(np.degrees(np.arcsin(np.clip(-looks[1], -1, 1)))) - pitch_of_straight_deg,
        roll_deg=float(np.degrees(np.arctan2(across[1], across[0]))),
    )

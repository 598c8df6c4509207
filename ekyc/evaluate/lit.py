"""Recorded faces in the light of a screen: what a camera would have seen, rendered.

The light is laid on the face, on shoulders and hands, and on the background, each by its share;
then the camera sets exposure and white balance by the whole picture, adds noise, is late and loses
frames.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from ekyc.camera.simulated.light import gain, shine
from ekyc.liveness.screen_colours import COUNT, FADE_S, SLOT_S, Colour, light_of
from ekyc.liveness.screen_light import Sample
from ekyc.liveness.skin_light import around, on_face
from ekyc.values import Face, FaceObservation, Floats, Rgb

_FACE_PX = 48
"""Wide as a face is rendered: cameras of a kiosk show it wider, with less noise."""
_BEGINS_S, _AFTER_S = 1.0, 0.7
SHOWN_S = tuple(_BEGINS_S + SLOT_S * slot for slot in range(COUNT + 1))
"""When each colour is shown, and the end."""
_EXPOSURE_S, _BALANCE_S = 0.4, 1.5
"""A camera's time constants."""
_BALANCE = 0.7
"""How far its white balance takes a colour for grey."""
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)


@dataclass(frozen=True, eq=False)
class Seen:
    """One picture of a clip, cut to the person, with the face in it."""

    t_s: float
    rgb: Rgb
    face: FaceObservation


@dataclass(frozen=True)
class Setting:
    """Where the person is, and who it is.

    `share`: white light of the screen on the face as a part of the room's light there; `room` the
    colour of the room's light, grey is 1. `face`, `body` and `back` tell how much of the screen's
    light they give back. `late_s`: what the face gives back comes so much later. `other`: it is the
    light of another sequence. `automatic`: the camera sets exposure and white balance.
    """

    share: float
    room: tuple[float, float, float] = (1.0, 1.0, 1.0)
    face: float = 1.0
    body: float = 0.6
    back: float = 0.1
    late_s: float = 0.0
    other: bool = False
    automatic: bool = True
    fps: float = 12.0
    noise: float = 2.0
    lost: float = 0.05


def cut(frames: Sequence[tuple[float, Rgb, FaceObservation]]) -> list[Seen]:
    """The person's part of each picture, a face about `_FACE_PX` wide."""
    boxes = np.array([seen.face.box_xyxy for _, _, seen in frames])
    width = float(np.median(boxes[:, 2] - boxes[:, 0]))
    scale = min(1.0, _FACE_PX / width)
    ends = np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])
    ends += np.array([-1.2, -0.8, 1.2, 0.8]) * width
    return [
        Seen(t_s, *_part(rgb, seen, np.maximum(ends, 0).astype(int), scale))
        for t_s, rgb, seen in frames
    ]


def film(
    clip: Sequence[Seen],
    setting: Setting,
    colours: Sequence[Colour],
    others: Sequence[Colour],
    random: np.random.Generator,
) -> list[Sample]:
    """The light in each picture while `colours` are shown at `SHOWN_S`; clips that are too short
    are played forth and back."""
    delay_s = float(random.uniform(0.05, 0.25))
    gains, wanted = np.ones(3, np.float32), None
    samples = []
    reflected = others if setting.other else colours
    room = np.array(setting.room, np.float32)
    grain = _Grain(clip[0].rgb.shape, setting.noise, random)
    for number in range(int((SHOWN_S[-1] + _AFTER_S) * setting.fps)):
        t_s = number / setting.fps
        seen = _at(clip, t_s)
        light = _screen(reflected, t_s - setting.late_s) * np.float32(setting.share)
        lit = shine(seen.rgb, _where(seen, setting), light / room)
        mean = (lit[::4, ::4].reshape(-1, 3).mean(axis=0) / 255).astype(np.float32) ** 2.2
        mean = np.maximum(mean, np.float32(1e-4))  # a black picture
        wanted = mean if wanted is None else wanted
        if setting.automatic:
            gains = _automatic(gains, mean, wanted, 1 / setting.fps)
        rgb = gain(lit, gains) + grain.next()
        if random.random() >= setting.lost:
            stored = np.asarray(np.clip(rgb + 0.5, 0, 255), dtype=np.uint8)
            on, off = on_face(stored, seen.face), around(stored, seen.face)
            samples.append(Sample(t_s + delay_s, on, off))
    return samples


class _Grain:
    """Noise of a sensor, never twice the same."""

    _MORE = 32

    def __init__(self, shape: tuple[int, ...], deviation: float, random: np.random.Generator):
        height, width, _ = self._shape = shape
        plane = random.normal(0, deviation, (height + self._MORE, width + self._MORE, 3))
        self._plane, self._random = plane.astype(np.float32), random

    def next(self) -> Floats:
        """float32, of a picture's shape."""
        y, x = self._random.integers(0, self._MORE, 2)
        height, width, _ = self._shape
        return self._plane[y : y + height, x : x + width]


def _at(clip: Sequence[Seen], t_s: float) -> Seen:
    first, length = clip[0].t_s, clip[-1].t_s - clip[0].t_s
    place = t_s % (2 * length)
    wanted = first + min(place, 2 * length - place)
    return min(clip, key=lambda one: abs(one.t_s - wanted))


def _screen(colours: Sequence[Colour], t_s: float) -> Floats:
    """The light of the screen, white is 1: float32[3]."""
    slot = int(np.searchsorted(SHOWN_S, t_s, side="right")) - 1
    if not 0 <= slot < COUNT:
        return np.zeros(3, np.float32)
    part = np.float32(min((t_s - SHOWN_S[slot]) / FADE_S, 1.0))
    before = light_of(colours[slot - 1]) if slot else np.zeros(3, np.float32)
    return np.asarray(before + part * (light_of(colours[slot]) - before), dtype=np.float32)


def _where(seen: Seen, setting: Setting) -> Floats:
    """How much of the screen's light each pixel gives back: float32[H, W]."""
    height, width = seen.rgb.shape[:2]
    left, top, right, bottom = (float(end) for end in seen.face.face.box_xyxy)
    middle, wide, high = (left + right) / 2, right - left, bottom - top
    lit = np.full((height, width), setting.back, np.float32)
    shoulders = (int(middle - 1.2 * wide), int(bottom)), (int(middle + 1.2 * wide), height)
    cv2.rectangle(lit, *shoulders, (setting.body,), -1)
    head = (int(middle), int((top + bottom) / 2)), (int(0.6 * wide), int(0.7 * high))
    cv2.ellipse(lit, *head, 0, 0, 360, (setting.face,), -1)
    return np.asarray(cv2.blur(lit, (7, 7)), dtype=np.float32)


def _automatic(gains: Floats, mean: Floats, wanted: Floats, step_s: float) -> Floats:
    """One step of exposure and white balance towards the picture as it was."""
    now = mean * gains
    exposure = float(wanted @ _LUMINANCE / (now @ _LUMINANCE)) ** min(1.0, step_s / _EXPOSURE_S)
    tint = (wanted / wanted[1]) / (now / now[1])
    balance = tint ** np.float32(_BALANCE * min(1.0, step_s / _BALANCE_S))
    return np.asarray(gains * np.float32(exposure) * balance, dtype=np.float32)


def _part(
    rgb: Rgb, seen: FaceObservation, ends: np.ndarray[tuple[int], np.dtype[np.int_]], scale: float
) -> tuple[Rgb, FaceObservation]:
    left, top, right, bottom = ends
    part = rgb[top:bottom, left:right]
    small = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    corner, to = np.array([left, top], np.float32), np.float32(scale)
    box = ((seen.face.box_xyxy.reshape(2, 2) - corner) * to).reshape(4)
    face = Face(box, seen.face.score, (seen.face.keypoints - corner) * to)
    moved = replace(seen, face=face, landmarks=(seen.landmarks - corner) * to)
    return np.asarray(small, dtype=np.uint8), moved

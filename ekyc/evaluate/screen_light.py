"""Is the light of the screen told on recorded faces, and only the light of this sequence?

Whose thresholds are judged on one half of the clips' sources were set on the other.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from ekyc.camera.video import VideoFile
from ekyc.errors import SubjectError
from ekyc.evaluate.halves import Scored
from ekyc.evaluate.halves import told as judged
from ekyc.evaluate.lit import SHOWN_S, Seen, Setting, cut, film
from ekyc.evaluate.table import read_table
from ekyc.liveness.screen_colours import draw_colours
from ekyc.liveness.screen_light import ALIKE, LEAST_SWING, SWING, Reflection, Verdict, judge
from ekyc.values import FaceObservation, Frame, Rgb

LONGEST_S = 9.0
"""Of a clip; the sequence lasts 7.2 s."""
LEAST_S = 1.0
RATES = (10.0, 15.0, 30.0)

Told = Sequence[tuple[int, Reflection]]
"""The half of a clip's source, and what was told of it."""
Observe = Callable[[Frame], FaceObservation | None]
Progress = Callable[[int, int], None]

HONEST: Mapping[str, Setting] = {
    "share 0.02": Setting(0.02),
    "share 0.05": Setting(0.05),
    "share 0.1": Setting(0.1),
    "share 0.2": Setting(0.2),
    "share 0.5": Setting(0.5),
    "share 1.5, a dark room": Setting(1.5),
    "share 0.1, light bulbs": Setting(0.1, room=(1.5, 1.0, 0.5)),
    "share 0.1, daylight": Setting(0.1, room=(0.85, 1.0, 1.3)),
    "share 0.1, a wall close behind": Setting(0.1, back=0.4),
    "share 0.5, a wall close behind": Setting(0.5, back=0.4),
    "share 0.1, camera set by hand": Setting(0.1, automatic=False),
    "share 0.1, a third of the frames lost": Setting(0.1, lost=0.33),
}
"""A living person whose face gives back the light."""

ATTACKS: Mapping[str, Setting] = {
    "no light comes back": Setting(0.0),
    "an earlier session": Setting(0.2, other=True),
    "an earlier session, bright": Setting(0.8, other=True),
    "1 s late": Setting(0.3, late_s=1.0),
    "a display in hands": Setting(0.3, face=0.04, body=0.6, back=0.15),
    "a tint over the whole picture": Setting(0.2, body=1.0, back=1.0),
}
"""What must not pass."""

SAME: Mapping[str, Setting] = {"a matt print": Setting(0.2)}
"""What gives back the light as skin does: the challenge cannot tell it."""


@dataclass(frozen=True, eq=False)
class Clip:
    """A recorded face; `half` 0 or 1 is that of its source."""

    file: str
    half: int
    frames: tuple[Seen, ...]


def read_clips(manifest: Path, root: Path, observe: Callable[[], Observe]) -> list[Clip]:
    """The clips of a manifest (`file`) in which a face is seen for a second at least.

    Raises SubjectError when the table cannot be read, or not one clip has a face.
    """
    clips = []
    for row in read_table(manifest, ("file",)):
        frames = list(_faces(root / row["file"], observe()))
        if frames and frames[-1][0] - frames[0][0] >= LEAST_S:
            source = str(Path(row["file"]).parent)
            clips.append(Clip(row["file"], zlib.crc32(source.encode()) % 2, tuple(cut(frames))))
    if not clips:
        raise SubjectError("input.no_video_readable", folder=str(root))
    return clips


def _faces(path: Path, observe: Observe) -> Iterator[tuple[float, Rgb, FaceObservation]]:
    try:
        video = VideoFile(path)
    except SubjectError:
        return
    try:
        while (frame := video.read()) is not None and frame.t_s < LONGEST_S:
            seen = observe(frame)
            if seen is not None:
                yield frame.t_s, frame.rgb, seen
    finally:
        video.close()


def trial(clip: Clip, name: str, setting: Setting, seed: int) -> Reflection:
    """One session before one clip, always the same for a seed."""
    nonce = f"{seed}/{clip.file}/{name}"
    colours, others = draw_colours(nonce, 1), draw_colours(nonce, 2)
    random = np.random.default_rng(zlib.crc32(nonce.encode()))
    return judge(colours, SHOWN_S, film(clip.frames, setting, colours, others, random))


def summary(clips: Sequence[Clip], progress: Progress, seed: int = 0) -> dict[str, Any]:
    """Counts by setting; `thresholds`: each as it is set, and as the other half of the sources
    would set it; `at_fps`: share 0.1 at other rates."""
    groups = {"honest": HONEST, "attacks": ATTACKS, "the_same_light": SAME}
    total = sum(len(group) for group in groups.values()) + len(RATES)
    result: dict[str, Any] = {"clips": len(clips), "halves": [_in(clips, half) for half in (0, 1)]}
    done, all_told = 0, dict[str, Told]()
    for title, group in groups.items():
        result[title] = {}
        for name, setting in group.items():
            all_told[name] = [(c.half, trial(c, name, setting, seed)) for c in clips]
            result[title][name] = _counts(all_told[name])
            done += 1
            progress(done, total)
    result["thresholds"] = _thresholds(all_told)
    result["at_fps"] = {}
    for rate in RATES:
        setting = replace(Setting(0.1), fps=rate)
        told = [(c.half, trial(c, "rates", setting, seed)) for c in clips]
        result["at_fps"][f"{rate:g}"] = _counts(told)
        done += 1
        progress(done, total)
    return result


def _thresholds(told: Mapping[str, Told]) -> dict[str, Any]:
    """The three measures beside chance, on what each of them is for."""

    def scores(name: str, measure: str) -> list[Scored]:
        return [Scored(half, getattr(one, measure)) for half, one in told[name]]

    pairs = {
        "LEAST_SWING": ("following", "share 0.05", "a display in hands", LEAST_SWING, True),
        "SWING": ("swing", "no light comes back", "an earlier session", SWING, False),
        "ALIKE": ("around", "share 0.2", "a tint over the whole picture", ALIKE, False),
    }
    return {
        title: judged(scores(honest, measure), scores(attack, measure), limit, low_fails=low)
        for title, (measure, honest, attack, limit, low) in pairs.items()
    }


def _in(clips: Sequence[Clip], half: int) -> int:
    return sum(clip.half == half for clip in clips)


def _counts(told: Told) -> dict[str, Any]:
    """Verdicts, over all and of each half, and how the two other measures spread."""
    verdicts = [(half, one.verdict) for half, one in told]
    swings, shares = ([getattr(one, key) for _, one in told] for key in ("swing", "around"))
    return {
        **{one.value: sum(v is one for _, v in verdicts) for one in Verdict},
        "follows_by_half": [
            Counter(half for half, v in verdicts if v is Verdict.FOLLOWS)[half] for half in (0, 1)
        ],
        "swing_median_most": [round(float(np.quantile(swings, at)), 4) for at in (0.5, 1.0)],
        "around_median_most": [round(float(np.quantile(shares, at)), 3) for at in (0.5, 1.0)],
    }

"""Movements in labelled clips: which closures of the eyes are found, and what else is seen.

A closure marked `yes` is found by a detected one that comes within 0.2 s of it, each by its own.
One that is detected further than that from every event is false. What is marked `no_or_unclear`
counts neither way.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ekyc.camera.video import VideoFile, at_rate
from ekyc.errors import SubjectError
from ekyc.evaluate import movements
from ekyc.evaluate.table import Row, read_table
from ekyc.liveness.blink import OPEN, SHUT, BlinkDetector, Closure
from ekyc.liveness.measures import OpenEyes
from ekyc.values import FaceObservation, Frame

TOLERANCE_S = 0.2
RATES = (10, 15, 25)
DELIBERATE_S = 0.15
"""Who is asked to blink shuts the eyes for at least so long."""

SHUTS = tuple(hundredths / 100 for hundredths in range(50, 81, 2))
OPENS = (0.7, 0.75, 0.8, 0.85)
"""Thresholds that are tried when the clip to be judged is left out."""

Progress = Callable[[int, int], None]
Observe = Callable[[Frame], FaceObservation | None]


@dataclass(frozen=True)
class Event:
    """A labelled closure, frames counted from 0. `closed`: marked yes."""

    first: int
    last: int
    closed: bool


@dataclass(frozen=True)
class Labelled:
    """A clip with its events, and the movements its label names in words."""

    file: str
    events: tuple[Event, ...]
    words: str


@dataclass(frozen=True, eq=False)
class Watched:
    """What was seen of a clip: the times of all its frames, and its observations.

    A file that cannot be played has neither.
    """

    truth: Labelled
    times_s: tuple[float, ...]
    seen: tuple[FaceObservation, ...]

    def span(self, event: Event) -> tuple[float, float]:
        """When the event begins and ends, s; a frame beyond the clip is its last one."""
        last = len(self.times_s) - 1
        return self.times_s[min(event.first, last)], self.times_s[min(event.last, last)]

    def length_s(self, event: Event) -> float:
        """How long the eyes were shut, both frames counted in."""
        start_s, end_s = self.span(event)
        last = len(self.times_s) - 1
        return end_s - start_s + self.times_s[-1] / max(last, 1)


@dataclass(frozen=True)
class Count:
    """Closures found, missed, and found where there are none."""

    tp: int = 0
    fn: int = 0
    fp: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.tp + other.tp, self.fn + other.fn, self.fp + other.fp)

    def __sub__(self, other: Count) -> Count:
        return Count(self.tp - other.tp, self.fn - other.fn, self.fp - other.fp)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None where nothing is to be found."""
        total = 2 * self.tp + self.fn + self.fp
        return 2 * self.tp / total if total else None

    def summary(self) -> dict[str, Any]:
        """As the command prints it."""
        f1 = self.f1
        return {"tp": self.tp, "fn": self.fn, "fp": self.fp, "f1": f1 and round(f1, 4)}


def read_manifest(manifest: Path, events: Path) -> list[Labelled]:
    """Clips of a manifest (`file`) with their events (`file`, `start_frame`, ...).

    Raises SubjectError when a table cannot be read, or with the number of a row whose frames are
    none.
    """
    columns = ("file", "start_frame", "end_frame", "visually_closed")
    by_file: dict[str, list[Event]] = {}
    for row in read_table(events, columns):
        by_file.setdefault(row["file"], []).append(_event(row, events))
    clips = read_table(manifest, ("file",), optional=("label_actions_seen",))
    return [
        Labelled(row["file"], tuple(by_file.get(row["file"], ())), row["label_actions_seen"])
        for row in clips
    ]


def _event(row: Row, path: Path) -> Event:
    try:
        first, last = int(row["start_frame"]), int(row["end_frame"])
    except ValueError as error:
        raise SubjectError("input.row_frames", file=path.name, row=row.number) from error
    if not 0 <= first <= last:
        raise SubjectError("input.row_frames", file=path.name, row=row.number)
    return Event(first, last, row["visually_closed"] == "yes")


def watch(
    observer: Callable[[], Observe],
    clips: Sequence[Labelled],
    root: Path,
    progress: Progress,
    fps: float | None = None,
) -> list[Watched]:
    """Play every clip, each to an observer of its own, at its own rate or at most at `fps`.

    Raises SubjectError when not one clip can be played.
    """
    watched = []
    for number, clip in enumerate(clips, 1):
        watched.append(_watch(observer(), clip, root, fps))
        progress(number, len(clips))
    if not any(one.times_s for one in watched):
        raise SubjectError("input.no_video_readable", folder=str(root))
    return watched


def _watch(observe: Observe, clip: Labelled, root: Path, fps: float | None) -> Watched:
    times_s: list[float] = []
    try:
        video = VideoFile(root / clip.file)
        try:
            frames = _frames(video, times_s)
            chosen = frames if fps is None else at_rate(frames, fps)
            seen = [observe(frame) for _, frame in chosen]
        finally:
            video.close()
    except SubjectError:
        return Watched(clip, (), ())
    return Watched(clip, tuple(times_s), tuple(one for one in seen if one is not None))


def _frames(video: VideoFile, times_s: list[float]) -> Iterator[tuple[float, Frame]]:
    while (frame := video.read()) is not None:
        times_s.append(frame.t_s)
        yield frame.t_s, frame


Shares = list[tuple[float, float]]
"""Time, and how open the eyes are as a share of usual."""


def shares_of(seen: Sequence[FaceObservation]) -> Shares:
    """What a blink detector goes by."""
    eyes = OpenEyes()
    return [(one.t_s, eyes.step(one)) for one in seen]


def closures(shares: Shares, shut: float = SHUT, opened: float = OPEN) -> list[Closure]:
    """What the detector tells of a clip, with the closure in which it ends."""
    detector = BlinkDetector(shut, opened)
    told = [detector.take(t_s, share) for t_s, share in shares]
    return [one for one in (*told, detector.closed) if one is not None]


def found(clip: Watched, detected: Sequence[Closure]) -> dict[Event, bool]:
    """Which closures marked yes were found, each by a detected one of its own, the nearest."""
    free = list(detected)
    result = {}
    for event in (one for one in clip.truth.events if one.closed):
        near = [one for one in free if _apart(clip.span(event), one) <= TOLERANCE_S + 1e-6]
        result[event] = bool(near)
        if near:
            free.remove(min(near, key=lambda one: _between_middles(clip.span(event), one)))
    return result


def count(clip: Watched, detected: Sequence[Closure]) -> Count:
    """Found, missed and false closures of a clip."""
    hits = found(clip, detected) if clip.times_s else dict.fromkeys(_closed(clip), False)
    spans = [clip.span(event) for event in clip.truth.events] if clip.times_s else []
    false = sum(all(_apart(span, one) > TOLERANCE_S + 1e-6 for span in spans) for one in detected)
    tp = sum(hits.values())
    return Count(tp, len(hits) - tp, false)


def leave_one_out(clips: Sequence[Watched]) -> Count:
    """Each clip judged with the thresholds that are best on all the others."""
    shares = [shares_of(clip.seen) for clip in clips]
    pairs = [(shut, opened) for shut, opened in itertools.product(SHUTS, OPENS) if shut < opened]
    table = {
        pair: [count(clip, closures(its, *pair)) for clip, its in zip(clips, shares, strict=True)]
        for pair in pairs
    }
    totals = {pair: sum(counts, Count()) for pair, counts in table.items()}
    judged = Count()
    for number in range(len(clips)):
        rest = {pair: (totals[pair] - table[pair][number]).f1 or 0.0 for pair in pairs}
        best = [pair for pair in pairs if rest[pair] == max(rest.values())]
        judged += table[best[len(best) // 2]][number]
    return judged


def _closed(clip: Watched) -> list[Event]:
    return [event for event in clip.truth.events if event.closed]


def _apart(span: tuple[float, float], closure: Closure) -> float:
    """Seconds between an event and a closure, 0 where they overlap."""
    return max(span[0] - closure.end_s, closure.start_s - span[1], 0.0)


def _between_middles(span: tuple[float, float], closure: Closure) -> float:
    return abs(sum(span) - closure.start_s - closure.end_s) / 2


def summary(clips: Sequence[Watched]) -> dict[str, Any]:
    """Counts over all clips; those without a face, or that cannot be played, miss their closures.

    `at_fps`: the same observations thinned out to slower cameras. `deliberate`: closures as long as
    those of somebody who is asked to blink. `short`: those that last less than one interval at the
    slowest rate. `leave_one_clip_out`: see `leave_one_out`. `movements`: see `movements.summary`.
    """
    counts = [count(clip, closures(shares_of(clip.seen))) for clip in clips]
    return {
        "n": len(clips),
        "n_closures": sum(len(_closed(clip)) for clip in clips),
        "n_no_face": sum(bool(clip.times_s) and not clip.seen for clip in clips),
        "n_unreadable": sum(not clip.times_s for clip in clips),
        **sum(counts, Count()).summary(),
        "leave_one_clip_out": leave_one_out(clips).summary(),
        **_of_length(clips),
        **_movements(clips),
        "at_fps": {str(rate): _at(clips, rate) for rate in RATES},
        "errors": {
            clip.truth.file: {"fn": its.fn, "fp": its.fp}
            for clip, its in zip(clips, counts, strict=True)
            if its.fn or its.fp
        },
    }


def _at(clips: Sequence[Watched], fps: float) -> dict[str, Any]:
    slower = [_slower(clip, fps) for clip in clips]
    counts = [count(clip, closures(shares_of(clip.seen))) for clip in slower]
    return {**sum(counts, Count()).summary(), **_of_length(slower), **_movements(slower)}


def _slower(clip: Watched, fps: float) -> Watched:
    thinned = at_rate(((one.t_s, one) for one in clip.seen), fps)
    return replace(clip, seen=tuple(one for _, one in thinned))


def _of_length(clips: Sequence[Watched]) -> dict[str, Any]:
    lengths = [
        (clip.length_s(event), hit)
        for clip in clips
        if clip.times_s
        for event, hit in found(clip, closures(shares_of(clip.seen))).items()
    ]
    long = [hit for length_s, hit in lengths if length_s >= DELIBERATE_S - 1e-6]
    short = [hit for length_s, hit in lengths if length_s < 1 / min(RATES) - 1e-6]
    return {
        "deliberate": {"n": len(long), "found": sum(long)},
        "short": {"n": len(short), "found": sum(short)},
    }


def _movements(clips: Sequence[Watched]) -> dict[str, Any]:
    labels = {clip.truth.file: clip.truth.words for clip in clips}
    counts = {clip.truth.file: movements.passes(clip.seen) for clip in clips}
    return {"movements": movements.summary(labels, counts)}

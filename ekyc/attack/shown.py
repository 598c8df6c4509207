"""Which movements a clip shows, where nobody says it."""

from __future__ import annotations

from collections.abc import Sequence

from ekyc.attack.footage import Clip
from ekyc.face.observer import Observer
from ekyc.liveness.machine import Challenge
from ekyc.session.face_step import FaceStep


def movements_shown(
    clip: Clip, observer: Observer, pool: Sequence[str], count: int
) -> tuple[str, ...]:
    """The first `count` movements of `pool` that the clip shows after its face was captured.

    No movement is named twice in a row. Fewer where the clip shows fewer.
    """
    step, seen = FaceStep(observer), list[str]()
    machines: dict[str, Challenge] = {}
    for frame in clip.frames():
        if step.capture is None:
            step.feed(frame)
            continue
        rest = step.capture.rest
        for name in pool:
            if name not in machines and name not in seen[-1:]:
                machines[name] = Challenge(name, rest)
        observation = observer.observe(frame)
        if observation is None or observation.faces_seen > 1:
            continue
        passed = [name for name, one in machines.items() if one.step(observation).passed]
        if passed:
            seen.append(passed[0])
            machines = {}
        if len(seen) == count:
            break
    return tuple(seen)

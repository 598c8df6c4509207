"""The simulated customer as a camera: listens to what the screen asks, and shows it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping

from ekyc.camera.simulated.card import HeldCard
from ekyc.camera.simulated.geometry import PortraitGeometry
from ekyc.camera.simulated.head import HeadRenderer
from ekyc.camera.simulated.light import Lamp
from ekyc.camera.simulated.pose import CustomerPose
from ekyc.camera.simulated.scene import HEIGHT, WIDTH, Plate, Sensor, placement
from ekyc.camera.simulated.script import GESTURES, OPPOSITE, Event, Script
from ekyc.camera.source import SourceInfo
from ekyc.values import Frame, Provenance, Rgb

_OBEYS: Mapping[str, str] = {name: name for name in GESTURES}


class SimulatedCustomer:
    """A `FrameSource` of provenance SIMULATED, 640x480, with known ground truth.

    `portrait` is the demonstration portrait, uint8[512, 512, 3]; `card` and `card_back` are
    pictures of a specimen card. Who is not `obedient` does, instead of each challenge, what
    `disobey` names. Of the screen's colours the face gives back `light`, a share of the light that
    the portrait was taken in. `Frame.t_s` counts from 0 by `fps`; with `realtime` it is `clock`'s,
    `read` sleeps until the frame is due, and frames that cannot be drawn in time are skipped.
    """

    def __init__(
        self,
        portrait: Rgb,
        *,
        card: Rgb | None = None,
        card_back: Rgb | None = None,
        obedient: bool = True,
        disobey: Mapping[str, str] = OPPOSITE,
        light: float = 0.25,
        fps: float = 25.0,
        realtime: bool = False,
        seed: int = 0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        geometry = PortraitGeometry.load()
        self._plate = Plate(portrait, geometry)
        self._head = HeadRenderer(portrait, geometry)
        self._sensor = Sensor(seed)
        self._lamp = Lamp(light)
        self._script = Script(seed, _OBEYS if obedient else disobey)
        self._cards = {}
        if card is not None:
            self._cards["document"] = HeldCard(card)
            self._cards["document_back"] = HeldCard(card if card_back is None else card_back)
        self._fps = fps
        self._clock = clock if realtime else None
        self._sleep = sleep
        self._start_s: float | None = None
        self._slot = -1
        self._index = 0
        self._wanted = ""
        self._open = True

    @property
    def provenance(self) -> Provenance:
        """SIMULATED."""
        return Provenance.SIMULATED

    @property
    def info(self) -> SourceInfo:
        """The size and the rate."""
        return SourceInfo("simulated", "simulated", WIDTH, HEIGHT, self._fps)

    @property
    def events(self) -> tuple[Event, ...]:
        """All that the customer did so far, with exact times on the clock of `Frame.t_s`."""
        return self._script.events

    def truth_at(self, t_s: float) -> CustomerPose:
        """The exact pose at the `t_s` of a frame that was read."""
        return self._script.pose_at(t_s)

    def prompt(self, wanted: str) -> None:
        """What the screen asks now; may be called from another thread, as often as one likes."""
        self._wanted = wanted

    def read(self) -> Frame | None:
        """The next frame; None once closed."""
        if not self._open:
            return None
        t_s = self._next_time()
        self._script.advance(t_s, self._wanted)
        pose = self._script.pose_at(t_s)
        rgb = self._plate.draw(pose)
        self._head.draw(rgb, pose, placement(pose))
        side, up = self._script.card_at(t_s)
        if side in self._cards and up > 0.0:
            self._cards[side].draw(rgb, up, t_s)
        rgb = self._lamp.lit(rgb, t_s, self._wanted)
        frame = Frame(self._sensor.expose(rgb, t_s), t_s, self._index)
        self._index += 1
        return frame

    def close(self) -> None:
        """`read` gives None from then on."""
        self._open = False

    def _next_time(self) -> float:
        self._slot += 1
        if self._clock is None:
            return self._slot / self._fps
        now_s = self._clock()
        if self._start_s is None:
            self._start_s = now_s
        self._slot = max(self._slot, math.floor((now_s - self._start_s) * self._fps))
        due_s = self._start_s + self._slot / self._fps
        if due_s > now_s:
            self._sleep(due_s - now_s)
        return due_s

"""Opens the camera or the simulated customer, with all that a session needs behind it.

What is imported here takes several times as long as to show the window: `gui.run` imports this
module beside it.
"""

from __future__ import annotations

from ekyc.camera.by_page import CameraByPage
from ekyc.camera.opening import SIMULATED, open_source
from ekyc.demo import demo_customer
from ekyc.kiosk import Kiosk
from ekyc.policy import DEMO, Policy, load_policy
from ekyc.policy_rules import LIGHT_OFF
from ekyc.session.runner import Runner
from gui.theme import success_hold_s


class Source:
    """`camera` is its name, or part of it; `case` is of the first person, and of nobody after."""

    def __init__(self, policy: Policy, camera: str, case: str) -> None:
        self._policy, self._camera = policy, camera
        self._demo = load_policy(
            DEMO,
            landmarks=policy.landmarks,
            commercial_weights_only=policy.commercial_weights_only,
            screen_light=policy.screen_light if policy.challenge_count else LIGHT_OFF,
        )
        self._cases = iter([case])
        self._loaded: Kiosk | None = None

    def open(self, kind: str) -> Runner:
        """The camera first, so that a missing one is told at once.

        Raises SubjectError and KioskFault as `open_source` and `Kiosk.load` do.
        """
        source = open_source(
            SIMULATED if kind == SIMULATED else self._camera,
            simulated=lambda: demo_customer(self._kiosk(), realtime=True),
        )
        own = self._policy.document_camera
        if own and kind != SIMULATED and self._policy.document:
            source = CameraByPage(source, lambda: open_source(own))
        ours = self._kiosk().under(self._demo if source.provenance.is_staged else self._policy)
        runner = Runner(
            lambda: ours.session(
                source, success_hold_s=success_hold_s(), case=next(self._cases, "")
            ),
            source,
            ours.read,
            on_finished=ours.keep_record,
            forget=ours.forget,
        )
        runner.start()
        return runner

    def _kiosk(self) -> Kiosk:
        if self._loaded is None:
            self._loaded = Kiosk.load(self._demo)
        return self._loaded

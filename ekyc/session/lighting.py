"""What the screen's light has told of one person, over the attempts."""

from __future__ import annotations

from dataclasses import dataclass

from ekyc.liveness.light_challenge import light_check
from ekyc.liveness.screen_light import Reflection, Verdict
from ekyc.messages import Message
from ekyc.policy import Policy
from ekyc.policy_rules import LIGHT_OFF, SCREEN_LIGHT
from ekyc.values import Check, Provenance, Status

CALM = Message("reason.light_declined")
RECORDED = Message("reason.light_recorded")


@dataclass
class Lighting:
    """`refused` is why no colours are shown to this person; `reflection` that of this attempt."""

    refused: Message | None = None
    reflection: Reflection | None = None

    @classmethod
    def before(cls, provenance: Provenance) -> Lighting:
        """For a person before such a camera: a recording sees no screen."""
        return cls(RECORDED if provenance is Provenance.RECORDED else None)

    def anew(self) -> None:
        """The next attempt, with other colours; where their light was not seen it will not be."""
        unseen = self.reflection and self.reflection.verdict is Verdict.UNSEEN
        if not unseen:
            self.reflection = None

    def is_asked(self, policy: Policy) -> bool:
        """Whether an attempt begins with it."""
        return policy.screen_light != LIGHT_OFF and self.refused is None and not self.reflection

    def checks(self, policy: Policy) -> tuple[Check, ...]:
        """`screen_light`, where the policy has it."""
        if policy.screen_light == LIGHT_OFF:
            return ()
        if self.reflection is not None:
            return (light_check(self.reflection),)
        reason = self.refused or Message("reason.not_reached")
        return (Check(SCREEN_LIGHT, Status.NOT_ASSESSED, reason),)

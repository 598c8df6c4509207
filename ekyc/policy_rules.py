"""What each key of a policy may hold, said in words for whoever wrote the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ekyc.face.face_points import ENGINES
from ekyc.liveness.challenges import CHALLENGES, NEEDED_FAMILIES
from ekyc.messages import Message

MEASURES = ("cosine", "euclidean")
FMRS = ("1e-3", "1e-4", "1e-5")
"""False match rates that a calibration is measured at."""
APCERS = ("0.05", "0.1", "0.2")
BPCERS = ("0.01", "0.03", "0.05")
"""Shares of attacks that pass and of people that are refused, likewise."""
DOCUMENT_CHECKS = (
    "document_found",
    "mrz_check_digits",
    "document_fields_agree",
    "document_state",
    "document_number",
    "document_dates",
    "document_expiry",
    "document_sides",
    "document_age",
    "document_portrait",
    "document_genuine",
    "face_match",
)
"""Those that need a document."""
DOCUMENT_TILT = "document_tilt"
"""Of a policy that asks for the card to be turned; then it must pass."""
SCREEN_LIGHT = "screen_light"
"""Of a policy that requires the screen's light to be seen on the face."""
LIGHT_OFF, LIGHT_OFFERED, LIGHT_REQUIRED = "off", "offered", "required"
_LONGEST_NAME = 200
MOVEMENT_CHECKS = ("same_person", "active_liveness", "continuity")
"""Those that need movements."""
CHECKS = (
    *DOCUMENT_CHECKS,
    *MOVEMENT_CHECKS,
    "presentation_attack",
    "deepfake",
    "camera_injection",
)
"""Every check that a policy can require. An account may be opened only by one that requires all."""


class BadValue(ValueError):
    """A key with a value that it cannot hold; `wants` says what it can."""

    def __init__(self, key: str, value: Any, wants: Message) -> None:
        self.key, self.value, self.wants = key, value, wants
        super().__init__(f"{key}: {value!r}")


@dataclass(frozen=True)
class Rule:
    """`takes` tells whether a value fits; `wants` is the end of "... must be"."""

    takes: Callable[[Any], bool]
    wants: Message


def _names(known: Sequence[str]) -> Rule:
    def takes(value: Any) -> bool:
        return isinstance(value, tuple) and bool(value) and all(one in known for one in value)

    return Rule(takes, Message("policy.wants_names", {"known": ", ".join(known)}))


def _choice(known: Sequence[str]) -> Rule:
    return Rule(
        lambda value: value in known, Message("policy.wants_choice", {"known": ", ".join(known)})
    )


def _whole(least: int, most: int) -> Rule:
    def takes(value: Any) -> bool:
        return type(value) is int and least <= value <= most

    return Rule(takes, Message("policy.wants_whole", {"least": least, "most": most}))


def _seconds(least: float, most: float) -> Rule:
    def takes(value: Any) -> bool:
        return type(value) in (int, float) and bool(least <= value <= most)

    return Rule(takes, Message("policy.wants_seconds", {"least": least, "most": most}))


YES_NO = Rule(lambda value: isinstance(value, bool), Message("policy.wants_yes_no"))
RULES: Mapping[str, Rule] = {
    "required": _names(CHECKS),
    "document": YES_NO,
    "document_camera": Rule(
        lambda value: isinstance(value, str) and len(value) <= _LONGEST_NAME,
        Message("policy.wants_camera", {"most": _LONGEST_NAME}),
    ),
    "document_tilt": YES_NO,
    "challenge_pool": _names(tuple(CHALLENGES)),
    "challenge_count": _whole(0, 10),
    "challenge_deadline_s": _seconds(0.1, 3600),
    "challenge_attempts": _whole(1, 10),
    "screen_light": _choice((LIGHT_OFF, LIGHT_OFFERED, LIGHT_REQUIRED)),
    "minimum_age": _whole(0, 120),
    "match_fmr": _choice(FMRS),
    "match_measure": _choice(MEASURES),
    "attack_apcer": _choice(APCERS),
    "attack_bpcer": _choice(BPCERS),
    "landmarks": _choice(ENGINES),
    "commercial_weights_only": YES_NO,
    "idle_timeout_s": _seconds(1, 3600),
    "step_limit_s": _seconds(1, 3600),
    "remote_is_valid": YES_NO,
    "only_staged": YES_NO,
}


def check_values(values: Mapping[str, Any]) -> None:
    """Hold each value against its rule, then against the others. Raises BadValue."""
    for key, rule in RULES.items():
        if not rule.takes(values[key]):
            raise BadValue(key, values[key], rule.wants)
    required, count = set(values["required"]), values["challenge_count"]
    if not values["document"] and required & set(DOCUMENT_CHECKS):
        raise BadValue("document", False, Message("policy.wants_document"))
    if not values["document"] and values["document_tilt"]:
        raise BadValue("document_tilt", True, Message("policy.wants_document_page"))
    if count == 0 and required & set(MOVEMENT_CHECKS):
        raise BadValue("challenge_count", count, Message("policy.wants_movements"))
    if count == 0 and values["screen_light"] != LIGHT_OFF:
        wants = Message("policy.wants_no_light")
        raise BadValue("screen_light", values["screen_light"], wants)
    if count > 1 and len(set(values["challenge_pool"])) < 2:
        wants = Message("policy.wants_two_movements")
        raise BadValue("challenge_pool", values["challenge_pool"], wants)
    moving = any(CHALLENGES[name].family in NEEDED_FAMILIES for name in values["challenge_pool"])
    if "active_liveness" in required and not moving:
        wants = Message("policy.wants_a_movement")
        raise BadValue("challenge_pool", values["challenge_pool"], wants)
    if values["commercial_weights_only"] and values["landmarks"] != "mesh":
        raise BadValue("landmarks", values["landmarks"], Message("policy.wants_mesh"))

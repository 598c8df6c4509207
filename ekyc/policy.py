"""What a bank asks for, and the files that say it: profiles of the kiosk, or a bank's own."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from ekyc.errors import EkycError, KioskFault, SubjectError
from ekyc.liveness.challenges import CHALLENGES
from ekyc.logs import state_folder
from ekyc.messages import Message
from ekyc.paths import RESOURCES
from ekyc.policy_rules import (
    DOCUMENT_TILT,
    LIGHT_OFF,
    LIGHT_REQUIRED,
    SCREEN_LIGHT,
    BadValue,
    check_values,
)
from ekyc.toml import load_toml
from ekyc.values import Provenance

DEMO, KIOSK = "demo", "kiosk"
POLICIES = RESOURCES / "policies"
EXTENDS = "extends"
"""A file may begin with a profile's values and name only those that differ."""
_SHOWN = 60
"""So much of a wrong value is quoted."""


@dataclass(frozen=True)
class Policy:
    """One profile; docs/policy.md tells what each key means.

    `required` names the checks that must pass; `document`: the person is asked for one;
    `document_camera` names the camera that looks at it, "" the person's own; `document_tilt`: the
    card is turned before the camera. `challenge_count` 0 asks for no movement; `screen_light`: the
    screen shines in colours, and who cannot have them makes another movement ("offered") and is
    sent to staff ("required"). `match_fmr` is a key of the calibration ("1e-4"), never a bare
    threshold, and so are `attack_apcer` and `attack_bpcer`; seconds and counts as named. Raises
    `policy_rules.BadValue`.
    """

    name: str
    required: tuple[str, ...]
    document: bool = True
    document_camera: str = ""
    document_tilt: bool = False
    challenge_pool: tuple[str, ...] = tuple(CHALLENGES)
    challenge_count: int = 3
    minimum_age: int = 0
    challenge_deadline_s: float = 15.0
    challenge_attempts: int = 3
    screen_light: str = LIGHT_OFF
    match_fmr: str = "1e-4"
    match_measure: str = "cosine"
    attack_apcer: str = "0.1"
    attack_bpcer: str = "0.01"
    landmarks: str = "both"
    commercial_weights_only: bool = False
    idle_timeout_s: float = 60.0
    step_limit_s: float = 180.0
    remote_is_valid: bool = False
    only_staged: bool = False

    def __post_init__(self) -> None:
        check_values(asdict(self))

    @property
    def sha256(self) -> str:
        """Of the values, so that a record tells by which policy it was decided."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    @property
    def binding(self) -> tuple[str, ...]:
        """The checks that must pass: those required, and what else is asked for."""
        tilt = (DOCUMENT_TILT,) if self.document_tilt else ()
        light = (SCREEN_LIGHT,) if self.screen_light == LIGHT_REQUIRED else ()
        return (*self.required, *tilt, *light)

    def may_serve(self, provenance: Provenance, specimen: bool) -> bool:
        """One for demonstrations, and whatever extends it, serves no real person: frames that are
        simulated or recorded, and specimen documents, only."""
        return not self.only_staged or provenance.is_staged or specimen


KEYS = tuple(field.name for field in fields(Policy) if field.name != "name")


def policy_of_this_kiosk() -> str:
    """What `load_policy` is to read unless a command names one: $EKYC_POLICY, or policy.toml in
    the state folder, or the profile `kiosk`."""
    if chosen := os.environ.get("EKYC_POLICY"):
        return chosen
    own = state_folder() / "policy.toml"
    return str(own) if own.is_file() else KIOSK


def profiles(folder: Path = POLICIES) -> tuple[str, ...]:
    """Names of the profiles that come with the kiosk."""
    return tuple(sorted(path.stem for path in folder.glob("*.toml")))


def load_policy(name: str, folder: Path = POLICIES, **overrides: Any) -> Policy:
    """Read a profile of `folder` by its name, or a file that ends in ".toml".

    `overrides` replace single values. Raises SubjectError for one that is not there and for a file
    that cannot be used, KioskFault for a profile of `folder` that cannot.
    """
    if name in profiles(folder):
        return _policy(folder / f"{name}.toml", folder, overrides, KioskFault)
    path = Path(name)
    if path.suffix != ".toml":
        known = ", ".join(profiles(folder))
        raise SubjectError("input.policy_unknown", name=name, known=known)
    return _policy(path, folder, overrides, SubjectError)


def _policy(path: Path, folder: Path, overrides: dict[str, Any], fault: type[EkycError]) -> Policy:
    values = {**_values(path, folder, fault), **overrides}
    if "required" not in values:
        raise fault("policy.lacks", file=path.name, key="required")
    try:
        return Policy(name=path.stem, **values)
    except BadValue as error:
        raise _told(path, error, fault) from error


def _values(path: Path, folder: Path, fault: type[EkycError]) -> dict[str, Any]:
    """What the file says, over what the profile says that it extends."""
    try:
        table = load_toml(path)
    except OSError as error:
        raise fault("policy.unreadable", file=path.name) from error
    except (ValueError, RecursionError) as error:
        raise fault("policy.not_toml", file=path.name, problem=str(error)) from error
    base: dict[str, Any] = {}
    if EXTENDS in table:
        name = table.pop(EXTENDS)
        if name not in profiles(folder) or folder / f"{name}.toml" == path:
            wants = Message("policy.wants_choice", {"known": ", ".join(profiles(folder))})
            raise _told(path, BadValue(EXTENDS, name, wants), fault)
        base = _values(folder / f"{name}.toml", folder, KioskFault)
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        known = ", ".join((EXTENDS, *KEYS))
        raise fault("policy.unknown_key", file=path.name, key=unknown[0], known=known)
    return {**base, **{key: _as_field(key, value) for key, value in table.items()}}


def _as_field(key: str, value: Any) -> Any:
    """Lists are tuples and 15 seconds are 15.0: what is the same has the same hash."""
    if isinstance(value, list):
        return tuple(value)
    return float(value) if key.endswith("_s") and type(value) is int else value


def _told(path: Path, error: BadValue, fault: type[EkycError]) -> EkycError:
    value = error.value
    if isinstance(value, bool):
        value = str(value).lower()  # as TOML writes it
    elif isinstance(value, tuple):
        value = list(value)
    quoted = str(value)
    quoted = quoted if len(quoted) <= _SHOWN else f"{quoted[:_SHOWN]}…"
    return fault("policy.value", file=path.name, key=error.key, value=quoted, wants=error.wants)

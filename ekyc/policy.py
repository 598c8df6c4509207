"""What a bank asks for: which checks are required, which movements, how sure, how long."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from ekyc.errors import KioskFault, SubjectError
from ekyc.liveness.challenges import CHALLENGES
from ekyc.paths import RESOURCES
from ekyc.toml import load_toml
from ekyc.values import Provenance

POLICIES = RESOURCES / "policies"
DEMO = "demo"
MEASURES = ("cosine", "euclidean")
CHECKS = (
    "document_found",
    "mrz_check_digits",
    "document_expiry",
    "document_portrait",
    "document_genuine",
    "face_match",
    "same_person",
    "active_liveness",
    "presentation_attack",
    "deepfake",
    "camera_injection",
)
"""Every check that a policy can require. An account may be opened only by one that requires all."""


@dataclass(frozen=True)
class Policy:
    """One profile.

    `required` names the checks that must pass; `document`: the person is asked for one;
    `match_fmr` is a key of the calibration ("1e-4"), never a bare threshold; `match_measure` cosine
    or euclidean; seconds and counts as named.
    """

    name: str
    required: tuple[str, ...]
    document: bool = True
    challenge_pool: tuple[str, ...] = tuple(CHALLENGES)
    challenge_count: int = 3
    challenge_deadline_s: float = 15.0
    challenge_attempts: int = 3
    match_fmr: str = "1e-4"
    match_measure: str = "cosine"
    idle_timeout_s: float = 60.0
    step_limit_s: float = 180.0
    remote_is_valid: bool = False

    def __post_init__(self) -> None:
        unknown = set(self.required) - set(CHECKS)
        if unknown or not self.required:
            raise ValueError(f"required must name some of {CHECKS}, not {sorted(unknown)}")
        unknown = set(self.challenge_pool) - set(CHALLENGES)
        if unknown:
            raise ValueError(f"unknown challenges {sorted(unknown)}")
        if self.match_measure not in MEASURES:
            raise ValueError(f"match_measure must be one of {MEASURES}")
        if min(self.challenge_count, self.challenge_attempts) < 1 or min(self.seconds) <= 0:
            raise ValueError("counts and deadlines must be positive")

    @property
    def seconds(self) -> tuple[float, float, float]:
        """Every time limit."""
        return self.challenge_deadline_s, self.idle_timeout_s, self.step_limit_s

    @property
    def sha256(self) -> str:
        """Of the values, so that a record tells by which policy it was decided."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()

    def may_serve(self, provenance: Provenance, specimen: bool) -> bool:
        """The demo profile serves simulated and recorded frames and specimen documents only."""
        return self.name != DEMO or provenance.is_staged or specimen


def load_policy(name: str, folder: Path = POLICIES, **overrides: Any) -> Policy:
    """Read `folder/<name>.toml`; `overrides` replace single values.

    Raises SubjectError for a profile that does not exist, KioskFault on an unknown key or value.
    """
    path = folder / f"{name}.toml"
    known = sorted(file.stem for file in folder.glob("*.toml"))
    if name not in known:
        raise SubjectError("input.policy_unknown", name=name, known=", ".join(known))
    try:
        values = load_toml(path)
        unknown = set(values) - {f.name for f in fields(Policy) if f.name != "name"}
        if unknown:
            raise ValueError(f"unknown keys {sorted(unknown)}")
        for key, value in values.items():
            values[key] = tuple(value) if isinstance(value, list) else value
        return Policy(name=name, **{**values, **overrides})
    except (OSError, ValueError, TypeError) as error:
        raise KioskFault("fault.policy", file=path.name, problem=str(error)) from error

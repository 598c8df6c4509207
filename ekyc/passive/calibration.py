"""From what a detector says to a probability, and from what share of errors to a limit.

Written by `ekyc evaluate pad|deepfake --calibrate` from sources that the detector never saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp
from pathlib import Path

from ekyc.errors import KioskFault
from ekyc.paths import RESOURCES
from ekyc.toml import load_toml

CALIBRATIONS = RESOURCES / "calibration"


@dataclass(frozen=True)
class AttackCalibration:
    """Of one network. Probabilities are those of an attack where attacks and people are as many.

    `at_apcer`: below which probability that share of attacks lies; `at_bpcer`: from which on that
    share of bona fide pictures does.
    """

    slope: float
    offset: float
    at_apcer: dict[str, float]
    at_bpcer: dict[str, float]
    measured_on: str

    @classmethod
    def load(cls, name: str, weights_sha256: str, folder: Path = CALIBRATIONS) -> AttackCalibration:
        """The file of a check. Raises KioskFault: missing, unreadable, or of another network."""
        path = folder / f"{name}.toml"
        try:
            table = load_toml(path)
            calibration = cls(
                float(table["slope"]),
                float(table["offset"]),
                _thresholds(table["at_apcer"]),
                _thresholds(table["at_bpcer"]),
                str(table["measured_on"]),
            )
            made_for = str(table["sha256"])
        except (OSError, ValueError, KeyError, AttributeError, TypeError) as error:
            raise KioskFault("fault.calibration_unreadable", file=path.name) from error
        if made_for != weights_sha256:
            raise KioskFault("fault.calibration_of_other_detector", file=path.name)
        return calibration

    def require(self, apcer: str, bpcer: str) -> None:
        """Raises KioskFault when these rates were not measured."""
        for rate, known in ((apcer, self.at_apcer), (bpcer, self.at_bpcer)):
            if rate not in known:
                raise KioskFault("fault.attack_rate_not_measured", rate=rate)

    def probability(self, logit: float) -> float:
        """0..1, of a detector's logit."""
        return 1 / (1 + exp(-(self.slope * logit + self.offset)))


def _thresholds(at: dict[str, dict[str, float]]) -> dict[str, float]:
    return {rate: float(one["threshold"]) for rate, one in at.items()}

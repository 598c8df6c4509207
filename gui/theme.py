"""The design tokens: every colour, distance, size, weight and duration, read from one file."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ekyc.paths import RESOURCES

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

THEME_FILE = RESOURCES / "theme.toml"
THEMES = ("light", "dark", "high_contrast")


@dataclass(frozen=True)
class Theme:
    """One palette with the measures that all palettes share.

    `colours` are "#RRGGBB" by token; `overlay` those drawn on camera pictures. `tokens` is the
    whole file: lengths in logical px at 1280x800, times in ms.
    """

    name: str
    colours: Mapping[str, str]
    overlay: Mapping[str, str]
    tokens: Mapping[str, Any]

    @property
    def pairs(self) -> tuple[tuple[str, str, float], ...]:
        """(foreground, background, least contrast) that every palette keeps."""
        groups: Mapping[str, list[list[Any]]] = self.tokens["pairs"]
        return tuple((p[0], p[1], float(p[2])) for pairs in groups.values() for p in pairs)


@cache
def load_theme(name: str, path: Path = THEME_FILE) -> Theme:
    """The palette `name` of `path`; raises KeyError for a palette that is not there."""
    tokens = tomllib.loads(path.read_text(encoding="utf-8"))
    colour = tokens["color"]
    return Theme(name, colour[name], colour["overlay"], tokens)


def success_hold_s() -> float:
    """Seconds that a tick stays before the next movement is asked for."""
    return float(load_theme("light").tokens["duration"]["success_hold"]) / 1000


def contrast(foreground: str, background: str) -> float:
    """Contrast ratio of two "#RRGGBB" colours, 1..21 (WCAG 2.2, "relative luminance")."""
    light, dark = sorted((_luminance(foreground), _luminance(background)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

"""Rates of groups with their intervals, as an SVG picture: one column a rate, one line a group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ekyc.evaluate.det import COLOURS

LEFT, COLUMN, GAP, LINE, TOP, BOTTOM = 190, 250, 90, 22, 44, 16


def svg(groups: Mapping[str, Mapping[str, Any]], rates: Sequence[str]) -> str:
    """`groups` by trait and name as `bias` gives them; `rates` are the keys that are drawn. Beside
    each dot stand its counts; each column has a scale of its own that begins at 0."""
    lines = sum(len(named) + 1 for named in groups.values())
    width = LEFT + len(rates) * (COLUMN + GAP)
    height = TOP + lines * LINE + BOTTOM
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        'font-family="Inter, sans-serif" font-size="12">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    most = {rate: _most(groups, rate) for rate in rates}
    for column, rate in enumerate(rates):
        x = LEFT + column * (COLUMN + GAP)
        out.append(_text(x, 20, f"{rate.upper()}, 0 to {most[rate]:.2g}", bold=True))
        for edge in (x, x + COLUMN):
            out.append(f'<path d="M{edge},{TOP - 12} V{height - BOTTOM}" stroke="#d8d8d8"/>')
    y = TOP
    for place, (trait, named) in enumerate(groups.items()):
        out.append(_text(8, y, trait, bold=True))
        for name, own in named.items():
            y += LINE
            out.append(_text(24, y, name))
            for column, rate in enumerate(rates):
                x = LEFT + column * (COLUMN + GAP)
                out += _dot(own[rate], x, y - 4, COLUMN / most[rate], COLOURS[place % len(COLOURS)])
        y += LINE
    return "\n".join([*out, "</svg>", ""])


def _most(groups: Mapping[str, Mapping[str, Any]], rate: str) -> float:
    ends = [own[rate]["interval_95"] for named in groups.values() for own in named.values()]
    return max((end[1] for end in ends if end), default=1.0) or 1.0


def _dot(share: Mapping[str, Any], x: float, y: float, scale: float, colour: str) -> list[str]:
    counts = _text(x + COLUMN + 6, y + 4, f"{share['n_wrong']}/{share['n']}")
    if share["rate"] is None:
        return [counts]
    low, high = (x + end * scale for end in share["interval_95"])
    return [
        f'<path d="M{low:.1f},{y} H{high:.1f}" stroke="{colour}" stroke-width="2"/>',
        f'<circle cx="{x + share["rate"] * scale:.1f}" cy="{y}" r="4" fill="{colour}"/>',
        counts,
    ]


def _text(x: float, y: float, text: str, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" fill="#333333"{weight}>{escape(text)}</text>'

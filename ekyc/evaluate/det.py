"""DET curves (ISO/IEC 19795-1) as an SVG picture: what is refused against what is let through."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from ekyc.evaluate.rates import Scores

Curve = NDArray[np.float64]

COLOURS = ("#1f6f5c", "#b4552d", "#3b5ba5", "#7a5195", "#8a6d1b", "#555555")
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 480, 70, 24, 24, 56
POINTS = 200
LEAST_FNMR = 1e-3


def curve(genuine: Scores, impostor: Scores) -> Curve:
    """float64[N, 2]: FMR and FNMR at thresholds from the strictest that the data can show."""
    rates = np.geomspace(1 / len(impostor), 1, POINTS)
    ordered = np.sort(impostor)
    places = np.clip(len(ordered) - np.round(rates * len(ordered)), 0, len(ordered) - 1)
    at = ordered[places.astype(int)]
    fmr = 1 - np.searchsorted(ordered, at, side="left") / len(ordered)
    fnmr = np.searchsorted(np.sort(genuine), at, side="left") / len(genuine)
    return np.unique(np.stack([fmr, fnmr], axis=1), axis=0)


def svg(curves: Mapping[str, Curve], rates: tuple[str, str] = ("FMR", "FNMR")) -> str:
    """The curves by name on two logarithmic axes; `rates` names them."""
    least = 10 ** np.floor(np.log10(min(float(one[:, 0].min()) for one in curves.values())))
    x_ticks = [10.0**k for k in range(round(np.log10(least)), 1)]
    y_ticks = [10.0**k for k in range(round(np.log10(LEAST_FNMR)), 1)]
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="Inter, sans-serif" font-size="13">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
    ]
    for tick in x_ticks:
        x = _x(tick, least)
        lines.append(_line(x, TOP, x, HEIGHT - BOTTOM))
        lines.append(_text(x, HEIGHT - BOTTOM + 20, f"{tick:g}", "middle"))
    for tick in y_ticks:
        y = _y(tick)
        lines.append(_line(LEFT, y, WIDTH - RIGHT, y))
        lines.append(_text(LEFT - 8, y + 4, f"{tick:g}", "end"))
    lines.append(_text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 12, rates[0], "middle"))
    lines.append(_text(14, TOP + 4, rates[1], "start"))
    for place, (name, one) in enumerate(curves.items()):
        colour = COLOURS[place % len(COLOURS)]
        shown = one[one[:, 1] >= LEAST_FNMR]
        path = " ".join(f"{_x(fmr, least):.1f},{_y(fnmr):.1f}" for fmr, fnmr in shown)
        lines.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        y = TOP + 22 + 20 * place
        right = WIDTH - RIGHT - 12
        lines.append(f'<text x="{right}" y="{y}" text-anchor="end" fill="{colour}">{name}</text>')
    return "\n".join([*lines, "</svg>", ""])


def _x(fmr: float, least: float) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * (1 - float(np.log10(fmr) / np.log10(least)))


def _y(fnmr: float) -> float:
    return TOP + (HEIGHT - TOP - BOTTOM) * float(np.log10(fnmr) / np.log10(LEAST_FNMR))


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f},{y1:.1f} L{x2:.1f},{y2:.1f}" stroke="#d8d8d8"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="#333333">{text}</text>'

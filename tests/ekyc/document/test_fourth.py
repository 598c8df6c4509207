from __future__ import annotations

import numpy as np
import pytest

from ekyc.document.edges import Edges
from ekyc.document.fourth import asked_for
from ekyc.document.lines import rim
from ekyc.document.plane import ID_1_MM, ID_3_MM
from ekyc.document.profile import Profile
from ekyc.document.quads import find_quads

SIZE = (400, 300)


@pytest.mark.parametrize("mm", [ID_1_MM, ID_3_MM])
@pytest.mark.parametrize("step", [0, 6])
def test_a_side_is_sought_where_three_others_ask_for_it(mm: tuple[float, float], step: int) -> None:
    """Faint as it is; where nothing changes there is none."""
    left, top, right = 90, 60, 310
    bottom = round(top + (right - left) * mm[1] / mm[0])
    picture = np.full((SIZE[1], SIZE[0], 3), 90, np.uint8)
    picture[top:bottom, left:right] = 200
    picture[bottom:, left - 2 : right + 2] = 200 - step
    seen = np.array([[1, 0, left - 0.5], [1, 0, right - 0.5], [0, 1, top - 0.5]], np.float32)
    edges = Edges.of(picture)
    profile = Profile.along(seen, edges)
    asked = asked_for(profile, edges, SIZE)
    near = [line for line in asked if abs(abs(line[2]) - bottom + 0.5) < 2 and abs(line[1]) > 0.99]
    assert bool(near) == bool(step)


def test_no_outline_is_made_of_two_sides_that_nobody_saw() -> None:
    """Two that were asked for need each other."""
    box = [[1, 0, 90], [0, 1, 60], [1, 0, 310], [0, 1, 199]]
    lines = np.concatenate([np.array(box, np.float32), rim(SIZE)])
    one, _ = find_quads(lines, 1, SIZE)
    two, _ = find_quads(lines, 2, SIZE)
    inner = np.array([[90, 60], [310, 60], [310, 199], [90, 199]], np.float32)

    def holds(quads: np.ndarray) -> bool:
        return any(np.allclose(quad, inner, atol=0.5) for quad in quads)

    assert holds(one)
    assert not holds(two)

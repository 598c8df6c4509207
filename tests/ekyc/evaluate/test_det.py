from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from ekyc.evaluate.det import curve, svg
from ekyc.evaluate.rates import fnmr_at, threshold_at_fmr

RANDOM = np.random.default_rng(3)
GENUINE = RANDOM.normal(0.5, 0.15, 500)
IMPOSTOR = RANDOM.normal(0, 0.1, 20_000)


@pytest.mark.parametrize("fmr", [1e-1, 1e-2, 1e-3])
def test_the_curve_goes_through_the_rates_at_the_thresholds(fmr: float) -> None:
    points = curve(GENUINE, IMPOSTOR)
    at = threshold_at_fmr(IMPOSTOR, fmr)
    assert at is not None
    nearest = points[np.abs(np.log(points[:, 0] / fmr)).argmin()]
    assert nearest[0] == pytest.approx(fmr, rel=0.06)
    assert nearest[1] == pytest.approx(fnmr_at(GENUINE, at), abs=0.01)


def test_what_lets_more_through_refuses_no_more() -> None:
    points = curve(GENUINE, IMPOSTOR)
    assert (np.diff(points[:, 0]) > 0).all()
    assert (np.diff(points[:, 1]) <= 0).all()
    assert points[0, 0] == pytest.approx(1 / len(IMPOSTOR))


def test_the_picture_is_well_formed_and_names_its_curves() -> None:
    better = curve(GENUINE + 0.1, IMPOSTOR)
    root = ElementTree.fromstring(svg({"one": curve(GENUINE, IMPOSTOR), "two": better}))
    space = "{http://www.w3.org/2000/svg}"
    assert len(root.findall(f"{space}polyline")) == 2
    words = [text.text for text in root.findall(f"{space}text")]
    assert {"FMR", "FNMR", "one", "two", "0.0001", "1"} <= set(words)
    for line in root.findall(f"{space}polyline"):
        numbers = np.array([point.split(",") for point in line.attrib["points"].split()], float)
        assert (numbers[:, 0] >= 0).all() and (numbers[:, 0] <= 720).all()
        assert (numbers[:, 1] >= 0).all() and (numbers[:, 1] <= 480).all()

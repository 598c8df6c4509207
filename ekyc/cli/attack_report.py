"""How the trials of `ekyc attack` are told: a line each, then the counts of every species."""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from typing import Any

from ekyc.attack.species import Species
from ekyc.attack.trial import Bench, Tally, Trial
from ekyc.cli.parts import check_json, print_json
from ekyc.messages import Catalogue, Message
from ekyc.values import Check


def print_species(known: Iterable[Species], args: argparse.Namespace) -> None:
    """What there is, a sentence each."""
    catalogue = Catalogue(args.language)
    if args.json:
        print_json({one.name: _described(one, catalogue) for one in known})
        return
    for one in known:
        print(f"{one.name:14} {one.stopped_by or '-':20} {catalogue.text(one.sentence)}")


class Report:
    """Prints as trials end, or with `--json` one object at the end."""

    def __init__(self, args: argparse.Namespace, bench: Bench, honest: Trial) -> None:
        self._json, self._catalogue = args.json, Catalogue(args.language)
        self._began = time.perf_counter()
        self._bench, self._honest, self._clip = bench, honest, args.clip.name
        self._tallies: list[Tally] = []
        self._n_left_out = 0
        movements = ", ".join(bench.plan)
        self._say(Message("attack.clip_passes", {"name": self._clip, "movements": movements}))

    def leaves_out(self, n: int) -> None:
        """So many variants could not be made."""
        self._n_left_out += n

    def saw(self, species: Species, trial: Trial) -> Trial:
        """The trial, told."""
        if not self._json:
            outcome = self._catalogue.text(Message(f"outcome.{trial.outcome.value}"))
            said = self._catalogue.text(_verdict(species, trial))
            print(f"  {species.name + '/' + trial.variant:26} {outcome:24} {said}", flush=True)
        return trial

    def counts(self, tally: Tally) -> None:
        """All of a species has been tried."""
        self._tallies.append(tally)

    def end(self) -> None:
        """The counts, or the object."""
        if self._json:
            print_json(self._object())
            return
        for title, attacks in (("attack.attacks", True), ("attack.disturbances", False)):
            tallies = [one for one in self._tallies if one.species.is_attack is attacks]
            if tallies:
                print()
                self._say(Message(title, {"policy": self._bench.kiosk.policy.name}))
            for one in tallies:
                counts = (
                    f"{one.n_approved}/{one.n}",
                    f"{one.n_taken_for_bona_fide}/{one.n_responded}",
                )
                print(f"  {one.species.name:14} {counts[0]:>8} {counts[1]:>8}   {_stops(one)}")
        print()
        if self._n_left_out:
            self._say(Message("attack.left_out", {"n": self._n_left_out}))
        self._say(Message("attack.counts_only"))

    def _say(self, message: Message) -> None:
        if not self._json:
            print(self._catalogue.text(message), flush=True)

    def _object(self) -> dict[str, Any]:
        catalogue = self._catalogue
        return {
            "clip": self._clip,
            "policy": self._bench.kiosk.policy.name,
            "challenges": list(self._bench.plan),
            "bona_fide": _trial_json(self._honest, self._honest.stopped_by(), catalogue),
            "species": {one.species.name: _tally_json(one, catalogue) for one in self._tallies},
            "n_left_out": self._n_left_out,
            "timings": {"total_s": round(time.perf_counter() - self._began, 3)},
        }


def _verdict(species: Species, trial: Trial) -> Message:
    stopped = trial.stopped_by(species.stopped_by)
    if stopped is not None:
        return _told("attack.stopped", stopped)
    if trial.failed:
        return _told("attack.noticed", trial.failed[0])
    if species.is_attack:
        return Message("attack.unseen", {"check": species.stopped_by})
    return Message("attack.undisturbed")


def _told(text: str, check: Check) -> Message:
    return Message(text, {"check": check.name, "reason": check.reason})


def _stops(tally: Tally) -> str:
    """The checks that stopped something, and how often."""
    names = [check.name for check in tally.stops if check is not None]
    return ", ".join(f"{name} {names.count(name)}" for name in dict.fromkeys(names))


def _described(species: Species, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "attack": species.is_attack,
        "to_be_stopped_by": species.stopped_by or None,
        "sentence": catalogue.text(species.sentence),
        "variants": [variant.name for variant in species.variants],
    }


def _tally_json(tally: Tally, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "attack": tally.species.is_attack,
        "to_be_stopped_by": tally.species.stopped_by or None,
        "n": tally.n,
        "n_approved": tally.n_approved,
        "n_unseen": tally.n_unseen,
        "approved_rate": tally.n_approved / tally.n,
        "n_non_response": tally.n - tally.n_responded,
        "n_taken_for_bona_fide": tally.n_taken_for_bona_fide,
        **({"apcer": tally.apcer} if tally.species.is_attack else {"bpcer": _bpcer(tally)}),
        "variants": [
            _trial_json(trial, stopped, catalogue)
            for trial, stopped in zip(tally.trials, tally.stops, strict=True)
        ],
    }


def _bpcer(tally: Tally) -> float | None:
    return None if tally.apcer is None else 1 - tally.apcer


def _trial_json(trial: Trial, stopped: Check | None, catalogue: Catalogue) -> dict[str, Any]:
    return {
        "name": trial.variant,
        "outcome": trial.outcome.value,
        "stopped_by": check_json(stopped, catalogue) if stopped else None,
        "responded": trial.responded,
        "failed": [check.name for check in trial.failed],
    }

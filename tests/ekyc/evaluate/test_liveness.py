from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ekyc.cli import evaluate
from ekyc.errors import SubjectError
from ekyc.evaluate import movements
from ekyc.evaluate.liveness import (
    Count,
    Event,
    Labelled,
    Watched,
    count,
    leave_one_out,
    read_manifest,
    summary,
)
from ekyc.liveness.blink import Closure
from ekyc.values import FaceObservation

Observe = Callable[..., FaceObservation]


def clip(*events: Event, seen: tuple[FaceObservation, ...] = (), seconds: float = 4.0) -> Watched:
    times_s = tuple(index / 25 for index in range(int(seconds * 25)))
    return Watched(Labelled("clip.mp4", events, ""), times_s, seen)


def blinking(observe: Observe, *shut: tuple[int, int]) -> tuple[FaceObservation, ...]:
    """100 frames at 25 fps; eyes shut in these, first and last."""
    return tuple(
        observe(n / 25, eyes=0.05 if any(a <= n <= b for a, b in shut) else 0.3) for n in range(100)
    )


YES, UNCLEAR = Event(25, 29, True), Event(60, 61, False)


@pytest.mark.parametrize(
    ("detected", "want"),
    [
        ([(1.0, 1.16)], Count(1, 0, 0)),
        ([(0.7, 0.81)], Count(1, 0, 0)),  # within 0.2 s
        ([(0.7, 0.79)], Count(0, 1, 1)),
        ([(1.37, 1.4)], Count(0, 1, 1)),
        ([(2.4, 2.4)], Count(0, 1, 0)),  # at one that is unclear
        ([(1.0, 1.0), (1.1, 1.1)], Count(1, 0, 0)),
        ([], Count(0, 1, 0)),
    ],
)
def test_what_is_found_and_what_is_false(detected: list[tuple[float, float]], want: Count) -> None:
    closures = [Closure(start_s, end_s, 0.1) for start_s, end_s in detected]
    assert count(clip(YES, UNCLEAR), closures) == want


def test_two_closures_need_two(observe: Observe) -> None:
    both = clip(Event(20, 24, True), Event(28, 32, True))
    assert count(both, [Closure(0.8, 1.3, 0.1)]) == Count(1, 1, 0)
    assert count(both, [Closure(0.8, 1.0, 0.1), Closure(1.1, 1.3, 0.1)]) == Count(2, 0, 0)


def test_the_summary_counts_clips_without_a_face_and_broken_ones(observe: Observe) -> None:
    clips = [
        clip(YES, seen=blinking(observe, (25, 29))),
        clip(YES),  # no face
        Watched(Labelled("broken.mp4", (YES,), ""), (), ()),
    ]
    told = summary(clips)
    assert (told["n"], told["n_no_face"], told["n_unreadable"], told["n_closures"]) == (3, 1, 1, 3)
    assert (told["tp"], told["fn"], told["fp"], told["f1"]) == (1, 2, 0, 0.5)
    assert told["at_fps"]["10"]["tp"] == 1
    assert told["deliberate"] == {"n": 2, "found": 1}
    assert set(told["errors"]) == {"clip.mp4", "broken.mp4"}


def test_thresholds_are_chosen_without_the_clip_that_is_judged(observe: Observe) -> None:
    """Alone, a clip is judged by thresholds that nothing speaks for."""
    good = [clip(YES, seen=blinking(observe, (25, 29))) for _ in range(3)]
    assert leave_one_out(good) == Count(3, 0, 0)
    assert sum([Count(1, 2, 3), Count(4, 5, 6)], Count()) - Count(1, 1, 1) == Count(4, 6, 8)
    assert Count().f1 is None


def test_movements_are_counted_and_put_beside_the_label(observe: Observe) -> None:
    def act(name: str, value: float) -> tuple[FaceObservation, ...]:
        return tuple(
            observe(n / 25, **({name: value} if 25 <= n % 50 < 40 else {})) for n in range(100)
        )

    turned, opened = movements.passes(act("yaw", 25.0)), movements.passes(act("mouth", 0.5))
    assert (turned["turn_left"], turned["turn_right"], turned["open_mouth"]) == (2, 0, 0)
    assert (opened["turn_left"], opened["open_mouth"]) == (0, 2)
    labels = {"a": "head turns left, smiles", "b": ""}
    told = movements.summary(labels, {"a": turned, "b": opened})
    nothing = {"labelled": 0, "found": 0, "missed_in": [], "elsewhere_in": []}
    assert told["head_turn"] == {**nothing, "labelled": 1, "found": 1}
    assert told["open_mouth"] == {**nothing, "elsewhere_in": ["b"]}
    assert told["smile"] == {**nothing, "labelled": 1, "missed_in": ["a"]}
    assert movements.passes([]) == dict.fromkeys(movements.NAMES, 0)


def tables(folder: Path, start: str, end: str) -> tuple[Path, Path]:
    manifest, events = folder / "clips.csv", folder / "events.csv"
    manifest.write_text("file\na.mp4\n")
    head = "file,start_frame,end_frame,min_frame,visually_closed"
    events.write_text(f"{head}\na.mp4,{start},{end},0,yes\nb.mp4,1,2,1,no_or_unclear\n")
    return manifest, events


def test_a_manifest_needs_only_its_columns(tmp_path: Path) -> None:
    manifest, events = tables(tmp_path, "3", "5")
    assert read_manifest(manifest, events) == [Labelled("a.mp4", (Event(3, 5, True),), "")]


@pytest.mark.parametrize(("start", "end"), [("x", "5"), ("5", "3"), ("-1", "3"), ("", "3")])
def test_a_row_without_frames_is_named(start: str, end: str, tmp_path: Path) -> None:
    with pytest.raises(SubjectError) as caught:
        read_manifest(*tables(tmp_path, start, end))
    assert caught.value.message.params["row"] == 2


def test_the_command_on_real_clips(
    ekyc_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two short clips that stand for all: the figures of docs/measured.md come from every clip."""
    root = ekyc_data / "faces" / "video"
    wanted = ("examples/face/3.mp4", "driving/d1.mp4")
    with (root / "manifest.csv").open(encoding="utf-8-sig") as file:
        files = [row["file"] for row in csv.DictReader(file) if row["file"].endswith(wanted)]
    manifest = tmp_path / "clips.csv"
    manifest.write_text("\n".join(["file", *files]))
    parser = evaluate_parser()
    args = parser(
        "--manifest", str(manifest), "--root", str(root), "--json",
        "--events", str(root / "eye_closure_events.csv"),
    )  # fmt: skip
    assert evaluate.run(args) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["n"], told["n_closures"]) == (2, 8)
    assert told["tp"] >= 7
    assert told["fp"] == 0


def evaluate_parser() -> Callable[..., object]:
    import argparse

    parser = argparse.ArgumentParser()
    evaluate.configure(parser)
    return lambda *words: parser.parse_args(["liveness", *words])

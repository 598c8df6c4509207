"""The rates of ISO/IEC 30107-3, by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.errors import SubjectError
from ekyc.evaluate.detection import (
    UNKNOWN,
    Labelled,
    Seen,
    at_threshold,
    by_clip,
    read_manifest,
    slices,
    summary,
)


def live(attack: float | None, subject: str = "a", clip: str = "", **measures: float) -> Seen:
    return Seen(Labelled(f"{clip}{attack}", True, "", subject, "here", clip), attack, measures)


def spoof(attack: float | None, species: str = "print", subject: str = "b") -> Seen:
    return Seen(Labelled(f"s{attack}", False, species, subject, "here"), attack)


def test_rates_at_a_threshold_by_hand() -> None:
    seen = [
        *(live(p) for p in (0.1, 0.2, 0.5, 0.6)),
        *(spoof(p) for p in (0.4, 0.9)),
        *(spoof(p, "phone") for p in (0.5, 0.7, 0.8, 0.1)),
        *(spoof(p, UNKNOWN) for p in (0.1, 0.2)),
    ]
    found = at_threshold(seen, 0.5)
    assert found["apcer"] == {"phone": 0.25, "print": 0.5, UNKNOWN: 1.0}
    assert found["apcer_worst"] == 0.5, "what is no species is never the worst one"
    assert found["apcer_all"] == 0.5
    assert found["bpcer"] == 0.5, "at the threshold it is an attack"
    assert found["acer"] == 0.5
    assert found["confusion"] == {
        "attack_called_attack": 4,
        "attack_called_bona_fide": 4,
        "bona_fide_called_attack": 2,
        "bona_fide_called_bona_fide": 2,
    }


def test_a_picture_without_a_face_is_an_error_of_its_class_at_every_threshold() -> None:
    seen = [live(None), live(0.0), spoof(None), spoof(1.0)]
    for threshold in (0.0, 0.5, 1.0):
        found = at_threshold(seen, threshold)
        assert found["bpcer"] >= 0.5
        assert found["apcer_all"] >= 0.5
    assert summary(seen, 0.5)["n_no_face"] == 2
    assert summary(seen, 0.5)["auc"] == 0.25


def test_a_clip_is_the_mean_of_its_frames_with_a_face() -> None:
    clips = by_clip([live(0.2, clip="c"), live(0.4, clip="c"), live(None, clip="c"), spoof(0.9)])
    assert [one.attack for one in clips] == [pytest.approx(0.3), 0.9]
    (alone,) = by_clip([live(None, clip="d")])
    assert alone.attack is None


def test_intervals_draw_people_and_hold_what_was_measured() -> None:
    seen = [live(k / 40, subject=f"p{k % 5}") for k in range(20)]
    seen += [spoof(0.4 + k / 40, subject=f"q{k % 4}") for k in range(20)]
    found = summary(seen, 0.45)
    for name in ("auc", "eer", "bpcer", "apcer_all"):
        low, high = found["intervals_95"][name]
        assert low <= found[name] <= high
    alone = summary([live(0.1, subject="x"), spoof(0.9, subject="y")], 0.5)
    assert alone["intervals_95"]["auc"] == [1.0, 1.0]


def test_thirds_of_a_measure_and_every_source_are_told_apart() -> None:
    seen = [live(0.1 * k, brightness=float(k)) for k in range(9)]
    found = slices(seen, 0.5)
    assert [found[f"brightness {third}"]["n"] for third in ("low", "middle", "high")] == [3, 3, 3]
    assert found["brightness low"]["bpcer"] == 0.0
    assert found["brightness high"]["bpcer"] == 1.0
    assert found["source here"]["n"] == 9
    assert found["source here"]["auc"] is None, "one class alone has none"


@given(
    st.lists(st.tuples(st.booleans(), st.one_of(st.none(), st.floats(0, 1)))),
    st.floats(0, 1),
)
def test_whatever_was_seen_the_counts_add_up(
    drawn: list[tuple[bool, float | None]], threshold: float
) -> None:
    seen = [live(p) if own else spoof(p) for own, p in drawn]
    found = at_threshold(seen, threshold)
    assert sum(found["confusion"].values()) == len(seen)
    for rate in (found["bpcer"], found["apcer_all"], found["acer"]):
        assert rate is None or (0 <= rate <= 1 and not math.isnan(rate))


def test_manifests_say_live_or_real_and_spoof_or_fake(tmp_path: Path) -> None:
    table = tmp_path / "m.csv"
    table.write_text("file,label,species\na,live,\nb,spoof,phone\nc,fake,\nd,real,x\n")
    rows = read_manifest(table)
    assert [row.is_bona_fide for row in rows] == [True, False, False, True]
    assert [row.species for row in rows] == ["", "phone", UNKNOWN, ""]
    table.write_text("file,label\na,maybe\n")
    with pytest.raises(SubjectError) as caught:
        read_manifest(table)
    assert caught.value.message.id == "input.label_unknown"
